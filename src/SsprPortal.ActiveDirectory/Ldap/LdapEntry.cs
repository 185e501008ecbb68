using System.Globalization;
using System.Text;

namespace SsprPortal.ActiveDirectory.Ldap;

/// <summary>An entry of a search, its values as the bytes that came (RFC 4511 section 4.5.2).</summary>
/// <param name="dn">The entry's name.</param>
/// <param name="attributes">The values of its attributes; names compare without case (RFC 4512 section 2.5).</param>
internal sealed class LdapEntry(string dn, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> attributes)
{
    /// <summary>The entry's name.</summary>
    public string Dn => dn;

    /// <summary>All values of an attribute; empty when it has none or may not be read.</summary>
    public IReadOnlyList<byte[]> Values(string attribute) => attributes.TryGetValue(attribute, out var values) ? values : [];

    /// <summary>All values as text.</summary>
    public IEnumerable<string> Texts(string attribute) => Values(attribute).Select(Encoding.UTF8.GetString);

    /// <summary>The first value; null when there is none.</summary>
    public byte[]? Bytes(string attribute) => Values(attribute) is [var first, ..] ? first : null;

    /// <summary>The first value as text; null when there is none.</summary>
    public string? Text(string attribute) => Bytes(attribute) is { } value ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The first value as a number; null when there is none.</summary>
    public long? Number(string attribute) =>
        long.TryParse(Text(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The entry's name only: values may be personal.</summary>
    public override string ToString() => dn;
}
