using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>What does not change from one person to the next.</summary>
/// <param name="Dn">The domain.</param>
/// <param name="People">Where the people are whom the portal looks after, as the directory itself writes it.</param>
/// <param name="Names">How people may be named.</param>
/// <param name="ExceptedGroups">The groups whose members the portal leaves alone.</param>
/// <param name="ReadAt">When all this was read.</param>
internal sealed record ActiveDirectoryDomain(string Dn, string People, ActiveDirectoryNames Names, IReadOnlySet<Guid> ExceptedGroups, DateTimeOffset ReadAt)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="LdapException">The server does not answer, or a configured name is nowhere: then nobody is protected as configured, and nothing may be written.</exception>
    public static async Task<ActiveDirectoryDomain> ReadAsync(LdapConnection connection, AccountSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var root = await LdapRoot.ReadAsync(connection, cancellationToken);
        var dn = root.DefaultNamingContext ?? throw Missing(connection, "the domain");
        var people = await OneAsync(connection, settings.SearchBase ?? dn, "distinguishedName", cancellationToken);
        var groups = new HashSet<Guid>();
        foreach (var group in settings.ExceptedGroups) groups.Add(new Guid((await OneAsync(connection, group, "objectGUID", cancellationToken)).Bytes("objectGUID")!));

        var filter = LdapFilter.And(LdapFilter.Equal("objectClass", "crossRef"), LdapFilter.Equal("nCName", dn));
        var (references, _) = await connection.SearchAsync(new LdapSearch("CN=Partitions," + root.ConfigurationNamingContext, LdapScope.OneLevel, filter, "nETBIOSName", "dnsRoot") { AtMost = 1 }, cancellationToken);
        var reference = references is [var only] ? only : null;
        var names = new ActiveDirectoryNames(reference?.Text("dnsRoot") ?? string.Join('.', dn.Split(',').Select(part => part["DC=".Length..])), reference?.Text("nETBIOSName"));
        return new(dn, people.Text("distinguishedName")!, names, groups, now);
    }

    /// <summary>Whether an entry is among the people whom the portal looks after.</summary>
    public bool Holds(string dn) => dn.EndsWith("," + People, StringComparison.OrdinalIgnoreCase);

    private static async Task<LdapEntry> OneAsync(LdapConnection connection, string dn, string attribute, CancellationToken cancellationToken)
    {
        var (entries, _) = await connection.SearchAsync(new LdapSearch(dn, LdapScope.Base, LdapFilter.Everything, attribute) { AtMost = 1 }, cancellationToken);
        return entries is [var entry] && entry.Bytes(attribute) is not null ? entry : throw Missing(connection, dn);
    }

    private static LdapException Missing(LdapConnection connection, string what) =>
        new(LdapFailure.Rejected, connection.Endpoint.ToString(), new LdapResult(LdapResultCode.NoSuchObject, $"{what}: not there, or not to be read by the portal's account"));
}
