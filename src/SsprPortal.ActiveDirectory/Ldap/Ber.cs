using System.Formats.Asn1;
using System.Text;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>How LDAP writes its texts and tags (RFC 4511 sections 4.1.2 and 5.1).</summary>
internal static class Ber
{
    /// <summary>The tag of an operation.</summary>
    public static Asn1Tag Application(int number, bool constructed = true) => new(TagClass.Application, number, constructed);

    /// <summary>The tag of a field.</summary>
    public static Asn1Tag Context(int number, bool constructed = false) => new(TagClass.ContextSpecific, number, constructed);

    /// <summary>Writes a text as UTF-8.</summary>
    public static void WriteText(this AsnWriter writer, string text, Asn1Tag? tag = null) => writer.WriteOctetString(Encoding.UTF8.GetBytes(text), tag);

    /// <summary>Writes an attribute with its values (RFC 4511 section 4.1.7).</summary>
    public static void WriteAttribute(this AsnWriter writer, string attribute, IEnumerable<byte[]> values)
    {
        using (writer.PushSequence())
        {
            writer.WriteText(attribute);
            using (writer.PushSetOf())
            {
                foreach (var value in values) writer.WriteOctetString(value);
            }
        }
    }

    /// <summary>Reads bytes, which LDAP never splits (RFC 4511 section 5.1).</summary>
    /// <exception cref="AsnContentException">There are none, or they are split.</exception>
    public static byte[] ReadBytes(this AsnReader reader, Asn1Tag? tag = null) =>
        reader.TryReadPrimitiveOctetString(out var bytes, tag) ? bytes.ToArray() : throw new AsnContentException("A string in pieces.");

    /// <summary>Reads a text; what is not UTF-8 reads as the replacement character.</summary>
    /// <exception cref="AsnContentException">There is none.</exception>
    public static string ReadText(this AsnReader reader, Asn1Tag? tag = null) => Encoding.UTF8.GetString(reader.ReadBytes(tag));

    /// <summary>Reads an enumerated value by its number.</summary>
    /// <exception cref="AsnContentException">There is none, or it has more than 31 bits or is negative.</exception>
    public static int ReadEnumerated(this AsnReader reader, Asn1Tag? tag = null)
    {
        var bytes = reader.ReadEnumeratedBytes(tag).Span;
        if (bytes.Length > 4 || bytes[0] >= 0x80) throw new AsnContentException("A number that is none of LDAP's.");
        var value = 0;
        foreach (var each in bytes) value = (value << 8) | each;
        return value;
    }
}
