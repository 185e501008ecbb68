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
    public Task<bool> BlockAsync(RecoveryJourney journey, RecoveryEvent happened, RecoveryCondition when, string? methodId, Caller caller, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                await challenges.ReplaceAllAsync(journey.Owner(), cancellationToken);
                if (!await journeys.TrySaveAsync(journey.After(happened, when, clock.GetUtcNow()) with { Refusal = RecoveryRefusal.Blocked }, cancellationToken))
                    return false;
                await journeys.EndAllAsync(journey.SubjectId, RecoveryRefusal.Blocked, cancellationToken);
                await audit.WriteAsync(Entry(AuditCode.AccountBlocked, journey, caller, methodId, nameof(RecoveryRefusal.Blocked)), cancellationToken);
                return true;
            },
            cancellationToken);

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
        new(code, journey.SubjectId, journey.Id, caller.Address, methodId, reason, journey.Step.ToString());
}
