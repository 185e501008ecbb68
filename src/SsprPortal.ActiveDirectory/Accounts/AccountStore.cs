using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// The accounts of one directory. An account is found by name once and from then on read and written by its id; every write reads it
/// again first, on the same server. A write whose answer does not come is never sent twice. Reading throws <see cref="LdapException"/>
/// when no server answers.
/// </summary>
internal abstract class AccountStore(LdapServers servers) : IAsyncDisposable
{
    /// <summary>How long a server may take to say how it is.</summary>
    public static readonly TimeSpan ProbeFor = TimeSpan.FromSeconds(5);

    /// <summary>The servers.</summary>
    protected LdapServers Servers => servers;

    /// <summary>Closes every connection that is kept, and keeps none any more; whoever still asks is answered.</summary>
    public ValueTask DisposeAsync() => servers.DisposeAsync();

    /// <summary>The account of a name as people type it; null when there is none, or more than one.</summary>
    /// <exception cref="LdapException">No server answers.</exception>
    public Task<Account?> FindAsync(string typed, CancellationToken cancellationToken) => servers.ReadAsync((connection, token) => FindAsync(connection, typed, token), cancellationToken);

    /// <summary>The account as it is now; null when it is gone or not one that the portal looks after.</summary>
    /// <exception cref="LdapException">No server answers.</exception>
    public Task<Account?> GetAsync(Guid id, CancellationToken cancellationToken) => servers.ReadAsync((connection, token) => ReadAsync(connection, id, token), cancellationToken);

    /// <summary>The group of a name as people type it, or of its name in the directory (DN); null when there is none, or more than one.</summary>
    /// <exception cref="LdapException">No server answers.</exception>
    public Task<Group?> FindGroupAsync(string typed, CancellationToken cancellationToken) => servers.ReadAsync((connection, token) => FindGroupAsync(connection, typed, token), cancellationToken);

    /// <summary>Begins to read the people whom the portal looks after, on one server and a connection of its own.</summary>
    /// <param name="since">The mark of an earlier reading, for those who changed since; null for everybody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="LdapException">No server answers.</exception>
    public async Task<AccountReading> BeginReadingAsync(string? since, CancellationToken cancellationToken) =>
        await BeginOrCloseAsync(await servers.SignInAsync(cancellationToken), since, cancellationToken);

    /// <summary>The servers, in the order of preference.</summary>
    public IReadOnlyList<LdapEndpoint> Endpoints => servers.Endpoints;

    /// <summary>As <see cref="BeginReadingAsync(string?, CancellationToken)"/> of everybody, but on this very server.</summary>
    /// <exception cref="LdapException">It does not answer.</exception>
    public async Task<AccountReading> BeginReadingOnAsync(LdapEndpoint endpoint, CancellationToken cancellationToken) =>
        await BeginOrCloseAsync(await servers.SignInAsync(endpoint, cancellationToken), null, cancellationToken);

    /// <summary>The rules for a person's password; null when the account is gone or the rules may not be read.</summary>
    /// <exception cref="LdapException">No server answers.</exception>
    public Task<PasswordPolicy?> PolicyAsync(Guid id, CancellationToken cancellationToken) => servers.ReadAsync((connection, token) => PolicyAsync(connection, id, token), cancellationToken);

    /// <summary>The rights on this person that the portal's account lacks; null when the account is gone.</summary>
    /// <exception cref="LdapException">No server answers.</exception>
    public Task<IReadOnlyList<Right>?> MissingRightsAsync(Guid id, CancellationToken cancellationToken) => servers.ReadAsync((connection, token) => MissingRightsAsync(connection, id, token), cancellationToken);

    /// <summary>What the portal's account may do with a person; null when nobody has the name.</summary>
    /// <exception cref="LdapException">No server answers.</exception>
    public Task<RightsReport?> ReportAsync(string typed, CancellationToken cancellationToken) => servers.ReadAsync((connection, token) => ReportAsync(connection, typed, token), cancellationToken);

    /// <summary>
    /// Every server, asked by itself: also those that would only be asked if others failed. One after the other until the portal's account
    /// was let in or refused, for a wrong password told to all of them at once would lock it.
    /// </summary>
    public async Task<IReadOnlyList<ServerReport>> ProbeAsync(CancellationToken cancellationToken)
    {
        var reports = new List<ServerReport>();
        foreach (var endpoint in servers.Endpoints)
        {
            reports.Add(await ProbeAsync(endpoint, cancellationToken));
            if (reports[^1].Failure is null or { Kind: nameof(LdapFailure.ServiceAccountRefused) }) break;
        }

        return [.. reports, .. await Task.WhenAll(servers.Endpoints.Skip(reports.Count).Select(endpoint => ProbeAsync(endpoint, cancellationToken)))];
    }

    /// <summary>
    /// Signs in with a person's password, on a connection that is thrown away. The directory counts a wrong one: whoever asks has counted
    /// before. It is asked once; when its answer does not come, no other server is.
    /// </summary>
    public async Task<SignInCheck> CheckAsync(Guid id, string password, CancellationToken cancellationToken)
    {
        var asked = false;
        try
        {
            if (!IsPassword(password)) return SignInCheck.Wrong;
            var account = await GetAsync(id, cancellationToken);
            await using var connection = await servers.ConnectAsync(cancellationToken);
            asked = true;
            if (account is not null) return await BindAsync(connection, account, password, cancellationToken);
            await connection.BindAsync($"CN={id}", password, cancellationToken); // takes as long for nobody as for somebody
            return SignInCheck.Wrong;
        }
        catch (LdapException)
        {
            return asked ? SignInCheck.Unreachable : SignInCheck.NotReached;
        }
    }

    /// <summary>Sets a password without the old one, and unlocks.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="password">The new one.</param>
    /// <param name="mustChange">Whether the person is to change it at the next sign-in.</param>
    /// <param name="cancellationToken">Cancels before anything is written; a write that has begun is brought to its end.</param>
    public Task<PasswordWrite> ResetAsync(Guid id, string password, bool mustChange, CancellationToken cancellationToken) =>
        WriteAsync(id, ownChange: false, password, (connection, account) => ResetAsync(connection, account, password, mustChange), cancellationToken);

    /// <summary>Changes a password for somebody who knows the old one; the directory counts a wrong one. An expired one will do.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="old">The old one.</param>
    /// <param name="password">The new one.</param>
    /// <param name="cancellationToken">Cancels before anything is written; a write that has begun is brought to its end.</param>
    public async Task<PasswordWrite> ChangeAsync(Guid id, string old, string password, CancellationToken cancellationToken) =>
        IsPassword(old) ? await WriteAsync(id, ownChange: true, password, (connection, account) => ChangeAsync(connection, account, old, password), cancellationToken) : new(PasswordOutcome.OldWrong);

    /// <summary>Unlocks an account that is locked after too many wrong passwords; writes nothing to one that is not.</summary>
    public async Task<Unlocking> UnlockAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await servers.SignInAsync(cancellationToken);
            if (await ReadAsync(connection, id, cancellationToken) is not { IsUsable: true, Protection: Protection.None } account) return Unlocking.Refused;
            if (!account.IsLocked) return Unlocking.NotLocked;
            var result = await connection.SendAsync(Unlock(account), CancellationToken.None);
            return result.Code switch
            {
                LdapResultCode.Success => Unlocking.Unlocked,
                LdapResultCode.NoSuchObject => Unlocking.Refused,
                LdapResultCode.InsufficientAccessRights => Unlocking.NotDelegated,
                _ => throw new LdapException(LdapFailure.Rejected, connection.Endpoint.ToString(), result),
            };
        }
        catch (LdapException)
        {
            return Unlocking.Unreachable; // unlocking twice does no harm
        }
    }

    /// <summary>
    /// The one entry that bears a name, compared as the portal compares names, in the first attribute in which there is any; null when there
    /// is none, or more than one. A directory compares more loosely: where it finds several, the portal may still find one.
    /// </summary>
    protected static async Task<LdapEntry?> OneAsync(LdapConnection connection, string baseDn, LdapFilter kind, string name, IReadOnlyList<string> attributes, IReadOnlyList<string> read, CancellationToken cancellationToken)
    {
        foreach (var attribute in attributes)
        {
            var search = new LdapSearch(baseDn, LdapScope.Subtree, LdapFilter.And(kind, LdapFilter.Equal(attribute, name)), [attribute, .. read]) { AtMost = 20 };
            var (entries, more) = await connection.SearchAsync(search, cancellationToken);
            if (more) return null; // a name for which there are very many is nobody's
            switch (entries.Where(entry => entry.Texts(attribute).Any(value => UserNames.Normalize(value) == name)).Take(2).ToList())
            {
                case [var entry]:
                    return entry;
                case [_, _]:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The entry of a name in the directory (DN), if it is of this kind; null when it is not, not there, or the name is none.</summary>
    protected static async Task<LdapEntry?> AtAsync(LdapConnection connection, string dn, LdapFilter kind, IReadOnlyList<string> read, CancellationToken cancellationToken)
    {
        if (!dn.Contains('=') || dn.Contains('\0')) return null;
        try
        {
            var (entries, _) = await connection.SearchAsync(new LdapSearch(dn, LdapScope.Base, kind, read) { AtMost = 1 }, cancellationToken);
            return entries is [var entry] ? entry : null;
        }
        catch (LdapException e) when (e.Result?.Code is LdapResultCode.InvalidDnSyntax or LdapResultCode.Referral)
        {
            return null;
        }
    }

    /// <summary>Whether it could be anybody's password: an empty one signs nobody in, and at a NUL some servers cut.</summary>
    protected static bool IsPassword(string text) => text.Length > 0 && !text.Contains('\0');

    /// <summary>See <see cref="FindAsync(string, CancellationToken)"/>.</summary>
    protected abstract Task<Account?> FindAsync(LdapConnection connection, string typed, CancellationToken cancellationToken);

    /// <summary>See <see cref="GetAsync"/>.</summary>
    protected abstract Task<Account?> ReadAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken);

    /// <summary>See <see cref="FindGroupAsync(string, CancellationToken)"/>.</summary>
    protected abstract Task<Group?> FindGroupAsync(LdapConnection connection, string typed, CancellationToken cancellationToken);

    /// <summary>See <see cref="BeginReadingAsync(string?, CancellationToken)"/>.</summary>
    protected abstract Task<AccountReading> BeginReadingAsync(LdapConnection connection, string? since, CancellationToken cancellationToken);

    /// <summary>See <see cref="PolicyAsync(Guid, CancellationToken)"/>.</summary>
    protected abstract Task<PasswordPolicy?> PolicyAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken);

    /// <summary>See <see cref="MissingRightsAsync(Guid, CancellationToken)"/>.</summary>
    protected abstract Task<IReadOnlyList<Right>?> MissingRightsAsync(LdapConnection connection, Guid id, CancellationToken cancellationToken);

    /// <summary>Reads the places and groups that the settings name.</summary>
    /// <exception cref="LdapException">One is not there, or the server does not answer.</exception>
    protected abstract Task ReadPlacesAsync(LdapConnection connection, CancellationToken cancellationToken);

    /// <summary>What grants rights on a person; null where the directory does not tell rights.</summary>
    protected virtual Task<Delegation?> DelegationAsync(LdapConnection connection, Account account, CancellationToken cancellationToken) => Task.FromResult<Delegation?>(null);

    /// <summary>Signs in as the person.</summary>
    protected abstract Task<SignInCheck> BindAsync(LdapConnection connection, Account account, string password, CancellationToken cancellationToken);

    /// <summary>Sends a reset, once.</summary>
    protected abstract Task<PasswordWrite> ResetAsync(LdapConnection connection, Account account, string password, bool mustChange);

    /// <summary>Sends a change, once.</summary>
    protected abstract Task<PasswordWrite> ChangeAsync(LdapConnection connection, Account account, string old, string password);

    /// <summary>Sends what sets a password.</summary>
    /// <exception cref="UnansweredWriteException">It went out, and no answer came.</exception>
    /// <exception cref="LdapException">It did not go out.</exception>
    protected static async Task<LdapResult> SendOnceAsync(LdapConnection connection, LdapRequest write, params IReadOnlyList<LdapControl> controls)
    {
        try
        {
            return await connection.SendAsync(write, CancellationToken.None, controls);
        }
        catch (LdapException e) when (e.MaybeDone)
        {
            throw new UnansweredWriteException(e);
        }
    }

    /// <summary>What unlocks.</summary>
    protected abstract LdapModify Unlock(Account account);

    /// <summary>Whether a reset on this server obeys the history of passwords.</summary>
    protected abstract bool KeepsHistory(LdapRoot root);

    private async Task<AccountReading> BeginOrCloseAsync(LdapConnection connection, string? since, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginReadingAsync(connection, since, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<PasswordWrite> WriteAsync(Guid id, bool ownChange, string password, Func<LdapConnection, Account, Task<PasswordWrite>> write, CancellationToken cancellationToken)
    {
        if (!IsPassword(password)) return new(PasswordOutcome.PasswordRefused, "An empty password, or one with NUL.");
        try
        {
            await using var connection = await servers.SignInAsync(cancellationToken);
            var account = await ReadAsync(connection, id, cancellationToken);
            if (Refusal(account, ownChange) is { } refusal) return new(refusal);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await write(connection, account!);
            }
            catch (UnansweredWriteException e)
            {
                servers.LeaveAlone(connection.Endpoint);
                return new(await SettleAsync(account!, connection.Endpoint, password), e.Message);
            }
        }
        catch (LdapException e)
        {
            return new(PasswordOutcome.Unreachable, e.Message);
        }
    }

    private static PasswordOutcome? Refusal(Account? account, bool ownChange) => account switch
    {
        null => PasswordOutcome.Gone,
        { Protection: not Protection.None } => PasswordOutcome.Protected,
        { MayNotChange: true } => PasswordOutcome.MayNotChange,
        { IsUsable: false } => PasswordOutcome.Unusable,
        { IsLocked: true } when ownChange => PasswordOutcome.Locked,
        _ => null,
    };

    // The answer did not come. The directory itself knows whether a password was set since, and the new one then signs in. That it was not
    // set yet is not said: the server may still do it, and behind its name there may be another one by now, which has not heard of it.
    private async Task<PasswordOutcome> SettleAsync(Account before, LdapEndpoint endpoint, string password)
    {
        try
        {
            await using var connection = await servers.SignInAsync(endpoint, CancellationToken.None);
            if (await ReadAsync(connection, before.Id, CancellationToken.None) is not { } after || after.PasswordStamp == before.PasswordStamp) return PasswordOutcome.Unknown;
            await using var own = await LdapConnection.ConnectAsync(endpoint, CancellationToken.None);
            return await BindAsync(own, after, password, CancellationToken.None) is SignInCheck.Right or SignInCheck.MustChange or SignInCheck.NotNow ? PasswordOutcome.Done : PasswordOutcome.Unknown;
        }
        catch (LdapException)
        {
            return PasswordOutcome.Unknown;
        }
    }

    private async Task<RightsReport?> ReportAsync(LdapConnection connection, string typed, CancellationToken cancellationToken)
    {
        if (await FindAsync(connection, typed, cancellationToken) is not { } account || await MissingRightsAsync(connection, account.Id, cancellationToken) is not { } missing) return null;
        var hindrances = new List<Hindrance>();
        if (account.Protection == Protection.RulesTheDirectory) hindrances.Add(Hindrance.RulesTheDirectory);
        if (account.Protection == Protection.ExceptedGroup) hindrances.Add(Hindrance.ExceptedGroup);
        if (account.MayNotChange) hindrances.Add(Hindrance.MayNotChange);
        if (!account.IsUsable) hindrances.Add(Hindrance.NotUsable);
        var delegation = await DelegationAsync(connection, account, cancellationToken);
        var policy = await PolicyAsync(connection, account.Id, cancellationToken);
        return new(
            account.UserName, account.DisplayName, account.Dn, hindrances, delegation is not null, [.. missing.Select(right => delegation?.Of(right) ?? new(right, [], []))],
            policy is null ? null : new(new(policy.MinLength, policy.Complexity, policy.History, policy.MinAge), policy.IsPersonal, policy.LockoutThreshold, policy.LockoutDuration));
    }

    private async Task<ServerReport> ProbeAsync(LdapEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ProbeFor);
        DateTimeOffset? certificate = null;
        try
        {
            await using var connection = await servers.SignInAsync(endpoint, timeout.Token);
            certificate = connection.CertificateExpiresAt;
            var root = await LdapRoot.ReadAsync(connection, timeout.Token);
            var capabilities = Capabilities(root);
            try
            {
                await ReadPlacesAsync(connection, timeout.Token);
                return new(endpoint.ToString(), null, certificate, capabilities);
            }
            catch (LdapException e)
            {
                return new(endpoint.ToString(), new(e.Failure.ToString(), e.Message), certificate, capabilities);
            }
        }
        catch (LdapException e)
        {
            return new(endpoint.ToString(), new(e.Failure.ToString(), e.Message), certificate, new HashSet<Capability>());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(endpoint.ToString(), new(certificate is null ? nameof(LdapFailure.ConnectTimeout) : nameof(LdapFailure.ResponseTimeout), $"{endpoint}: no answer within {ProbeFor.TotalSeconds:0.#} s"), certificate, new HashSet<Capability>());
        }
    }

    private HashSet<Capability> Capabilities(LdapRoot root) =>
    [
        .. from each in new (Capability Can, bool Does)[]
           {
               (Capability.ActiveDirectory, root.IsActiveDirectory), (Capability.History, KeepsHistory(root)), (Capability.StartTls, root.Does(LdapExtended.StartTls)), (Capability.Paging, root.Knows(LdapConnection.PagedResults)),
               (Capability.PasswordModify, root.Does(OpenLdapPolicy.PasswordModify)), (Capability.PasswordPolicy, root.Knows(OpenLdapPolicy.Oid)),
           }
           where each.Does
           select each.Can,
    ];

    /// <summary>A password went out, and no answer came: it may have been set.</summary>
    protected sealed class UnansweredWriteException(LdapException cause) : Exception(cause.Message, cause);
}
