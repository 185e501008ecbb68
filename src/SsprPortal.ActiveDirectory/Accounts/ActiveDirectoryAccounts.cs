using System.Collections.Concurrent;
using System.Text;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>The accounts of an Active Directory domain ([MS-ADTS]), Windows' or Samba's.</summary>
internal sealed class ActiveDirectoryAccounts(LdapServers servers, AccountSettings settings, TimeProvider clock) : AccountStore(servers)
{
    /// <summary>Policy hints: a reset obeys history and minimum age ([MS-ADTS], LDAP_SERVER_POLICY_HINTS_OID); the second is how Windows Server 2008 R2 knew it.</summary>
    internal const string PolicyHints = "1.2.840.113556.1.4.2239", PolicyHintsDeprecated = "1.2.840.113556.1.4.2066";

    private const int Disabled = 0x2, NeverExpires = 0x10000, Locked = 0x10, PasswordExpired = 0x800000, Complex = 0x1;
    private const long Never = long.MaxValue;
    private const string DescriptorFlags = "1.2.840.113556.1.4.801";
    private const string Expiry = "msDS-UserPasswordExpiryTimeComputed"; // [MS-ADTS] section 3.1.1.4.5.33

    // Of the descriptor only who may do what; the rest takes rights that the portal's account has not ([MS-ADTS], LDAP_SERVER_SD_FLAGS_OID).
    private static readonly LdapControl OnlyAccess = new(DescriptorFlags, [0x30, 0x03, 0x02, 0x01, 0x04]);

    private static readonly byte[] ObeyPolicy = [0x30, 0x03, 0x02, 0x01, 0x01];

    private static readonly string[] PolicyOfDomain = ["minPwdLength", "pwdProperties", "pwdHistoryLength", "minPwdAge", "maxPwdAge", "lockoutThreshold", "lockoutDuration", "lockOutObservationWindow"];

    private static readonly string[] PolicyOfPerson =
    [
        "msDS-MinimumPasswordLength", "msDS-PasswordComplexityEnabled", "msDS-PasswordHistoryLength", "msDS-MinimumPasswordAge", "msDS-MaximumPasswordAge",
        "msDS-LockoutThreshold", "msDS-LockoutDuration", "msDS-LockoutObservationWindow",
    ];

    private static readonly LdapFilter Person = LdapFilter.And(LdapFilter.Equal("objectCategory", "person"), LdapFilter.Equal("objectClass", "user"));

    /// <summary>What an account is known by. All of it stands in the entry, but when the password expires: that the server reckons, at little cost.</summary>
    internal static readonly string[] Known =
    [
        "objectGUID", "sAMAccountName", "userPrincipalName", "displayName", "cn", "mail", "otherMailbox", "mobile", "telephoneNumber", "preferredLanguage", "userAccountControl", "accountExpires", "pwdLastSet", Expiry,
    ];

    private static readonly TimeSpan DomainHoldsFor = TimeSpan.FromMinutes(5);

    private readonly LdapFilter _people = settings.Filter is { } filter ? LdapFilter.And(Person, filter) : Person;
    private readonly ConcurrentDictionary<string, Guid> _groups = new(); // a SID is never given again
    private ActiveDirectoryDomain? _domain;

    /// <inheritdoc/>
    protected override async Task<Account?> FindAsync(LdapConnection connection, string typed, CancellationToken cancellationToken)
    {
        var domain = await DomainAsync(connection, cancellationToken);
        foreach (var (filter, holds) in domain.Names.Meanings(typed))
        {
            // Where the directory finds several, the portal may still find one; a name for which it finds very many is nobody's.
            var search = new LdapSearch(domain.People, LdapScope.Subtree, LdapFilter.And(_people, filter), "objectGUID", "sAMAccountName", "userPrincipalName", "mail") { AtMost = 20 };
            var (entries, more) = await connection.SearchAsync(search, cancellationToken);
            if (more) return null;
            switch (entries.Where(holds).Take(2).ToList())
            {
                case [var entry]:
                    return await ReadAsync(connection, Id(entry), cancellationToken);
                case [_, _]:
                    return null;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    protected override async Task<Account?> ReadAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var domain = await DomainAsync(connection, cancellationToken);
        var search = new LdapSearch(
            $"<GUID={id}>", LdapScope.Base, _people,
            [.. Known, "msDS-User-Account-Control-Computed", "adminCount", "objectSid", "nTSecurityDescriptor", "tokenGroups"])
        { AtMost = 1 };
        var (entries, _) = await connection.SearchAsync(search, cancellationToken, OnlyAccess);
        if (entries is not [var entry] || !domain.Holds(entry.Dn) || Read(entry, clock.GetUtcNow()) is not { } known) return null;

        var groups = await GroupsAsync(connection, domain, entry, cancellationToken);
        var computed = entry.Number("msDS-User-Account-Control-Computed") ?? 0;
        return known with
        {
            IsLocked = (computed & Locked) != 0,
            MustChange = (computed & PasswordExpired) != 0 || (entry.Number("pwdLastSet") == 0 && !known.PasswordNeverExpires),
            MayNotChange = entry.Bytes("nTSecurityDescriptor") is { } access
                && SecurityDescriptor.Read(access)?.Denies(SecurityDescriptor.ChangePassword, SecurityDescriptor.Self, SecurityDescriptor.Everyone) == true,
            Protection = Rules(entry) ? Protection.RulesTheDirectory : IsExcepted(domain, groups) ? Protection.ExceptedGroup : Protection.None,
            Groups = groups,
        };
    }

    /// <inheritdoc/>
    protected override async Task<Group?> FindGroupAsync(LdapConnection connection, string typed, CancellationToken cancellationToken)
    {
        if (UserNames.Normalize(typed) is not { } name) return null;
        var domain = await DomainAsync(connection, cancellationToken);
        var entry = await AtAsync(connection, typed, ActiveDirectoryReading.Group, ActiveDirectoryReading.GroupKnown, cancellationToken)
            ?? await OneAsync(connection, domain.Dn, ActiveDirectoryReading.Group, name, ["sAMAccountName", "cn"], ActiveDirectoryReading.GroupKnown, cancellationToken);
        return entry is null ? null : ActiveDirectoryReading.Read(entry);
    }

    /// <inheritdoc/>
    protected override async Task<AccountReading> BeginReadingAsync(LdapConnection connection, string? since, CancellationToken cancellationToken) =>
        await ActiveDirectoryReading.BeginAsync(Servers, connection, await DomainAsync(connection, cancellationToken), _people, since, clock, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<SignInCheck> BindAsync(LdapConnection connection, Account account, string password, CancellationToken cancellationToken)
    {
        var result = await connection.BindAsync(account.Dn, password, cancellationToken);
        return result.IsSuccess ? SignInCheck.Right : LdapErrors.Read((int)result.Code, result.Diagnostic) switch
        {
            LdapError.WrongPassword or LdapError.UnknownUser => SignInCheck.Wrong,
            LdapError.LockedOut => SignInCheck.Locked,
            LdapError.MustChangePassword => SignInCheck.MustChange,
            LdapError.PasswordExpired => SignInCheck.Expired,
            LdapError.Disabled => SignInCheck.Disabled,
            LdapError.AccountExpired => SignInCheck.AccountExpired,
            LdapError.LogonHours or LdapError.Workstation => SignInCheck.NotNow,
            _ => result.Code == LdapResultCode.InvalidCredentials ? SignInCheck.Wrong : SignInCheck.Unreachable,
        };
    }

    /// <inheritdoc/>
    protected override async Task<PasswordWrite> ResetAsync(LdapConnection connection, Account account, string password, bool mustChange)
    {
        var root = await LdapRoot.ReadAsync(connection, CancellationToken.None);
        if (settings.KeepHistory && !KeepsHistory(root)) return new(PasswordOutcome.HistoryNotKept, $"{connection.Endpoint} offers no policy hints.");

        var write = new LdapModify(
            ById(account),
            [
                (LdapChange.Replace, "unicodePwd", [Quoted(password)]),
                (LdapChange.Replace, "lockoutTime", ["0"u8.ToArray()]), // a reset alone leaves the lock
                .. mustChange ? [(LdapChange.Replace, "pwdLastSet", [[(byte)'0']])] : Array.Empty<(LdapChange, string, byte[][])>(),
            ]);
        LdapControl[] controls = settings.KeepHistory ? [new(root.Knows(PolicyHints) ? PolicyHints : PolicyHintsDeprecated, ObeyPolicy, Critical: true)] : [];
        return Outcome(await SendOnceAsync(connection, write, controls));
    }

    /// <inheritdoc/>
    protected override async Task<PasswordWrite> ChangeAsync(LdapConnection connection, Account account, string old, string password) =>
        Outcome(await SendOnceAsync(connection, new LdapModify(ById(account), (LdapChange.Delete, "unicodePwd", [Quoted(old)]), (LdapChange.Add, "unicodePwd", [Quoted(password)]))));

    /// <inheritdoc/>
    protected override LdapModify Unlock(Account account) => new(ById(account), (LdapChange.Replace, "lockoutTime", ["0"u8.ToArray()]));

    /// <inheritdoc/>
    protected override bool KeepsHistory(LdapRoot root) => root.Knows(PolicyHints) || root.Knows(PolicyHintsDeprecated);

    /// <inheritdoc/>
    protected override async Task<PasswordPolicy?> PolicyAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var domain = await DomainAsync(connection, cancellationToken);
        var (people, _) = await connection.SearchAsync(new LdapSearch($"<GUID={id}>", LdapScope.Base, _people, "msDS-ResultantPSO") { AtMost = 1 }, cancellationToken);
        if (people is not [var person] || !domain.Holds(person.Dn)) return null;
        return person.Text("msDS-ResultantPSO") is { } own
            ? await PolicyAsync(connection, own, PolicyOfPerson, cancellationToken)
            : await PolicyAsync(connection, domain.Dn, PolicyOfDomain, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Right>?> MissingRightsAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var domain = await DomainAsync(connection, cancellationToken);
        var search = new LdapSearch($"<GUID={id}>", LdapScope.Base, _people, "allowedAttributesEffective", "nTSecurityDescriptor", "userAccountControl", "msDS-User-Account-Control-Computed", "tokenGroups") { AtMost = 1 };
        var (people, _) = await connection.SearchAsync(search, cancellationToken, OnlyAccess);
        if (people is not [var person] || !domain.Holds(person.Dn)) return null;

        var (selves, _) = await connection.SearchAsync(new LdapSearch("", LdapScope.Base, LdapFilter.Everything, "tokenGroups") { AtMost = 1 }, cancellationToken); // of who is signed in
        var sids = selves.SelectMany(each => each.Values("tokenGroups")).Select(each => SecurityDescriptor.Sid(each)).Append(SecurityDescriptor.Everyone).Append(SecurityDescriptor.AuthenticatedUsers).ToHashSet();
        var access = person.Bytes("nTSecurityDescriptor") is { } bytes ? SecurityDescriptor.Read(bytes) : null;
        var writable = person.Texts("allowedAttributesEffective").ToHashSet(StringComparer.OrdinalIgnoreCase);

        var missing = new List<Right>();
        if (access?.Grants(SecurityDescriptor.ResetPassword, sids) != true) missing.Add(Right.ResetPassword);
        if (!writable.Contains("pwdLastSet")) missing.Add(Right.AskForChange);
        if (!writable.Contains("lockoutTime")) missing.Add(Right.Unlock);
        // Rules of a person's own that are not to be read look like none: only who may read them can tell.
        if (person.Number("userAccountControl") is null || person.Number("msDS-User-Account-Control-Computed") is null || person.Bytes("tokenGroups") is null
            || access?.GrantsReading(SecurityDescriptor.ResultantPso, sids) != true)
            missing.Add(Right.ReadState);
        if (await PolicyAsync(connection, id, cancellationToken) is null) missing.Add(Right.ReadPolicy);
        return missing;
    }

    /// <summary>The account of an entry, as far as <see cref="Known"/> tells; null when the portal's account may not read who it is.</summary>
    internal static Account? Read(LdapEntry entry, DateTimeOffset now)
    {
        if (entry.Bytes("objectGUID") is not { Length: 16 } id || (entry.Text("userPrincipalName") ?? entry.Text("sAMAccountName")) is not { } name) return null;
        var flags = entry.Number("userAccountControl") ?? Disabled; // not to be read: not to be used
        return new(new Guid(id), entry.Dn, name)
        {
            DisplayName = entry.Text("displayName") ?? entry.Text("cn") ?? "",
            Mail = entry.Text("mail"),
            AlternateMail = entry.Text("otherMailbox"),
            MobilePhone = entry.Text("mobile"),
            OfficePhone = entry.Text("telephoneNumber"),
            Language = entry.Text("preferredLanguage"),
            IsUsable = (flags & Disabled) == 0 && (Time(entry.Number("accountExpires")) is not { } expires || expires > now),
            PasswordStamp = entry.Text("pwdLastSet"),
            PasswordSetAt = Time(entry.Number("pwdLastSet")),
            PasswordNeverExpires = (flags & NeverExpires) != 0,
            PasswordExpiresAt = Time(entry.Number(Expiry)),
        };
    }

    /// <inheritdoc/>
    protected override async Task ReadPlacesAsync(LdapConnection connection, CancellationToken cancellationToken) =>
        _domain = await ActiveDirectoryDomain.ReadAsync(connection, settings, clock.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    protected override async Task<Delegation?> DelegationAsync(LdapConnection connection, Account account, CancellationToken cancellationToken)
    {
        var domain = await DomainAsync(connection, cancellationToken);
        var (selves, _) = await connection.SearchAsync(new LdapSearch("", LdapScope.Base, LdapFilter.Everything, "tokenGroups") { AtMost = 1 }, cancellationToken);
        // Of the identities of who is signed in, one is no group.
        var identities = selves.SelectMany(each => each.Values("tokenGroups")).Select(each => LdapFilter.Equal("objectSid", each)).ToList();
        var search = new LdapSearch(domain.Dn, LdapScope.Subtree, LdapFilter.And(LdapFilter.Equal("objectClass", "user"), LdapFilter.Or(identities)), "sAMAccountName", "objectSid") { AtMost = 1 };
        var found = identities.Count == 0 ? [] : (await connection.SearchAsync(search, cancellationToken)).Entries;
        var own = found is [var entry] ? entry : null;
        var name = own?.Text("sAMAccountName") is { } sam && domain.Names.NetBiosDomain is { } netBios ? $"{netBios}\\{sam}" : Servers.Name;
        return new(settings.SearchBase is null ? Parent(account.Dn) : domain.People, domain.Dn, name, own?.Bytes("objectSid") is { } sid ? SecurityDescriptor.Sid(sid) : null);
    }

    // Behind the first comma that separates (RFC 4514 section 2.4).
    private static string Parent(string dn)
    {
        var at = 0;
        while (at < dn.Length && dn[at] != ',') at += dn[at] == '\\' ? 2 : 1;
        return at < dn.Length ? dn[(at + 1)..] : dn;
    }

    // Everybody has groups: whose are not to be read, of them it cannot be ruled out.
    private static bool Rules(LdapEntry entry) =>
        entry.Number("adminCount") > 0 || entry.Bytes("tokenGroups") is null || entry.Values("tokenGroups").Concat(entry.Values("objectSid")).Any(each => RulingIdentities.Contains(SecurityDescriptor.Sid(each)));

    // Who seems to have no group at all has such that the portal's account may not read.
    private static bool IsExcepted(ActiveDirectoryDomain domain, IReadOnlySet<Guid> groups) => domain.ExceptedGroups.Count > 0 && (groups.Count == 0 || groups.Overlaps(domain.ExceptedGroups));

    private static Guid Id(LdapEntry entry) => new(entry.Bytes("objectGUID")!);

    private static string ById(Account account) => $"<GUID={account.Id}>"; // wherever it has moved to ([MS-ADTS] section 3.1.1.3.1.2.4)

    private static byte[] Quoted(string password) => Encoding.Unicode.GetBytes($"\"{password}\""); // [MS-ADTS] section 3.1.1.3.1.5.1

    private static DateTimeOffset? Time(long? fileTime) =>
        fileTime is null or <= 0 or Never || fileTime > DateTime.MaxValue.ToFileTimeUtc() ? null : new DateTimeOffset(DateTime.FromFileTimeUtc(fileTime.Value));

    // Ages are negative, in units of 100 ns; the least there is means never.
    private static TimeSpan? Age(long? ticks) => ticks is null or 0 or long.MinValue ? null : TimeSpan.FromTicks(-ticks.Value);

    private static PasswordWrite Outcome(LdapResult result) => new(
        result.Code switch
        {
            LdapResultCode.Success => PasswordOutcome.Done,
            LdapResultCode.NoSuchObject => PasswordOutcome.Gone,
            LdapResultCode.UnavailableCriticalExtension => PasswordOutcome.HistoryNotKept,
            _ => LdapErrors.Read((int)result.Code, result.Diagnostic) switch
            {
                LdapError.PasswordPolicyRefused => PasswordOutcome.PasswordRefused,
                LdapError.WrongOldPassword => PasswordOutcome.OldWrong,
                LdapError.LockedOut => PasswordOutcome.Locked,
                LdapError.AccessDenied => PasswordOutcome.NotDelegated,
                _ => PasswordOutcome.Unreachable,
            },
        },
        result.IsSuccess ? null : result.ToString());

    private static async Task<PasswordPolicy?> PolicyAsync(LdapConnection connection, string dn, string[] names, CancellationToken cancellationToken)
    {
        var (entries, _) = await connection.SearchAsync(new LdapSearch(dn, LdapScope.Base, LdapFilter.Everything, names) { AtMost = 1 }, cancellationToken);
        if (entries is not [var entry] || entry.Number(names[0]) is not { } length) return null;
        var ofPerson = names == PolicyOfPerson;
        return new(
            (int)length,
            ofPerson ? entry.Text(names[1]) == "TRUE" : (entry.Number(names[1]) & Complex) != 0,
            (int)(entry.Number(names[2]) ?? 0),
            Age(entry.Number(names[3])) ?? TimeSpan.Zero,
            Age(entry.Number(names[4])),
            (int)(entry.Number(names[5]) ?? 0),
            Age(entry.Number(names[6])),
            Age(entry.Number(names[7])),
            ofPerson);
    }

    private async Task<IReadOnlySet<Guid>> GroupsAsync(LdapConnection connection, ActiveDirectoryDomain domain, LdapEntry entry, CancellationToken cancellationToken)
    {
        var sids = entry.Values("tokenGroups").ToDictionary(each => SecurityDescriptor.Sid(each));
        foreach (var unknown in sids.Where(each => !_groups.ContainsKey(each.Key)).Select(each => LdapFilter.Equal("objectSid", each.Value)).Chunk(100))
        {
            var search = new LdapSearch(domain.Dn, LdapScope.Subtree, LdapFilter.Or(unknown), "objectGUID", "objectSid") { AtMost = unknown.Length };
            foreach (var group in (await connection.SearchAsync(search, cancellationToken)).Entries) _groups[SecurityDescriptor.Sid(group.Bytes("objectSid")!)] = Id(group);
        }

        return sids.Keys.Where(_groups.ContainsKey).Select(each => _groups[each]).ToHashSet();
    }

    private async Task<ActiveDirectoryDomain> DomainAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_domain is { } known && now - known.ReadAt < DomainHoldsFor) return known;
        return _domain = await ActiveDirectoryDomain.ReadAsync(connection, settings, now, cancellationToken);
    }
}
