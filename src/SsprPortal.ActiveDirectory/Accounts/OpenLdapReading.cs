using System.Globalization;
using System.Runtime.CompilerServices;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// A reading of an OpenLDAP server. Its mark is the time, minus a while, by which clocks may differ and replicas lag: whoever changed within
/// it is read twice.
/// </summary>
internal sealed class OpenLdapReading : AccountReading
{
    /// <summary>What is a group.</summary>
    public static readonly LdapFilter Group = LdapFilter.Or(LdapFilter.Present("member"), LdapFilter.Present("uniqueMember"));

    /// <summary>What a group is known by.</summary>
    public static readonly string[] GroupKnown = ["entryUUID", "cn"];

    private const string Time = "yyyyMMddHHmmss'Z'"; // GeneralizedTime (RFC 4517 section 3.3.13)

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private readonly string _directory, _base, _nameAttribute;
    private readonly LdapFilter _people;
    private readonly Func<LdapEntry, CancellationToken, Task<TimeSpan?>> _maxAge;
    private readonly Dictionary<string, TimeSpan?> _maxAges = new(StringComparer.OrdinalIgnoreCase); // by policy
    private readonly string? _since;
    private (Dictionary<string, Guid> People, Dictionary<string, LdapEntry> Groups)? _all;

    /// <summary>Begins one.</summary>
    public OpenLdapReading(
        LdapServers servers, LdapConnection connection, string directory, string baseDn, LdapFilter people, string nameAttribute, Func<LdapEntry, CancellationToken, Task<TimeSpan?>> maxAge, string? since, TimeProvider clock)
        : base(servers, connection)
    {
        (_directory, _base, _people, _nameAttribute, _maxAge) = (directory, baseDn, people, nameAttribute, maxAge);
        var begin = Scope(baseDn, people) + " ";
        if (since?.StartsWith(begin, StringComparison.Ordinal) == true && DateTimeOffset.TryParseExact(since.AsSpan(begin.Length), Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            _since = since[begin.Length..];
        IsWhole = _since is null;
        Mark = begin + (clock.GetUtcNow() - Margin).ToString(Time, CultureInfo.InvariantCulture);
    }

    /// <summary>The group of an entry.</summary>
    public static Group Read(LdapEntry entry) => new(Id(entry), entry.Text("cn") ?? entry.Dn, IsFromDirectory: true);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<DirectoryPerson> PeopleAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in AllAsync(_base, Changed(_people), [.. OpenLdapAccounts.Known, _nameAttribute], cancellationToken))
        {
            if (OpenLdapAccounts.Read(entry, _nameAttribute) is not { } account) continue;
            var policy = entry.Text("pwdPolicySubentry") ?? ""; // of many people one
            if (!_maxAges.TryGetValue(policy, out var maxAge)) _maxAges[policy] = maxAge = await _maxAge(entry, cancellationToken);
            yield return (account with { PasswordExpiresAt = account.PasswordSetAt + maxAge }).ToPerson();
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Guid> AmongAsync(IReadOnlyCollection<Guid> people, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in people.Select(id => LdapFilter.Equal("entryUUID", id.ToString())).Chunk(AtATime))
        {
            await foreach (var entry in AllAsync(_base, LdapFilter.And(_people, LdapFilter.Or(some)), ["entryUUID"], cancellationToken)) yield return Id(entry);
        }
    }

    /// <inheritdoc/>
    public override async Task<bool> GroupsChangedAsync(CancellationToken cancellationToken)
    {
        if (IsWhole) return true;
        var (entries, more) = await Connection.SearchAsync(new LdapSearch(_directory, LdapScope.Subtree, Changed(Group), "entryUUID") { AtMost = 1 }, cancellationToken);
        return entries.Count > 0 || more;
    }

    /// <summary>By what the group says: its members need not say anything (memberOf is an overlay that a server may not have).</summary>
    public override async Task<(Group Group, IReadOnlySet<Guid> People)?> MembersAsync(Guid id, CancellationToken cancellationToken)
    {
        var (all, groups) = _all ??= (
            await AllAsync(_base, _people, ["entryUUID"], cancellationToken).ToDictionaryAsync(entry => entry.Dn, Id, StringComparer.OrdinalIgnoreCase, cancellationToken),
            await AllAsync(_directory, Group, GroupKnown, cancellationToken).ToDictionaryAsync(entry => entry.Dn, entry => entry, StringComparer.OrdinalIgnoreCase, cancellationToken));
        if (groups.Values.FirstOrDefault(entry => Id(entry) == id) is not { } top) return null;

        var (seen, people) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase) { top.Dn }, new HashSet<Guid>());
        var waiting = new Queue<string>([top.Dn]);
        while (waiting.TryDequeue(out var dn))
        {
            var (entries, _) = await Connection.SearchAsync(new LdapSearch(dn, LdapScope.Base, LdapFilter.Everything, "member", "uniqueMember") { AtMost = 1 }, cancellationToken);
            foreach (var member in entries.SelectMany(entry => entry.Texts("member").Concat(entry.Texts("uniqueMember"))))
            {
                if (all.TryGetValue(member, out var person)) people.Add(person);
                else if (groups.ContainsKey(member) && seen.Add(member)) waiting.Enqueue(member); // each once: they may hold one another
            }
        }

        return (Read(top), people);
    }

    private static Guid Id(LdapEntry entry) => Guid.Parse(entry.Text("entryUUID")!, CultureInfo.InvariantCulture);

    private LdapFilter Changed(LdapFilter filter) => _since is null ? filter : LdapFilter.And(filter, LdapFilter.AtLeast("modifyTimestamp", _since));
}
