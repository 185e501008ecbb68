using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;

namespace SsprPortal.Data.Recovery;

internal sealed class RecoveryJourneyStore(PortalDbContext context, TimeProvider clock) : IRecoveryJourneyStore
{
    /// <summary>Longer than any directory takes to answer or to be given up.</summary>
    internal static readonly TimeSpan ClaimLifetime = TimeSpan.FromMinutes(2);

    private static readonly RecoveryRefusal[] HiddenRefusals = [.. Enum.GetValues<RecoveryRefusal>().Where(refusal => !Eligibility.IsToldAtOnce(refusal, DisclosureMode.Uniform))
        .Except([RecoveryRefusal.UnknownUser, RecoveryRefusal.Superseded, RecoveryRefusal.NotLocked, RecoveryRefusal.TooManyResets])];

    public async Task AddAsync(RecoveryJourney journey, byte[]? replacedHandleHash, CancellationToken cancellationToken)
    {
        // Whoever starts again cancels; why it would have been refused stays, for the notice.
        await Live().Where(row => row.HandleHash == replacedHandleHash).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Step, RecoveryStep.Cancelled)
                .SetProperty(row => row.LiveFor, (Guid?)null)
                .SetProperty(row => row.Version, row => row.Version + 1),
            cancellationToken);
        context.Journeys.Add(journey);
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    public Task EndAllAsync(Guid subjectId, RecoveryRefusal why, CancellationToken cancellationToken) =>
        Live().Where(row => row.LiveFor == subjectId).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Step, RecoveryStep.Refused)
                .SetProperty(row => row.Refusal, why)
                .SetProperty(row => row.LiveFor, (Guid?)null)
                .SetProperty(row => row.Version, row => row.Version + 1),
            cancellationToken);

    public Task<RecoveryJourney?> FindAsync(byte[] handleHash, CancellationToken cancellationToken) =>
        context.Journeys.AsNoTracking().SingleOrDefaultAsync(row => row.HandleHash == handleHash, cancellationToken);

    public async Task<bool> TrySaveAsync(RecoveryJourney changed, CancellationToken cancellationToken) =>
        await context.Journeys
            .Where(row => row.Id == changed.Id && row.Version == changed.Version)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.HandleHash, changed.HandleHash)
                    .SetProperty(row => row.LiveFor, changed.LiveFor)
                    .SetProperty(row => row.Step, changed.Step)
                    .SetProperty(row => row.Refusal, changed.Refusal)
                    .SetProperty(row => row.ChallengeId, changed.ChallengeId)
                    .SetProperty(row => row.LastSeenAt, changed.LastSeenAt)
                    .SetProperty(row => row.ClaimedAt, changed.ClaimedAt)
                    .SetProperty(row => row.SettledAt, changed.SettledAt)
                    .SetProperty(row => row.Goal, changed.Goal)
                    .SetProperty(row => row.Version, row => row.Version + 1),
                cancellationToken) == 1;

    public Task TouchAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return context.Journeys.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellationToken);
    }

    public async Task AddGateAsync(PassedGate gate, CancellationToken cancellationToken)
    {
        context.PassedGates.Add(gate);
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    public async Task<IReadOnlyList<PassedGate>> GatesAsync(Guid journeyId, CancellationToken cancellationToken) =>
        await context.PassedGates.AsNoTracking().Where(gate => gate.JourneyId == journeyId).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<RecoveryJourney>> UnsettledAsync(int atMost, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var idleSince = now - RecoveryJourney.IdleLifetime;
        var deadSince = now - ClaimLifetime;
        return await context.Journeys.AsNoTracking()
            .Where(row => row.SettledAt == null && row.Format == RecoveryJourney.CurrentFormat && (
                (row.LiveFor != null && row.ClaimedAt == null && (row.ExpiresAt <= now || row.LastSeenAt <= idleSince))
                || (row.LiveFor != null && row.ClaimedAt <= deadSince)
                || (row.LiveFor == null && row.Refusal == RecoveryRefusal.Blocked)
                || (row.LiveFor == null && row.Disclosure == DisclosureMode.Uniform && row.Refusal != null && HiddenRefusals.Contains(row.Refusal.Value))))
            .OrderBy(row => row.StartedAt)
            .Take(atMost)
            .ToListAsync(cancellationToken);
    }

    // Ended, not deleted: what happened in it stays. A claimed one is left to whoever claimed it.
    private IQueryable<RecoveryJourney> Live() => context.Journeys.Where(row => row.LiveFor != null && row.ClaimedAt == null);
}
