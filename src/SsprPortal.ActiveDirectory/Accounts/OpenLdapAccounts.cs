using System.Globalization;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// The accounts of an OpenLDAP server with the password policy overlay (slapo-ppolicy). Unlike Active Directory's, its resets obey
/// history and minimum age always, and unlock by themselves.
/// </summary>
internal sealed class OpenLdapAccounts(LdapServers servers, AccountSettings settings, TimeProvider clock) : AccountStore(servers)
{
    // Locked by an administrator, for good (draft-behera-ldap-password-policy-10 section 5.3.3): not undone here.
    private const string LockedForGood = "000001010000Z";

    /// <summary>What an account is known by, beside the attribute of its name.</summary>
    internal static readonly string[] Known = ["entryUUID", "displayName", "cn", "mail", "mobile", "telephoneNumber", "preferredLanguage", "pwdAccountLockedTime", "pwdChangedTime", "pwdPolicySubentry"];

    private static readonly TimeSpan FactsHoldFor = TimeSpan.FromMinutes(5);

    private static readonly string[] PolicyAttributes = ["pwdMinLength", "pwdCheckQuality", "pwdInHistory", "pwdMinAge", "pwdMaxAge", "pwdMaxFailure", "pwdLockout", "pwdLockoutDuration", "pwdFailureCountInterval", "pwdAllowUserChange"];

    private readonly LdapFilter _people = LdapFilter.And(LdapFilter.Present(settings.NameAttribute), settings.Filter ?? LdapFilter.Everything);
    private Facts? _facts;

    /// <inheritdoc/>
    protected override async Task<Account?> FindAsync(LdapConnection connection, string typed, CancellationToken cancellationToken)
    {
        if (UserNames.Normalize(typed) is not { } name) return null;
        var facts = await FactsAsync(connection, cancellationToken);
        return await OneAsync(connection, facts.Base, _people, name, [settings.NameAttribute, "mail"], ["entryUUID"], cancellationToken) is { } entry
            ? await ReadAsync(connection, Id(entry), cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    protected override async Task<Account?> ReadAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(connection, cancellationToken);
        var search = new LdapSearch(
            facts.Base, LdapScope.Subtree, LdapFilter.And(_people, LdapFilter.Equal("entryUUID", id.ToString())),
            [.. Known, settings.NameAttribute, "pwdReset"])
        { AtMost = 1 };
        var (entries, more) = await connection.SearchAsync(search, cancellationToken);
        if (more || entries is not [var entry] || Read(entry, settings.NameAttribute) is not { } known) return null;

        var policy = await RulesAsync(connection, entry, cancellationToken);
        var groups = await GroupsAsync(connection, facts.Directory, entry.Dn, cancellationToken);
        var locked = entry.Text("pwdAccountLockedTime");
        return known with
        {
            IsLocked = locked is not null && (policy?.LockoutDuration is not { } duration || Time(locked) is not { } since || since + duration > clock.GetUtcNow()),
            MustChange = entry.Text("pwdReset") == "TRUE" || known.PasswordSetAt + policy?.MaxAge < clock.GetUtcNow(),
            MayNotChange = policy?.MayNotChange == true,
            PasswordExpiresAt = known.PasswordSetAt + policy?.MaxAge,
            Protection = groups.Overlaps(facts.Excepted) ? Protection.ExceptedGroup : Protection.None,
            Groups = groups,
        };
    }

    /// <inheritdoc/>
    protected override async Task<Group?> FindGroupAsync(LdapConnection connection, string typed, CancellationToken cancellationToken)
    {
        if (UserNames.Normalize(typed) is not { } name) return null;
        var facts = await FactsAsync(connection, cancellationToken);
        var entry = await AtAsync(connection, typed, OpenLdapReading.Group, OpenLdapReading.GroupKnown, cancellationToken)
            ?? await OneAsync(connection, facts.Directory, OpenLdapReading.Group, name, ["cn"], OpenLdapReading.GroupKnown, cancellationToken);
        return entry is null ? null : OpenLdapReading.Read(entry);
    }

    /// <inheritdoc/>
    protected override async Task<AccountReading> BeginReadingAsync(LdapConnection connection, string? since, CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(connection, cancellationToken);
        return new OpenLdapReading(Servers, connection, facts.Directory, facts.Base, _people, settings.NameAttribute, MaxAgeAsync, since, clock);

        async Task<TimeSpan?> MaxAgeAsync(LdapEntry person, CancellationToken cancellation) => (await RulesAsync(connection, person, cancellation))?.MaxAge;
    }

    /// <inheritdoc/>
    protected override async Task<SignInCheck> BindAsync(LdapConnection connection, Account account, string password, CancellationToken cancellationToken)
    {
        var result = await connection.BindAsync(account.Dn, password, cancellationToken, OpenLdapPolicy.Ask);
        return (result.Code, OpenLdapPolicy.Read(result)) switch
        {
            (LdapResultCode.Success, PolicyWord.MustChange) => SignInCheck.MustChange,
            (LdapResultCode.Success, PolicyWord.Expired) => SignInCheck.Expired,
            (LdapResultCode.Success, _) => SignInCheck.Right,
            (LdapResultCode.InvalidCredentials, PolicyWord.Locked) => SignInCheck.Locked,
            (LdapResultCode.InvalidCredentials, PolicyWord.Expired) => SignInCheck.Expired,
            (LdapResultCode.InvalidCredentials, _) => SignInCheck.Wrong,
            _ => SignInCheck.Unreachable,
        };
    }

    /// <inheritdoc/>
    protected override async Task<PasswordWrite> ResetAsync(LdapConnection connection, Account account, string password, bool mustChange)
    {
        var written = Outcome(await SendOnceAsync(connection, OpenLdapPolicy.Write(account.Dn, null, password), OpenLdapPolicy.Ask), ownChange: false);
        if (written.Outcome != PasswordOutcome.Done || !mustChange) return written;

        // There is no way to do both at once; a reset by this account does not mark it, whatever pwdMustChange says.
        var mark = await SendOnceAsync(connection, new LdapModify(account.Dn, (LdapChange.Replace, "pwdReset", ["TRUE"u8.ToArray()])));
        return mark.IsSuccess ? written : written with { Detail = $"Written, but the change at the next sign-in could not be asked for: {mark}" };
    }

    /// <summary>
    /// The old password is tried by a sign-in first: the server counts that one, and says the same to a wrong old password as to a right it
    /// was not given.
    /// </summary>
    protected override async Task<PasswordWrite> ChangeAsync(LdapConnection connection, Account account, string old, string password)
    {
        await using var own = await Servers.ConnectAsync(CancellationToken.None);
        return await BindAsync(own, account, old, CancellationToken.None) switch
        {
            SignInCheck.Right or SignInCheck.MustChange or SignInCheck.Expired =>
                Outcome(await SendOnceAsync(connection, OpenLdapPolicy.Write(account.Dn, old, password), OpenLdapPolicy.Ask), ownChange: true),
            SignInCheck.Locked => new(PasswordOutcome.Locked),
            SignInCheck.Wrong => new(PasswordOutcome.OldWrong),
            _ => new(PasswordOutcome.Unreachable),
        };
    }

    /// <inheritdoc/>
    protected override LdapModify Unlock(Account account) => new(account.Dn, (LdapChange.Replace, "pwdAccountLockedTime", []));

    /// <inheritdoc/>
    protected override bool KeepsHistory(LdapRoot root) => true;

    /// <inheritdoc/>
    protected override async Task<PasswordPolicy?> PolicyAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(connection, cancellationToken);
        var search = new LdapSearch(facts.Base, LdapScope.Subtree, LdapFilter.And(_people, LdapFilter.Equal("entryUUID", id.ToString())), "pwdPolicySubentry") { AtMost = 1 };
        var (entries, _) = await connection.SearchAsync(search, cancellationToken);
        if (entries is not [var person] || await RulesAsync(connection, person, cancellationToken) is not { } rules) return null;
        return new(rules.MinLength, Complexity: false, rules.History, rules.MinAge, rules.MaxAge, rules.LockoutThreshold, rules.LockoutDuration, rules.LockoutWindow, IsPersonal: person.Text("pwdPolicySubentry") is not null);
    }

    /// <summary>OpenLDAP does not tell what an account may write: what it may not becomes known by trying.</summary>
    protected override async Task<IReadOnlyList<Right>?> MissingRightsAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken) =>
        await ReadAsync(connection, id, cancellationToken) is null ? null : [];

    /// <summary>The account of an entry, as far as <see cref="Known"/> and the attribute of the name tell; null when the portal's account may not read who it is.</summary>
    internal static Account? Read(LdapEntry entry, string nameAttribute) => Guid.TryParse(entry.Text("entryUUID"), out var id) && entry.Text(nameAttribute) is { } name
        ? new(id, entry.Dn, name)
        {
            DisplayName = entry.Text("displayName") ?? entry.Text("cn") ?? "",
            Mail = entry.Text("mail"),
            MobilePhone = entry.Text("mobile"),
            OfficePhone = entry.Text("telephoneNumber"),
            Language = entry.Text("preferredLanguage"),
            IsUsable = entry.Text("pwdAccountLockedTime") != LockedForGood,
            PasswordStamp = entry.Text("pwdChangedTime"),
            PasswordSetAt = Time(entry.Text("pwdChangedTime")),
        }
        : null;

    /// <inheritdoc/>
    protected override Task ReadPlacesAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        _facts = null;
        return FactsAsync(connection, cancellationToken);
    }

    private static Guid Id(LdapEntry entry) => Guid.Parse(entry.Text("entryUUID")!, CultureInfo.InvariantCulture);

    // GeneralizedTime as OpenLDAP writes it (RFC 4517 section 3.3.13).
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, ["yyyyMMddHHmmss'Z'", "yyyyMMddHHmmss.ffffff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static TimeSpan? Seconds(long? seconds) => seconds is null or <= 0 ? null : TimeSpan.FromSeconds(seconds.Value);

    private static PasswordWrite Outcome(LdapResult result, bool ownChange) => new(
        (result.Code, OpenLdapPolicy.Read(result)) switch
        {
            (LdapResultCode.Success, _) => PasswordOutcome.Done,
            (_, PolicyWord.Locked) => PasswordOutcome.Locked,
            (_, PolicyWord.MayNotChange) => PasswordOutcome.MayNotChange,
            (LdapResultCode.ConstraintViolation, _) => PasswordOutcome.PasswordRefused,
            (LdapResultCode.NoSuchObject, _) => PasswordOutcome.Gone,
            (LdapResultCode.InsufficientAccessRights, _) => PasswordOutcome.NotDelegated,
            (LdapResultCode.UnwillingToPerform, _) when ownChange => PasswordOutcome.NotDelegated, // the old password is right: it may not be looked at
            _ => PasswordOutcome.Unreachable,
        },
        result.IsSuccess ? null : result.ToString());

    // What does not change from one person to the next: the whole directory, where the people are, whom the portal leaves alone.
    private sealed record Facts(string Directory, string Base, HashSet<Guid> Excepted, DateTimeOffset ReadAt);

    private sealed record Rules(int MinLength, int History, TimeSpan MinAge, TimeSpan? MaxAge, int LockoutThreshold, TimeSpan? LockoutDuration, TimeSpan? LockoutWindow, bool MayNotChange);

    private async Task<Rules?> RulesAsync(LdapConnection connection, LdapEntry person, CancellationToken cancellationToken)
    {
        if ((person.Text("pwdPolicySubentry") ?? settings.DefaultPolicy) is not { } dn) return null;
        var (entries, _) = await connection.SearchAsync(new LdapSearch(dn, LdapScope.Base, LdapFilter.Everything, PolicyAttributes) { AtMost = 1 }, cancellationToken);
        return entries is [var policy]
            ? new(
                policy.Number("pwdCheckQuality") > 0 ? (int)(policy.Number("pwdMinLength") ?? 0) : 0,
                (int)(policy.Number("pwdInHistory") ?? 0),
                Seconds(policy.Number("pwdMinAge")) ?? TimeSpan.Zero,
                Seconds(policy.Number("pwdMaxAge")),
                policy.Text("pwdLockout") == "TRUE" ? (int)(policy.Number("pwdMaxFailure") ?? 0) : 0,
                Seconds(policy.Number("pwdLockoutDuration")),
                Seconds(policy.Number("pwdFailureCountInterval")),
                policy.Text("pwdAllowUserChange") == "FALSE")
            : null;
    }

    // Groups in groups too, each once: they may hold one another.
    private static async Task<HashSet<Guid>> GroupsAsync(LdapConnection connection, string baseDn, string dn, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        string[] members = [dn];
        while (members.Length > 0)
        {
            var holds = LdapFilter.Or([.. members.Take(100).SelectMany(each => new[] { LdapFilter.Equal("member", each), LdapFilter.Equal("uniqueMember", each) })]);
            var (found, _) = await connection.SearchAsync(new LdapSearch(baseDn, LdapScope.Subtree, holds, "entryUUID") { AtMost = 1000 }, cancellationToken);
            members = [.. members.Skip(100), .. found.Where(each => groups.TryAdd(each.Dn, Id(each))).Select(each => each.Dn)];
        }

        return [.. groups.Values];
    }

    private async Task<Facts> FactsAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_facts is { } known && now - known.ReadAt < FactsHoldFor) return known;
        var root = await LdapRoot.ReadAsync(connection, cancellationToken);
        var baseDn = settings.SearchBase ?? root.DefaultNamingContext ?? throw Missing(connection, "the directory (a search base must be configured)");
        var excepted = new HashSet<Guid>();
        foreach (var group in settings.ExceptedGroups)
        {
            var (entries, _) = await connection.SearchAsync(new LdapSearch(group, LdapScope.Base, LdapFilter.Everything, "entryUUID") { AtMost = 1 }, cancellationToken);
            excepted.Add(entries is [var entry] ? Id(entry) : throw Missing(connection, group));
        }

        return _facts = new(root.DefaultNamingContext ?? baseDn, baseDn, excepted, now);
    }

    private static LdapException Missing(LdapConnection connection, string what) =>
        new(LdapFailure.Rejected, connection.Endpoint.ToString(), new LdapResult(LdapResultCode.NoSuchObject, $"{what}: not there, or not to be read by the portal's account"));
}
