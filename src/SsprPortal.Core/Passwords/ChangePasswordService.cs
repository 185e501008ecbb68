using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;

namespace SsprPortal.Core.Passwords;

/// <summary>What became of a change.</summary>
/// <param name="Change">How it ended.</param>
/// <param name="Refusals">The rules that refuse the new password, when it is that.</param>
/// <param name="Stamp">The stamp of the new password, for <see cref="IPortalSessionStore.OpenAsync"/>.</param>
public sealed record ChangePasswordResult(PasswordChange Change, IReadOnlyList<PasswordRefusal> Refusals, string Stamp = "");

/// <summary>Old and new password, by somebody who is signed in.</summary>
public sealed class ChangePasswordService(
    IDirectory directory,
    IPolicyStore policies,
    PasswordRules rules,
    KnownMethods known,
    IRegistrationStore registrations,
    IChallengeStore challenges,
    IRecoveryJourneyStore journeys,
    Notices notices,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    /// <summary>The person with what the organisation's directory asks of a new password; null when the account is gone.</summary>
    public async Task<DirectoryUser?> PersonAsync(SignedInPerson who, CancellationToken cancellationToken) =>
        await directory.GetAsync(who.UserId, cancellationToken) is not { } person ? null
        : person.IsFromDirectory ? person with { PasswordRules = await directory.PasswordRulesAsync(person.Id, cancellationToken) }
        : person;

    /// <summary>Changes it: rules, then the directory, which looks at the old one; then everything ends that was begun under the old one.</summary>
    public async Task<ChangePasswordResult> ChangeAsync(SignedInPerson who, string old, string? typed, string? repeated, Caller caller, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        if (await directory.GetAsync(who.UserId, cancellationToken) is not { Enabled: true } person)
            return await RefuseAsync(new(PasswordChange.AccountRefused, []), who, caller, cancellationToken);
        if (!person.IsManagedHere)
            return await RefuseAsync(new(PasswordChange.NotManagedHere, []), who, caller, cancellationToken);
        // Of an old password that may be another one it is told only that it was typed twice.
        if (typed == old)
            return await RefuseAsync(new(PasswordChange.PasswordRefused, [PasswordRefusal.SameAsOld]), who, caller, cancellationToken);
        person = person with { PasswordRules = await directory.PasswordRulesAsync(person.Id, cancellationToken) };
        var decision = await rules.CheckAsync(typed, repeated, person, policy, cancellationToken);
        if (decision.Password is null)
            return await RefuseAsync(new(PasswordChange.PasswordRefused, decision.Refusals), who, caller, cancellationToken);

        // From here on the request runs to its end: whoever closes the browser must not be left with a new password that nobody was told of.
        var contacts = await known.OfAsync(person, policy, cancellationToken);
        var (change, stamp) = old.Length > UserNames.MaxLength ? (PasswordChange.OldWrong, "") : await directory.ChangePasswordAsync(person.Id, old, decision.Password, CancellationToken.None);
        if (change != PasswordChange.Done)
            return await RefuseAsync(new(change, change == PasswordChange.PasswordRefused ? [PasswordRules.DirectoryRefusal(person, clock.GetUtcNow())] : []), who, caller, CancellationToken.None);
        await transaction.TryAsync(
            async () =>
            {
                // Challenges before the journey, as everywhere: two orders of locks would be a deadlock.
                await challenges.ReplaceAllOfAsync(person.Id, CancellationToken.None);
                await journeys.EndAllAsync(person.Id, RecoveryRefusal.Superseded, CancellationToken.None);
                await registrations.RemoveAllAsync(person.Id, TicketMethod.Kind, CancellationToken.None);
                await notices.SendAsync(NoticeKind.PasswordChanged, person, contacts, null, clock.GetUtcNow(), policy, caller.Language, CancellationToken.None);
                await audit.WriteAsync(new(AuditCode.PasswordChanged, who.UserId, who.SessionId, caller.Address), CancellationToken.None);
                return true;
            },
            CancellationToken.None);
        return new(change, [], stamp);
    }

    private async Task<ChangePasswordResult> RefuseAsync(ChangePasswordResult result, SignedInPerson who, Caller caller, CancellationToken cancellationToken)
    {
        var reason = result.Refusals.Count > 0 ? string.Join(' ', result.Refusals) : result.Change.ToString();
        await audit.WriteAsync(new(AuditCode.PasswordChangeRefused, who.UserId, who.SessionId, caller.Address, Reason: reason), cancellationToken);
        return result;
    }
}
