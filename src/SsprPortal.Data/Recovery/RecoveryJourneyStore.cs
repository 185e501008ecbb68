using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Recovery;

namespace SsprPortal.Data.Recovery;

internal sealed class RecoveryJourneyStore(PortalDbContext context, DatabaseErrors errors, TimeProvider clock) : IRecoveryJourneyStore
{
    /// <summary>Longer than any directory takes to answer or to be given up.</summary>
    internal static readonly TimeSpan ClaimLifetime = TimeSpan.FromMinutes(2);

    public async Task<bool> TryAddAsync(RecoveryJourney journey, byte[]? replacedHandleHash, CancellationToken cancellationToken)
    {
        await SupersedeAsync(row => row.HandleHash == replacedHandleHash || row.LiveFor == journey.LiveFor, cancellationToken);

        // A claim of a process that died must not stand in the way of the next journey.
        var deadSince = clock.GetUtcNow() - ClaimLifetime;
        await context.Journeys
            .Where(row => row.LiveFor != null && row.LiveFor == journey.LiveFor && row.ClaimedAt <= deadSince)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LiveFor, (Guid?)null), cancellationToken);
        context.Journeys.Add(journey);
        return await errors.TryInsertAsync(context, cancellationToken);
    }

    public Task SupersedeAsync(Guid subjectId, CancellationToken cancellationToken) => SupersedeAsync(row => row.LiveFor == subjectId, cancellationToken);

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

    // Ended, not deleted: what happened in it stays. A claimed one is left to whoever claimed it.
    private Task<int> SupersedeAsync(Expression<Func<RecoveryJourney, bool>> which, CancellationToken cancellationToken) =>
        context.Journeys.Where(row => row.LiveFor != null && row.ClaimedAt == null).Where(which)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Step, RecoveryStep.Refused)
                    .SetProperty(row => row.Refusal, RecoveryRefusal.Superseded)
                    .SetProperty(row => row.LiveFor, (Guid?)null)
                    .SetProperty(row => row.Version, row => row.Version + 1),
                cancellationToken);
}
