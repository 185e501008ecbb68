using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace SsprPortal.Core.Policies;

/// <summary>Kinds of directories: each writes passwords in its own way.</summary>
public enum DirectoryKind
{
    /// <summary>Active Directory, Windows' or Samba's.</summary>
    ActiveDirectory,

    /// <summary>OpenLDAP with the password policy overlay.</summary>
    OpenLdap,
}

/// <summary>The directory in which the organisation's accounts are. The password of the portal's own account is not in it: <see cref="PasswordId"/> names it.</summary>
public sealed partial record DirectorySettings
{
    /// <summary>Most <see cref="Servers"/>.</summary>
    public const int MaxServers = 8;

    /// <summary>Most <see cref="ExceptedGroups"/>; who has more puts them into one group.</summary>
    public const int MaxExceptedGroups = 20;

    /// <summary>Longest name of an account, a group or a place in the directory, in UTF-16 units.</summary>
    public const int MaxName = 1_000;

    /// <summary>Longest <see cref="Filter"/>, in UTF-16 units.</summary>
    public const int MaxFilter = 4_000;

    /// <summary>Longest <see cref="Authorities"/>, in UTF-16 units.</summary>
    public const int MaxAuthorities = 32 * 1_024;

    /// <summary>Longest password of the portal's own account, in UTF-16 units.</summary>
    public const int MaxPassword = 256;

    /// <summary>What kind of directory it is.</summary>
    public DirectoryKind Kind { get; init; }

    /// <summary>The servers in the order of preference, each as its certificate names it, with a port where it is not the usual one: "dc1.contoso.com", "dc2.contoso.com:3636".</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Whether TLS begins by StartTLS on port 389 (RFC 4511 section 4.14); otherwise by the first byte, on port 636. There is no way without TLS.</summary>
    public bool StartTls { get; init; }

    /// <summary>Certificates (PEM) of the authorities that are trusted, in place of those of the system; empty for those of the system.</summary>
    public string Authorities { get; init; } = "";

    /// <summary>The portal's own account: its user principal name, or its DN.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>Which of the kept secrets is the account's password: another one each time it is typed.</summary>
    public Guid PasswordId { get; init; }

    /// <summary>Where the people are (DN); empty for the whole directory.</summary>
    public string SearchBase { get; init; } = "";

    /// <summary>A filter (RFC 4515) for the people the portal looks after, beside that they are people; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Groups (DN) whose members the portal leaves alone, members of their groups included. Accounts that rule the directory are left alone anyway.</summary>
    public IReadOnlyList<string> ExceptedGroups { get; init; } = [];

    /// <summary>Whether a reset must obey the history of passwords and the least age. A server that cannot is then not asked to reset; OpenLDAP always does.</summary>
    public bool KeepHistory { get; init; } = true;

    /// <summary>OpenLDAP: the attribute that people know as their name.</summary>
    public string NameAttribute { get; init; } = "uid";

    /// <summary>OpenLDAP: the policy (DN) of people who have none of their own; empty for none.</summary>
    public string DefaultPolicy { get; init; } = "";

    /// <summary>A server as it is written, with its port where one is written; null when it is none.</summary>
    public static (string Host, int? Port)? ReadServer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (host, port) = (text, default(int?));
        if (text.LastIndexOf(':') is > 0 and var colon && Uri.CheckHostName(text) != UriHostNameType.IPv6)
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var written) || written is < 1 or > 65535)
                return null;
            (host, port) = (text[..colon].Trim('[', ']'), written);
        }

        return Uri.CheckHostName(host) != UriHostNameType.Unknown ? (host, port) : null;
    }

    /// <summary>The certificates in a text (PEM); null when there are none, or one of them cannot be read.</summary>
    public static X509Certificate2Collection? ReadAuthorities(string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return certificates.Count > 0 ? certificates : null;
    }

    /// <summary>The names of the settings that could never work.</summary>
    public IEnumerable<string> Faults()
    {
        if (Servers.Count is 0 or > MaxServers || Servers.Any(server => ReadServer(server) is null))
            yield return nameof(Servers);
        if (Authorities.Length > MaxAuthorities)
            yield return nameof(Authorities);
        if (ServiceAccount.Length == 0 || !IsName(ServiceAccount))
            yield return nameof(ServiceAccount);
        if (SearchBase.Length > 0 && !IsDn(SearchBase))
            yield return nameof(SearchBase);
        if (Filter.Length > MaxFilter)
            yield return nameof(Filter);
        if (ExceptedGroups.Count > MaxExceptedGroups || !ExceptedGroups.All(IsDn))
            yield return nameof(ExceptedGroups);
        if (NameAttribute.Length is 0 or > 100 || !NameAttribute.All(each => char.IsAsciiLetterOrDigit(each) || each == '-'))
            yield return nameof(NameAttribute);
        if (DefaultPolicy.Length > 0 && !IsDn(DefaultPolicy))
            yield return nameof(DefaultPolicy);
    }

    /// <summary>Whether a text may be the password of the portal's own account.</summary>
    public static bool IsPassword(string text) => text is { Length: > 0 and <= MaxPassword } && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>These settings, or null where one of them could never work: half of them is no directory.</summary>
    public DirectorySettings? Checked() => Faults().Any() ? null : this;

    /// <summary>Whether the password of the portal's account goes where it goes by the other settings, and as whose.</summary>
    public bool SendsPasswordLike(DirectorySettings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Servers.SequenceEqual(other.Servers, StringComparer.Ordinal) && (Kind, StartTls, Authorities, ServiceAccount) == (other.Kind, other.StartTls, other.Authorities, other.ServiceAccount);
    }

    // RFC 4514 section 3: it begins with an attribute, by name or number, and a value.
    private static bool IsDn(string text) => IsName(text) && Beginning.IsMatch(text);

    private static bool IsName(string text) => text.Length <= MaxName && text.Trim().Length == text.Length && !text.Any(char.IsControl);

    [GeneratedRegex("^(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\\.[0-9]+)+) *= *[^ ,]", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning { get; }
}
