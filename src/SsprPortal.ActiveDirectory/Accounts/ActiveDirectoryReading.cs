using System.Globalization;
using System.Runtime.CompilerServices;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// A reading of a domain. Its mark is the number of the last change that this copy of the domain's database had counted (uSNChanged, [MS-ADTS]
/// section 3.1.1.1.9): another copy counts its own, and one restored from a backup is another.
/// </summary>
internal sealed class ActiveDirectoryReading : AccountReading
{
    /// <summary>What is a group.</summary>
    public static readonly LdapFilter Group = LdapFilter.Equal("objectClass", "group");

    /// <summary>What a group is known by.</summary>
    public static readonly string[] GroupKnown = ["objectGUID", "sAMAccountName", "cn", "objectSid"];

    private readonly ActiveDirectoryDomain _domain;
    private readonly LdapFilter _people;
    private readonly TimeProvider _clock;
    private readonly long? _since;

    private ActiveDirectoryReading(LdapServers servers, LdapConnection connection, ActiveDirectoryDomain domain, LdapFilter people, TimeProvider clock, long? since)
        : base(servers, connection) => (_domain, _people, _clock, _since, IsWhole) = (domain, people, clock, since, since is null);

    /// <summary>Begins one.</summary>
    public static async Task<ActiveDirectoryReading> BeginAsync(
        LdapServers servers, LdapConnection connection, ActiveDirectoryDomain domain, LdapFilter people, string? since, TimeProvider clock, CancellationToken cancellationToken)
    {
        var root = await LdapRoot.ReadAsync(connection, cancellationToken);
        if (root is not { Settings: { } settings, LastChange: { } last }) return new(servers, connection, domain, people, clock, null);

        var (entries, _) = await connection.SearchAsync(new LdapSearch(settings, LdapScope.Base, LdapFilter.Everything, "invocationId") { AtMost = 1 }, cancellationToken);
        if (entries is not [var entry] || entry.Bytes("invocationId") is not { Length: 16 } copy) return new(servers, connection, domain, people, clock, null);

        var begin = $"{new Guid(copy):N} {Scope(domain.People, people)} ";
        var fits = since?.StartsWith(begin, StringComparison.Ordinal) == true && long.TryParse(since.AsSpan(begin.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return new(servers, connection, domain, people, clock, fits ? long.Parse(since.AsSpan(begin.Length), CultureInfo.InvariantCulture) : null)
        {
            Mark = string.Create(CultureInfo.InvariantCulture, $"{begin}{last}"),
        };
    }

    /// <summary>The group of an entry.</summary>
    public static Group Read(LdapEntry entry) => new(new Guid(entry.Bytes("objectGUID")!), entry.Text("sAMAccountName") ?? entry.Text("cn") ?? entry.Dn, IsFromDirectory: true);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<DirectoryPerson> PeopleAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in AllAsync(_domain.People, Changed(_people), ActiveDirectoryAccounts.Known, cancellationToken))
        {
            if (ActiveDirectoryAccounts.Read(entry, _clock.GetUtcNow()) is { } account) yield return account.ToPerson();
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Guid> AmongAsync(IReadOnlyCollection<Guid> people, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in people.Select(id => LdapFilter.Equal("objectGUID", id.ToByteArray())).Chunk(AtATime))
        {
            await foreach (var entry in AllAsync(_domain.People, LdapFilter.And(_people, LdapFilter.Or(some)), ["objectGUID"], cancellationToken)) yield return Id(entry);
        }
    }

    /// <inheritdoc/>
    public override async Task<bool> GroupsChangedAsync(CancellationToken cancellationToken)
    {
        if (IsWhole) return true;
        var (entries, more) = await Connection.SearchAsync(new LdapSearch(_domain.Dn, LdapScope.Subtree, Changed(Group), "objectGUID") { AtMost = 1 }, cancellationToken);
        return entries.Count > 0 || more;
    }

    /// <summary>
    /// By what the members say of themselves: a large group says its members only a piece at a time. Who has a group as the primary one is a
    /// member that neither says.
    /// </summary>
    public override async Task<(Group Group, IReadOnlySet<Guid> People)?> MembersAsync(Guid id, CancellationToken cancellationToken)
    {
        var (entries, _) = await Connection.SearchAsync(new LdapSearch($"<GUID={id}>", LdapScope.Base, Group, GroupKnown) { AtMost = 1 }, cancellationToken);
        if (entries is not [var top]) return null;

        var groups = new Dictionary<string, LdapEntry>(StringComparer.OrdinalIgnoreCase) { [top.Dn] = top }; // each once: they may hold one another
        for (List<LdapEntry> outer = [top], inner = []; outer.Count > 0; (outer, inner) = (inner, []))
        {
            foreach (var some in outer.Select(group => LdapFilter.Equal("memberOf", group.Dn)).Chunk(AtATime))
            {
                await foreach (var entry in AllAsync(_domain.Dn, LdapFilter.And(Group, LdapFilter.Or(some)), GroupKnown, cancellationToken))
                {
                    if (groups.TryAdd(entry.Dn, entry)) inner.Add(entry);
                }
            }
        }

        var people = new HashSet<Guid>();
        foreach (var are in groups.Values.SelectMany(Are).Chunk(AtATime))
        {
            await foreach (var entry in AllAsync(_domain.People, LdapFilter.And(_people, LdapFilter.Or(are)), ["objectGUID"], cancellationToken)) people.Add(Id(entry));
        }

        return (Read(top), people);
    }

    private static Guid Id(LdapEntry entry) => new(entry.Bytes("objectGUID")!);

    private static IEnumerable<LdapFilter> Are(LdapEntry group)
    {
        yield return LdapFilter.Equal("memberOf", group.Dn);
        if (group.Bytes("objectSid") is { } bytes && SecurityDescriptor.Sid(bytes) is var sid && sid.StartsWith("S-1-5-21-", StringComparison.Ordinal))
            yield return LdapFilter.Equal("primaryGroupID", sid[(sid.LastIndexOf('-') + 1)..]);
    }

    private LdapFilter Changed(LdapFilter filter) =>
        _since is { } since ? LdapFilter.And(filter, LdapFilter.AtLeast("uSNChanged", (since + 1).ToString(CultureInfo.InvariantCulture))) : filter;
}
