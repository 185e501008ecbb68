using System.Formats.Asn1;
using System.Text;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>
/// A search filter as an object (RFC 4511 section 4.5.1.7): values never become text that has to be escaped. Only a filter that an
/// administrator wrote is parsed.
/// </summary>
internal abstract class LdapFilter
{
    /// <summary>Every entry.</summary>
    public static LdapFilter Everything { get; } = Present("objectClass");

    /// <summary>Entries for which every one holds.</summary>
    public static LdapFilter And(params IReadOnlyList<LdapFilter> filters) => new Set(0, filters);

    /// <summary>Entries for which at least one holds.</summary>
    public static LdapFilter Or(params IReadOnlyList<LdapFilter> filters) => new Set(1, filters);

    /// <summary>Entries for which it does not hold.</summary>
    public static LdapFilter Not(LdapFilter filter) => new Negation(filter);

    /// <summary>Entries with the attribute.</summary>
    public static LdapFilter Present(string attribute) => new Presence(attribute);

    /// <summary>Entries with this very value, whatever is in it.</summary>
    /// <exception cref="ArgumentException">The value has a NUL, at which some servers cut.</exception>
    public static LdapFilter Equal(string attribute, string value) =>
        value.Contains('\0') ? throw new ArgumentException("A value with NUL is not searched for.", nameof(value)) : Equal(attribute, Encoding.UTF8.GetBytes(value));

    /// <summary>Entries with this very value.</summary>
    public static LdapFilter Equal(string attribute, byte[] value) => new Assertion(3, attribute, value);

    /// <summary>Entries with this value or a greater one, in the order of the attribute.</summary>
    public static LdapFilter AtLeast(string attribute, string value) => new Assertion(5, attribute, Encoding.UTF8.GetBytes(value));

    /// <summary>Entries with a value that begins like this.</summary>
    public static LdapFilter StartsWith(string attribute, string value) => new Parts(attribute, [Encoding.UTF8.GetBytes(value), []]);

    /// <summary>A filter of RFC 4515, as an administrator writes it.</summary>
    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static LdapFilter Parse(string text) => new LdapFilterText(text).Parse();

    /// <summary>Writes the filter into a search request.</summary>
    public abstract void Write(AsnWriter writer);

    private static Asn1Tag Choice(int number, bool constructed = true) => new(TagClass.ContextSpecific, number, constructed);

    /// <summary>And, or.</summary>
    internal sealed class Set(int choice, IReadOnlyList<LdapFilter> filters) : LdapFilter
    {
        public override void Write(AsnWriter writer)
        {
            using (writer.PushSequence(Choice(choice))) // a SET OF, whose order BER leaves free
            {
                foreach (var filter in filters) filter.Write(writer);
            }
        }
    }

    /// <summary>Equal, greater or equal, less or equal, about.</summary>
    internal sealed class Assertion(int choice, string attribute, byte[] value) : LdapFilter
    {
        public override void Write(AsnWriter writer)
        {
            using (writer.PushSequence(Choice(choice)))
            {
                writer.WriteText(attribute);
                writer.WriteOctetString(value);
            }
        }
    }

    /// <summary>Parts of a value, in this order: what it begins with, what is in it, what it ends with. Empty ones say nothing.</summary>
    internal sealed class Parts(string attribute, IReadOnlyList<byte[]> parts) : LdapFilter
    {
        public override void Write(AsnWriter writer)
        {
            using (writer.PushSequence(Choice(4)))
            {
                writer.WriteText(attribute);
                using (writer.PushSequence())
                {
                    for (var i = 0; i < parts.Count; i++)
                    {
                        if (parts[i].Length > 0)
                            writer.WriteOctetString(parts[i], Choice(i == 0 ? 0 : i == parts.Count - 1 ? 2 : 1, constructed: false));
                    }
                }
            }
        }
    }

    /// <summary>A value by a rule of its own, as Active Directory has one for groups in groups.</summary>
    internal sealed class Extensible(string? rule, string? attribute, byte[] value, bool ofTheName) : LdapFilter
    {
        public override void Write(AsnWriter writer)
        {
            using (writer.PushSequence(Choice(9)))
            {
                if (rule is not null) writer.WriteText(rule, Choice(1, constructed: false));
                if (attribute is not null) writer.WriteText(attribute, Choice(2, constructed: false));
                writer.WriteOctetString(value, Choice(3, constructed: false));
                if (ofTheName) writer.WriteBoolean(true, Choice(4, constructed: false));
            }
        }
    }

    private sealed class Negation(LdapFilter filter) : LdapFilter
    {
        public override void Write(AsnWriter writer)
        {
            using (writer.PushSequence(Choice(2))) filter.Write(writer);
        }
    }

    private sealed class Presence(string attribute) : LdapFilter
    {
        public override void Write(AsnWriter writer) => writer.WriteText(attribute, Choice(7, constructed: false));
    }
}
