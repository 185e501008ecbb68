using System.Buffers.Binary;
using System.Formats.Asn1;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>One message of a server (RFC 4511 section 4.1.1): an entry of a search, the end of an operation, or something to pass over.</summary>
/// <param name="Id">The number of the request it belongs to; 0 for what the server says unasked.</param>
/// <param name="Operation">The number of its operation.</param>
/// <param name="Entry">The entry, if it is one.</param>
/// <param name="Result">The end of the operation, if it is one.</param>
internal sealed record LdapMessage(int Id, int Operation, LdapEntry? Entry, LdapResult? Result)
{
    /// <summary>Longest message that is read, in bytes.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const int SearchResultEntry = 4, SearchResultReference = 19, IntermediateResponse = 25;

    /// <summary>Writes a request into its message.</summary>
    public static AsnWriter Write(int id, LdapRequest request, IReadOnlyList<LdapControl> controls)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            request.Write(writer);
            if (controls.Count > 0) WriteControls(writer, controls);
        }

        return writer;
    }

    /// <summary>How long the message is that begins with these bytes, them included; null when more of them are needed to tell.</summary>
    /// <param name="start">The first bytes of a message, one at least.</param>
    /// <exception cref="AsnContentException">It is no message, or longer than <see cref="MaxLength"/>.</exception>
    public static int? Length(ReadOnlySpan<byte> start)
    {
        if (start[0] != 0x30) throw new AsnContentException("Not an LDAP message.");
        if (start.Length < 2) return null;
        if (start[1] < 0x80) return 2 + start[1];

        var octets = start[1] & 0x7F; // 0: the indefinite form, which LDAP does not use
        if (octets is 0 or > 4) throw new AsnContentException("The length of a message is not one of LDAP's.");
        if (start.Length < 2 + octets) return null;

        Span<byte> padded = stackalloc byte[4];
        start.Slice(2, octets).CopyTo(padded[(4 - octets)..]);
        var length = BinaryPrimitives.ReadUInt32BigEndian(padded);
        return length <= MaxLength - 6 ? 2 + octets + (int)length : throw new AsnContentException("A message longer than any of LDAP's.");
    }

    /// <summary>Reads a message. Referrals are passed over, never followed: they would lead the portal's account to servers nobody named.</summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    public static LdapMessage Read(ReadOnlyMemory<byte> bytes)
    {
        var message = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence();
        if (!message.TryReadInt32(out var id) || id < 0) throw new AsnContentException("A message without its number.");
        var tag = message.PeekTag();
        if (tag.TagClass != TagClass.Application) throw new AsnContentException("A message without an operation.");
        if (tag.TagValue is SearchResultReference or IntermediateResponse) return new(id, tag.TagValue, null, null);

        var operation = message.ReadSequence(tag);
        if (tag.TagValue == SearchResultEntry) return new(id, tag.TagValue, ReadEntry(operation), null);

        var result = ReadResult(operation);
        return new(id, tag.TagValue, null, message.HasData && message.PeekTag() == Ber.Context(0, constructed: true) ? result with { Controls = ReadControls(message) } : result);
    }

    private static LdapEntry ReadEntry(AsnReader entry)
    {
        var dn = entry.ReadText();
        var attributes = new Dictionary<string, IReadOnlyList<byte[]>>(StringComparer.OrdinalIgnoreCase);
        for (var list = entry.ReadSequence(); list.HasData;)
        {
            var attribute = list.ReadSequence();
            var name = attribute.ReadText();
            var values = new List<byte[]>();
            for (var set = attribute.ReadSetOf(skipSortOrderValidation: true); set.HasData;) values.Add(set.ReadBytes());
            attributes[name] = values;
        }

        return new(dn, attributes);
    }

    private static LdapResult ReadResult(AsnReader result)
    {
        var code = (LdapResultCode)result.ReadEnumerated();
        _ = result.ReadText(); // as far as the name was known
        var read = new LdapResult(code, result.ReadText().TrimEnd('\0', '\n', '\r', ' '));
        while (result.HasData)
        {
            if (result.PeekTag() == Ber.Context(10)) read = read with { ResponseName = result.ReadText(Ber.Context(10)) };
            else _ = result.ReadEncodedValue(); // referrals, and what later standards add (section 4)
        }

        return read;
    }

    private static List<LdapControl> ReadControls(AsnReader message)
    {
        var controls = new List<LdapControl>();
        for (var list = message.ReadSequence(Ber.Context(0, constructed: true)); list.HasData;)
        {
            var control = list.ReadSequence();
            var oid = control.ReadText();
            var critical = control.HasData && control.PeekTag() == Asn1Tag.Boolean && control.ReadBoolean();
            controls.Add(new(oid, control.HasData ? control.ReadBytes() : null, critical));
        }

        return controls;
    }

    private static void WriteControls(AsnWriter writer, IReadOnlyList<LdapControl> controls)
    {
        using (writer.PushSequence(Ber.Context(0, constructed: true)))
        {
            foreach (var control in controls)
            {
                using (writer.PushSequence())
                {
                    writer.WriteText(control.Oid);
                    if (control.Critical) writer.WriteBoolean(true);
                    if (control.Value is not null) writer.WriteOctetString(control.Value);
                }
            }
        }
    }
}
