using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;

namespace SsprPortal.ActiveDirectory;

/// <summary>
/// The portal's own accounts, and beside them those of the organisation's directory, where policy names one. Whoever is of the directory
/// is read from it each time; what the portal has recorded of them only says that they are.
/// </summary>
internal sealed partial class LdapDirectory(
    [FromKeyedServices(IDirectory.Portal)] IDirectory portal, CurrentAccounts current, IDirectoryMirror mirror, IPolicyStore policies, ILogger<LdapDirectory> logger) : IDirectory, IDirectoryGroups
{
    /// <summary>Shortest time that nothing is asked after too many wrong passwords.</summary>
    internal static readonly TimeSpan MinWait = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How much longer nothing is asked than the directory remembers: a password is counted here before it is sent, and there when it arrives.
    /// </summary>
    internal static readonly TimeSpan OnTheWay = TimeSpan.FromMinutes(2);

    /// <summary>How long nothing is asked where the directory's rules are not to be read.</summary>
    internal static readonly TimeSpan UnknownWait = TimeSpan.FromHours(24);

    /// <summary>How long nothing is asked where the directory never forgets wrong passwords: until a reset.</summary>
    internal static readonly TimeSpan Forever = TimeSpan.FromDays(3650);

    /// <summary>Most wrong passwords in a row where the directory itself does not lock.</summary>
    internal const int MaxFailures = 10;

    public async Task<DirectoryUser?> FindAsync(string userName, CancellationToken cancellationToken)
    {
        var own = await portal.FindAsync(userName, cancellationToken);
        if (await current.GetAsync(cancellationToken) is not { } accounts)
            return Unmanaged(own);
        var conceals = await ConcealsAsync(cancellationToken);
        if (own is { IsFromDirectory: false } && !conceals)
            return own;
        try
        {
            var account = await FindAsync(accounts, own, userName, cancellationToken);
            // Where it must not be told who is there, as much is asked for nobody.
            if (account is null && conceals)
                await accounts.GetAsync(Guid.NewGuid(), cancellationToken);
            return own is { IsFromDirectory: false } ? own : await RecordAsync(account, cancellationToken);
        }
        catch (LdapException e)
        {
            return own is { IsFromDirectory: false } ? own : throw Unreachable(e);
        }
    }

    public async Task<DirectoryUser?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var known = await portal.GetAsync(id, cancellationToken);
        var conceals = known is null && await ConcealsAsync(cancellationToken);
        if (known is not { IsFromDirectory: true } && !conceals)
            return known;
        if (await current.GetAsync(cancellationToken) is not { } accounts)
            return Unmanaged(known);
        var account = await AskAsync(() => accounts.GetAsync(id, cancellationToken));
        return known is null || account is null ? null : await MergeAsync(known, account, cancellationToken);
    }

    public Task<IReadOnlyList<DirectoryUser>> AdministratorsAsync(int atMost, CancellationToken cancellationToken) => portal.AdministratorsAsync(atMost, cancellationToken);

    public async Task<(PasswordCheck Check, DirectoryUser? User, string Stamp)> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var accounts = await current.GetAsync(cancellationToken);
        var own = accounts is null ? null : await portal.FindAsync(userName, cancellationToken);
        if (accounts is null || own is { IsFromDirectory: false })
            return await portal.CheckPasswordAsync(userName, password, cancellationToken);
        try
        {
            var account = await FindAsync(accounts, own, userName, cancellationToken);
            var person = await RecordAsync(account, cancellationToken);
            var counted = person is not null && await TryCountAsync(accounts, person.Id, cancellationToken);
            // For nobody as long as for somebody: a bind, and the hash that an account of the portal's own takes, side by side.
            var bind = accounts.CheckAsync(counted ? person!.Id : Guid.NewGuid(), password, cancellationToken);
            await portal.CheckPasswordAsync("", password, cancellationToken);
            var answer = await bind;
            if (person is null)
                return (PasswordCheck.Wrong, null, "");
            if (!counted)
                return (PasswordCheck.Locked, person, "");
            await (answer switch
            {
                SignInCheck.Right => mirror.ForgiveAsync(person.Id, cancellationToken),
                // The password is right, or was not sent; but what was wrong before, the directory does not forget by it.
                SignInCheck.MustChange or SignInCheck.Expired or SignInCheck.Disabled or SignInCheck.AccountExpired or SignInCheck.NotNow or SignInCheck.NotReached => mirror.GiveBackAsync(person.Id, cancellationToken),
                SignInCheck.Wrong or SignInCheck.Locked or SignInCheck.Unreachable => Task.CompletedTask,
            });
            return (Check(answer), person, account!.ToPerson().Stamp);
        }
        catch (LdapException e)
        {
            LogUnreachable(logger, e.Message);
            return (PasswordCheck.Unreachable, null, "");
        }
    }

    public async Task<DirectoryPasswordRules?> PasswordRulesAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await AccountsOfAsync(id, cancellationToken) is not { } accounts)
            return null;
        return await AskAsync(() => accounts.PolicyAsync(id, cancellationToken)) is { } policy ? new(policy.MinLength, policy.Complexity, policy.History, policy.MinAge) : null;
    }

    public async Task<DirectoryResult> SetPasswordAsync(Guid id, NewPassword password, CancellationToken cancellationToken)
    {
        if (await AccountsOfAsync(id, cancellationToken) is not { } accounts)
            return await portal.SetPasswordAsync(id, password, cancellationToken);
        if (!(await policies.GetAsync(cancellationToken)).WritesBack)
            return DirectoryResult.NotManagedHere;
        var write = await accounts.ResetAsync(id, password.Reveal(), mustChange: false, cancellationToken);
        await WrittenAsync(accounts, id, write, cancellationToken);
        return write.Outcome switch
        {
            PasswordOutcome.Done => DirectoryResult.Done,
            PasswordOutcome.PasswordRefused => DirectoryResult.PasswordRefused,
            PasswordOutcome.MayNotChange => DirectoryResult.NotManagedHere,
            PasswordOutcome.NotDelegated or PasswordOutcome.HistoryNotKept => DirectoryResult.NotReady,
            PasswordOutcome.Unknown => DirectoryResult.Unknown,
            PasswordOutcome.Unreachable => DirectoryResult.Unreachable,
            _ => DirectoryResult.AccountRefused,
        };
    }

    public async Task<(PasswordChange Change, string Stamp)> ChangePasswordAsync(Guid id, string old, NewPassword password, CancellationToken cancellationToken)
    {
        if (await AccountsOfAsync(id, cancellationToken) is not { } accounts)
            return await portal.ChangePasswordAsync(id, old, password, cancellationToken);
        if (!(await policies.GetAsync(cancellationToken)).WritesBack)
            return (PasswordChange.NotManagedHere, "");
        try
        {
            // The directory counts a wrong old password as it does at a sign-in.
            if (!await TryCountAsync(accounts, id, cancellationToken))
                return (PasswordChange.Locked, "");
        }
        catch (LdapException e)
        {
            LogUnreachable(logger, e.Message);
            return (PasswordChange.Unreachable, "");
        }

        var write = await accounts.ChangeAsync(id, old, password.Reveal(), cancellationToken);
        // The old password was right, or was not sent.
        if (write.Outcome is PasswordOutcome.PasswordRefused or PasswordOutcome.NotDelegated or PasswordOutcome.MayNotChange or PasswordOutcome.Protected or PasswordOutcome.Unusable or PasswordOutcome.Gone)
            await mirror.GiveBackAsync(id, cancellationToken);
        var stamp = await WrittenAsync(accounts, id, write, cancellationToken);
        return write.Outcome switch
        {
            PasswordOutcome.Done => (PasswordChange.Done, stamp),
            PasswordOutcome.PasswordRefused => (PasswordChange.PasswordRefused, ""),
            PasswordOutcome.OldWrong => (PasswordChange.OldWrong, ""),
            PasswordOutcome.Locked => (PasswordChange.Locked, ""),
            PasswordOutcome.MayNotChange => (PasswordChange.NotManagedHere, ""),
            PasswordOutcome.NotDelegated => (PasswordChange.NotReady, ""),
            PasswordOutcome.Unknown => (PasswordChange.Unknown, ""),
            PasswordOutcome.Unreachable => (PasswordChange.Unreachable, ""),
            _ => (PasswordChange.AccountRefused, ""),
        };
    }

    public async Task<UnlockResult> UnlockAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await AccountsOfAsync(id, cancellationToken) is not { } accounts)
            return await portal.UnlockAsync(id, cancellationToken);
        if (!(await policies.GetAsync(cancellationToken)).WritesBack)
            return UnlockResult.AccountRefused;
        var unlocking = await accounts.UnlockAsync(id, cancellationToken);
        if (unlocking == Unlocking.Unlocked)
            await mirror.ForgiveAsync(id, cancellationToken);
        else
            LogNotWritten(logger, id, unlocking.ToString(), null);
        return unlocking switch
        {
            Unlocking.Unlocked => UnlockResult.Unlocked,
            Unlocking.NotLocked => UnlockResult.NotLocked,
            Unlocking.Refused => UnlockResult.AccountRefused,
            Unlocking.NotDelegated => UnlockResult.NotReady,
            Unlocking.Unreachable => UnlockResult.Unreachable,
        };
    }

    public async Task<Group?> FindGroupAsync(string name, CancellationToken cancellationToken) =>
        await current.GetAsync(cancellationToken) is { } accounts ? await AskAsync(() => accounts.FindGroupAsync(name, cancellationToken)) : null;

    /// <summary>
    /// How many wrong passwords in a row are handed on, and how long none is after them: half of what the directory locks at, and less in
    /// any case, and somewhat longer than it remembers, so that nobody is locked there by guesses made here. Where its rules are not to be
    /// read, one.
    /// </summary>
    internal static (int AtMost, TimeSpan Wait) Limit(PasswordPolicy? policy)
    {
        var remembers = policy is null ? UnknownWait : policy.LockoutThreshold == 0 ? MinWait : policy.LockoutWindow ?? Forever;
        var atMost = policy is null ? 1 : policy.LockoutThreshold == 0 ? MaxFailures : Math.Min(MaxFailures, Math.Min((policy.LockoutThreshold + 1) / 2, policy.LockoutThreshold - 1));
        return (atMost, OnTheWay + (remembers > MinWait ? remembers : MinWait));
    }

    private static PasswordCheck Check(SignInCheck answer) => answer switch
    {
        SignInCheck.Right => PasswordCheck.Right,
        SignInCheck.Wrong => PasswordCheck.Wrong,
        SignInCheck.Locked => PasswordCheck.Locked,
        SignInCheck.MustChange => PasswordCheck.MustChange,
        SignInCheck.Expired => PasswordCheck.Expired,
        SignInCheck.Disabled => PasswordCheck.Disabled,
        SignInCheck.AccountExpired => PasswordCheck.AccountExpired,
        SignInCheck.NotNow => PasswordCheck.NotNow,
        SignInCheck.Unreachable or SignInCheck.NotReached => PasswordCheck.Unreachable,
    };

    // Of a directory that is not set up any more.
    private static DirectoryUser? Unmanaged(DirectoryUser? known) => known is { IsFromDirectory: true } ? known with { IsManagedHere = false } : known;

    private static DirectoryUnreachableException Unreachable(LdapException e) => new(e.Message, e);

    private async Task<bool> ConcealsAsync(CancellationToken cancellationToken) => (await policies.GetAsync(cancellationToken)).Disclosure != DisclosureMode.Informative;

    // Null for the portal's own accounts, and where no directory is set up: then the portal refuses what it has only recorded.
    private async Task<AccountStore?> AccountsOfAsync(Guid id, CancellationToken cancellationToken) =>
        await current.GetAsync(cancellationToken) is { } accounts && await portal.GetAsync(id, cancellationToken) is { IsFromDirectory: true } ? accounts : null;

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (LdapException e)
        {
            throw Unreachable(e);
        }
    }

    // A short name that one of the portal's own accounts has as well is nobody's: the password of the one would be tried on the other.
    private async Task<Account?> FindAsync(AccountStore accounts, DirectoryUser? known, string userName, CancellationToken cancellationToken) =>
        known is null && await mirror.HasPortalNamesakeAsync(userName, cancellationToken) ? null : await accounts.FindAsync(userName, cancellationToken);

    private async Task<bool> TryCountAsync(AccountStore accounts, Guid id, CancellationToken cancellationToken)
    {
        var (atMost, wait) = Limit(await accounts.PolicyAsync(id, cancellationToken));
        return await mirror.TryCountAsync(id, atMost, wait, cancellationToken);
    }

    // Whoever is found is recorded before anything hangs on them. Null where an account of the portal's own has their name.
    private async Task<DirectoryUser?> RecordAsync(Account? account, CancellationToken cancellationToken)
    {
        if (account is null)
            return null;
        if ((await mirror.SaveAsync([account.ToPerson()], cancellationToken)).Count > 0)
        {
            LogNameTaken(logger, account.Id);
            return null;
        }

        return await portal.GetAsync(account.Id, cancellationToken) is { } known ? await MergeAsync(known, account, cancellationToken) : null;
    }

    private async Task<DirectoryUser> MergeAsync(DirectoryUser known, Account account, CancellationToken cancellationToken)
    {
        var person = account.ToPerson();
        return known with
        {
            UserName = person.UserName,
            DisplayName = person.DisplayName,
            Mail = person.Mail,
            Language = person.Language,
            Enabled = person.Enabled,
            // The portal's own groups, and the directory's as they are now.
            Groups = known.Groups.Union(account.Groups).ToHashSet(),
            OfficePhone = person.OfficePhone,
            MobilePhone = person.MobilePhone,
            AlternateMail = person.AlternateMail,
            // Also what the portal has not recorded yet.
            HasFreshContacts = known.HasFreshContacts || (known.OfficePhone, known.MobilePhone, known.AlternateMail) != (person.OfficePhone, person.MobilePhone, person.AlternateMail),
            IsManagedHere = (await policies.GetAsync(cancellationToken)).WritesBack && !account.MayNotChange,
            IsProtected = account.Protection != Protection.None,
            IsLocked = account.IsLocked,
            HasPassword = true,
            PasswordSetAt = account.PasswordSetAt,
            PasswordExpiresAt = account.PasswordExpiresAt,
            PasswordNeverExpires = account.PasswordNeverExpires,
        };
    }

    // The new stamp ends the sessions of the old password; where it cannot be read, another one does.
    private async Task<string> WrittenAsync(AccountStore accounts, Guid id, PasswordWrite write, CancellationToken cancellationToken)
    {
        if (write.Outcome != PasswordOutcome.Done)
            LogNotWritten(logger, id, write.Outcome.ToString(), write.Detail);
        if (write.Outcome is not (PasswordOutcome.Done or PasswordOutcome.Unknown))
            return "";
        var stamp = await mirror.EndSessionsAsync([id], cancellationToken);
        if (write.Outcome == PasswordOutcome.Unknown)
            return stamp;
        await mirror.ForgiveAsync(id, cancellationToken);
        try
        {
            if (await accounts.GetAsync(id, cancellationToken) is { } account)
            {
                await mirror.SaveAsync([account.ToPerson()], cancellationToken);
                return account.ToPerson().Stamp;
            }
        }
        catch (LdapException e)
        {
            LogUnreachable(logger, e.Message);
        }

        return stamp;
    }

    [LoggerMessage(LogLevel.Warning, "The directory does not answer: {Detail}")]
    private static partial void LogUnreachable(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "Nothing was written to the account {Id} of the directory, or perhaps: {Outcome}. {Detail}")]
    private static partial void LogNotWritten(ILogger logger, Guid id, string outcome, string? detail);

    [LoggerMessage(LogLevel.Warning, "The account {Id} of the directory is left out: an account of the portal's own has its name.")]
    private static partial void LogNameTaken(ILogger logger, Guid id);
}
