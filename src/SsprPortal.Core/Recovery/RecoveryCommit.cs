using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;

namespace SsprPortal.Core.Recovery;

/// <summary>
/// The end of a journey: re-count, claim, directory, then complete or release. The directory is written after a claim and outside of any
/// transaction: of any number of requests one writes, once.
/// </summary>
public sealed class RecoveryCommit(
    IRecoveryJourneyStore journeys,
    Standings standings,
    IDirectory directory,
    IRegistrationStore registrations,
    IChallengeStore challenges,
    VerificationMethods methods,
    PasswordRules passwordRules,
    IThrottleStore throttles,
    JourneyEndings endings,
    Notices notices,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    private const string FoundAfterwards = nameof(FoundAfterwards);

    /// <summary>Sets the new password, or says which rules refuse it; the person is still verified then.</summary>
    public async Task<SetPasswordResult> SetPasswordAsync(RecoveryJourney journey, string? typed, string? repeated, Caller caller, CancellationToken cancellationToken)
    {
        if (await PermittedAsync(journey, caller, cancellationToken) is not { Person: { } person } standing)
            return SetPasswordResult.Gone;
        person = person with { PasswordRules = await directory.PasswordRulesAsync(person.Id, cancellationToken) };
        var decision = await passwordRules.CheckAsync(typed, repeated, person, standing.Policy, cancellationToken);
        if (decision.Password is null)
        {
            await audit.WriteAsync(JourneyEndings.Entry(AuditCode.PasswordRefused, journey, caller, reason: string.Join(' ', decision.Refusals)), cancellationToken);
            return new(false, decision.Refusals);
        }

        if (person.IsFromDirectory && await throttles.TryTakeAsync(Throttle.DirectoryWrites, person.Id, cancellationToken) is null)
        {
            await endings.RefuseAsync(journey, RecoveryRefusal.TooManyResets, AuditCode.RecoveryRefused, caller, cancellationToken);
            return SetPasswordResult.Gone;
        }

        var heldBefore = (await registrations.StateAsync(person.Id, cancellationToken)).HeldUntil;
        // Whoever resets another's password must not make the account theirs for good (N42; Storm-2949), not even if this process ends here.
        if (await ClaimAsync(journey, AuditCode.PasswordClaimed, claimed => registrations.HoldAsync(person.Id, Hold(claimed), cancellationToken), caller, cancellationToken) is not { } claim)
            return SetPasswordResult.Gone;

        // From here on the request runs to its end: a person who closes the browser must not leave a claim without an outcome.
        var result = await directory.SetPasswordAsync(person.Id, decision.Password, CancellationToken.None);
        if (result == DirectoryResult.Done)
        {
            await CompleteAsync(claim, standing, AuditCode.PasswordReset, null, caller);
            return SetPasswordResult.Gone;
        }

        // What may be written stays held.
        if (result != DirectoryResult.Unknown)
            await registrations.ReleaseHoldAsync(person.Id, Hold(claim), heldBefore, CancellationToken.None);
        if (Refusal(result) is { } refusal)
        {
            await ReleaseAsync(claim, refusal, caller);
            return SetPasswordResult.Gone;
        }

        var refused = PasswordRules.DirectoryRefusal(person, clock.GetUtcNow());
        await transaction.TryAsync(
            async () =>
            {
                await audit.WriteAsync(JourneyEndings.Entry(AuditCode.PasswordRefused, journey, caller, reason: refused.ToString()), CancellationToken.None);
                return await journeys.TrySaveAsync(Released(claim), CancellationToken.None);
            },
            CancellationToken.None);
        return new(false, [refused]);
    }

    // Null when the person may try another password.
    private static RecoveryRefusal? Refusal(DirectoryResult result) => result switch
    {
        DirectoryResult.Done or DirectoryResult.PasswordRefused => null,
        DirectoryResult.AccountRefused => RecoveryRefusal.AccountDisabled,
        DirectoryResult.NotManagedHere => RecoveryRefusal.NotManagedHere,
        DirectoryResult.NotReady => RecoveryRefusal.DirectoryNotReady,
        DirectoryResult.Unknown => RecoveryRefusal.DirectoryUnknown,
        DirectoryResult.Unreachable => RecoveryRefusal.DirectoryUnreachable,
    };

    /// <summary>Unlocks the account; one that is not locked is left as it is, and the person is told so.</summary>
    public async Task UnlockAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken)
    {
        if (await PermittedAsync(journey, caller, cancellationToken) is not { } standing)
            return;
        if (!standing.Policy.UnlocksWithoutReset)
        {
            await endings.RefuseAsync(journey, RecoveryRefusal.TurnedOff, AuditCode.RecoveryRefused, caller, cancellationToken);
            return;
        }

        if (await ClaimAsync(journey, AuditCode.UnlockClaimed, _ => Task.CompletedTask, caller, cancellationToken) is not { } claim)
            return;
        switch (await directory.UnlockAsync(journey.SubjectId, CancellationToken.None))
        {
            case UnlockResult.Unlocked:
                await CompleteAsync(claim, standing, AuditCode.AccountUnlocked, null, caller);
                break;
            case UnlockResult.NotLocked:
                await endings.RefuseAsync(Released(claim), RecoveryRefusal.NotLocked, AuditCode.UnlockRefused, caller, CancellationToken.None);
                break;
            case UnlockResult.AccountRefused:
                await ReleaseAsync(claim, RecoveryRefusal.AccountDisabled, caller);
                break;
            case UnlockResult.NotReady:
                await ReleaseAsync(claim, RecoveryRefusal.DirectoryNotReady, caller);
                break;
            case UnlockResult.Unreachable:
                await ReleaseAsync(claim, RecoveryRefusal.DirectoryUnreachable, caller);
                break;
        }
    }

    /// <summary>
    /// Looks after a claim whose process ended before it said what became of it. Nothing is written to the directory again: it is asked
    /// whether it was written, and the person is told that it was, or the journey ends.
    /// </summary>
    public async Task FindOutcomeAsync(RecoveryJourney claim, CancellationToken cancellationToken)
    {
        var caller = new Caller(null, claim.Language);
        var standing = await standings.OfAsync(claim, cancellationToken);
        if (claim.Step == RecoveryStep.SetPassword && standing.Person?.PasswordSetAt >= claim.ClaimedAt)
            await CompleteAsync(claim, standing, AuditCode.PasswordReset, FoundAfterwards, caller);
        else if (claim.Step == RecoveryStep.ConfirmUnlock && standing.Person is { IsLocked: false })
            await endings.RefuseAsync(Released(claim), RecoveryRefusal.NotLocked, AuditCode.UnlockRefused, caller, cancellationToken);
        else
            // The directory's clock is not the portal's: that it was not written is not said of its accounts.
            await endings.RefuseAsync(
                Released(claim),
                claim.Step == RecoveryStep.SetPassword && standing.Person is { IsFromDirectory: true } ? RecoveryRefusal.DirectoryUnknown : RecoveryRefusal.DirectoryUnreachable,
                AuditCode.DirectoryUnreachable,
                caller,
                cancellationToken);
    }

    // The page does not decide that this may be done, nor does the step: the gates recorded in the database do, against the stricter of
    // the policy at the start and now, and the account as it is now (I6).
    private async Task<Standing?> PermittedAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken)
    {
        // Read after somebody else's claim, the version would be the right one for a second claim.
        if (journey.IsBeingFinished)
            return null;
        var standing = await standings.OfAsync(journey, cancellationToken);
        // What was used up on the way, the last recovery code, still counts as what it proved.
        var passed = standing.Person is null ? 0 : Eligibility.GatesPassed(standing.Passed, standing.Person, methods, standing.Policy, standing.Own);
        var blocked = await throttles.IsExhaustedAsync(Throttle.GateAttempts, journey.SubjectId, cancellationToken);
        var refusal = Eligibility.Refusal(standing.Policy, standing.Person, Math.Max(passed, Eligibility.Gates(standing.Own)), blocked);
        if (refusal is null && (journey.IsRehearsal || journey.IsDoomed || passed < standing.GatesNeeded(journey)))
            refusal = RecoveryRefusal.NotEnoughRegistered;
        if (refusal is null && await throttles.IsExhaustedAsync(Throttle.ResetsPerAccount, journey.SubjectId, cancellationToken))
            refusal = RecoveryRefusal.TooManyResets;
        if (refusal is null)
            return standing;
        await endings.RefuseAsync(journey, refusal.Value, AuditCode.RecoveryRefused, caller, cancellationToken);
        return null;
    }

    // Of any number of requests that read this version of the journey, one goes on.
    private async Task<RecoveryJourney?> ClaimAsync(RecoveryJourney journey, AuditCode code, Func<RecoveryJourney, Task> before, Caller caller, CancellationToken cancellationToken)
    {
        var claim = journey with { ClaimedAt = clock.GetUtcNow() };
        var claimed = await transaction.TryAsync(
            async () =>
            {
                await before(claim);
                if (!await journeys.TrySaveAsync(claim, cancellationToken))
                    return false;
                await audit.WriteAsync(JourneyEndings.Entry(code, journey, caller), cancellationToken);
                return true;
            },
            cancellationToken);
        return claimed ? claim with { Version = claim.Version + 1 } : null;
    }

    private static DateTimeOffset Hold(RecoveryJourney claim) => claim.ClaimedAt!.Value + RegistrationService.HoldAfterReset;

    private RecoveryJourney Released(RecoveryJourney claim) => claim with { ClaimedAt = null, LastSeenAt = clock.GetUtcNow() };

    private Task<bool> ReleaseAsync(RecoveryJourney claim, RecoveryRefusal refusal, Caller caller) =>
        endings.RefuseAsync(Released(claim), refusal, refusal is RecoveryRefusal.DirectoryUnreachable or RecoveryRefusal.DirectoryNotReady or RecoveryRefusal.DirectoryUnknown ? AuditCode.DirectoryUnreachable : AuditCode.RecoveryRefused, caller, CancellationToken.None);

    // All of the person's codes, journeys and counters end with it; sessions do by the new stamp of the password.
    private async Task CompleteAsync(RecoveryJourney claim, Standing standing, AuditCode code, string? reason, Caller caller)
    {
        var (person, subject) = (standing.Person!, claim.SubjectId);
        var isReset = code == AuditCode.PasswordReset;
        await transaction.TryAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                await challenges.ReplaceAllOfAsync(subject, CancellationToken.None);
                // Once more: another journey of the account, refused meanwhile, may have taken its own hold back.
                if (isReset)
                {
                    await registrations.HoldAsync(subject, Hold(claim), CancellationToken.None);
                    await registrations.RemoveAllAsync(subject, TicketMethod.Kind, CancellationToken.None);
                }

                var done = claim.After(isReset ? RecoveryEvent.PasswordSet : RecoveryEvent.AccountUnlocked, RecoveryCondition.None, now);
                // Whoever was slower than the claim lives finds the journey settled; what was written is told all the same, once.
                if (!await journeys.TrySaveAsync(done, CancellationToken.None) && (await journeys.FindAsync(claim.HandleHash, CancellationToken.None))?.Step == RecoveryStep.Completed)
                    return false;
                await journeys.EndAllAsync(subject, RecoveryRefusal.Superseded, CancellationToken.None);
                // What was found afterwards may be somebody else's write: it forgives nothing.
                if (reason is null)
                {
                    await throttles.ClearAsync(Throttle.GateAttempts, subject, CancellationToken.None);
                    await throttles.ClearAsync(Throttle.ProofAttempts, subject, CancellationToken.None);
                }

                if (isReset)
                    await throttles.TryTakeAsync(Throttle.ResetsPerAccount, subject, CancellationToken.None);
                await notices.SendAsync(isReset ? NoticeKind.PasswordReset : NoticeKind.AccountUnlocked, person, standing.Known, null, now, standing.Policy, caller.Language, CancellationToken.None);
                if (isReset && person.IsAdministrator)
                    await notices.AdministratorResetAsync(person, now, standing.Policy, caller.Language, CancellationToken.None);
                await audit.WriteAsync(JourneyEndings.Entry(code, claim, caller, reason: reason), CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }
}
