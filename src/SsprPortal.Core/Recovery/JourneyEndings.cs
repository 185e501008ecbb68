using SsprPortal.Core.Auditing;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>Ends journeys: the step, the worthless challenges and the audit in one transaction.</summary>
public sealed class JourneyEndings(IRecoveryJourneyStore journeys, IChallengeStore challenges, IAuditLog audit, ITransaction transaction, TimeProvider clock)
{
    /// <summary>Refuses to go on, for a reason of policy, of the account or of the directory.</summary>
    public Task<bool> RefuseAsync(RecoveryJourney journey, RecoveryRefusal refusal, AuditCode code, Caller caller, CancellationToken cancellationToken) =>
        EndAsync(journey.After(RecoveryEvent.PolicyRefused, RecoveryCondition.None, clock.GetUtcNow()) with { Refusal = refusal }, Entry(code, journey, caller, reason: refusal.ToString()), cancellationToken);

    /// <summary>Refuses to go on because no try is left: every other journey of the account ends with it (I6; Keycloak CVE-2026-9798).</summary>
    /// <remarks>The try is counted already: whatever becomes of the request, and of this journey meanwhile, the block is recorded.</remarks>
    public Task<bool> BlockAsync(RecoveryJourney journey, RecoveryEvent happened, RecoveryCondition when, string? methodId, Caller caller)
    {
        _ = RecoveryStateMachine.Next(journey.Step, happened, when);
        return transaction.TryAsync(
            async () =>
            {
                await challenges.ReplaceAllOfAsync(journey.SubjectId, CancellationToken.None);
                await journeys.EndAllAsync(journey.SubjectId, RecoveryRefusal.Blocked, CancellationToken.None);
                await audit.WriteAsync(Entry(AuditCode.AccountBlocked, journey, caller, methodId, nameof(RecoveryRefusal.Blocked)), CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }

    /// <summary>Saves a journey none of whose challenges is worth anything from now on.</summary>
    /// <returns>Whether it was saved: not when another request was faster.</returns>
    public Task<bool> EndAsync(RecoveryJourney after, AuditEntry entry, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                // Challenges before the journey, as everywhere: two orders of locks would be a deadlock.
                await challenges.ReplaceAllAsync(after.Owner(), cancellationToken);
                if (!await journeys.TrySaveAsync(after, cancellationToken))
                    return false;
                await audit.WriteAsync(entry, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>An entry that tells of a journey, at the step it happened.</summary>
    public static AuditEntry Entry(AuditCode code, RecoveryJourney journey, Caller caller, string? methodId = null, string? reason = null) =>
        // Of nobody's user ID there is no account.
        new(code, journey.Refusal == RecoveryRefusal.UnknownUser ? null : journey.SubjectId, journey.Id, caller.Address, methodId, reason, journey.Step.ToString());
}
