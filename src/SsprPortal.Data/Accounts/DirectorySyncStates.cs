using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Directory;

namespace SsprPortal.Data.Accounts;

internal sealed class DirectorySyncStates(PortalDbContext context, DatabaseErrors errors, TimeProvider clock) : IDirectorySyncStates
{
    /// <summary>Longest detail that is kept, in UTF-16 units.</summary>
    internal const int MaxDetail = 500;

    public async Task<DirectorySyncState> ReadAsync(CancellationToken cancellationToken) =>
        await context.DirectorySyncs.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row ? State(row) : new();

    public async Task RequestAsync(int mayRemove, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        await context.DirectorySyncs.ExecuteUpdateAsync(set => set.SetProperty(row => row.IsRequested, true).SetProperty(row => row.MayRemove, mayRemove), cancellationToken);
    }

    public async Task<(DirectorySyncState State, bool Whole)?> TryBeginAsync(Guid holder, DateTimeOffset before, TimeSpan lease, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var until = now + lease;
        // The clocks of instances differ a little. What is later by more than a lease was written by one that ran ahead, and holds nobody up.
        var (ahead, heldTooLong) = (now + lease, until + lease);
        var stood = await context.DirectorySyncs.AsNoTracking().SingleAsync(cancellationToken);
        // The request is taken with the lease: one made from now on is for the next. What was asked for stays due until it has come to its end.
        var began = await context.DirectorySyncs
            .Where(row => (row.IsRequested || row.BeganAt == null || row.BeganAt < before || row.BeganAt > ahead)
                && (row.HeldUntil == null || row.HeldUntil <= now || row.HeldUntil > heldTooLong)
                && row.IsRequested == stood.IsRequested && row.MayRemove == stood.MayRemove)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Holder, holder)
                    .SetProperty(row => row.HeldUntil, until)
                    .SetProperty(row => row.BeganAt, now)
                    .SetProperty(row => row.WholeEndedAt, row => row.IsRequested ? null : row.WholeEndedAt)
                    .SetProperty(row => row.Read, 0)
                    .SetProperty(row => row.IsRequested, false)
                    .SetProperty(row => row.MayRemove, 0),
                cancellationToken);
        return began != 1 ? null : stood.IsRequested ? (State(stood) with { WholeEndedAt = null }, true) : (State(stood), false);
    }

    public async Task<bool> ProgressAsync(Guid holder, int read, TimeSpan lease, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + lease;
        return await context.DirectorySyncs.Where(row => row.Holder == holder)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldUntil, until).SetProperty(row => row.Read, read), cancellationToken) == 1;
    }

    public Task EndAsync(Guid holder, DirectorySyncState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var detail = state.Detail?[..Math.Min(state.Detail.Length, MaxDetail)];
        return context.DirectorySyncs.Where(row => row.Holder == holder).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Holder, (Guid?)null)
                .SetProperty(row => row.HeldUntil, (DateTimeOffset?)null)
                .SetProperty(row => row.EndedAt, state.EndedAt)
                .SetProperty(row => row.WholeEndedAt, state.WholeEndedAt)
                .SetProperty(row => row.Mark, state.Mark)
                .SetProperty(row => row.Read, state.Read)
                .SetProperty(row => row.People, state.People)
                .SetProperty(row => row.Skipped, state.Skipped)
                .SetProperty(row => row.Gone, state.Gone)
                .SetProperty(row => row.Hold, state.Hold)
                .SetProperty(row => row.Failure, state.Failure)
                .SetProperty(row => row.Detail, detail),
            cancellationToken);
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await context.DirectorySyncs.AnyAsync(cancellationToken))
            return;
        context.DirectorySyncs.Add(new());
        await errors.TryInsertAsync(context, cancellationToken);
    }

    private DirectorySyncState State(DirectorySyncRow row) => new()
    {
        IsRunning = row.HeldUntil > clock.GetUtcNow(),
        BeganAt = row.BeganAt,
        EndedAt = row.EndedAt,
        WholeEndedAt = row.WholeEndedAt,
        Mark = row.Mark,
        Read = row.Read,
        People = row.People,
        Skipped = row.Skipped,
        Gone = row.Gone,
        Hold = row.Hold,
        Failure = row.Failure,
        Detail = row.Detail,
        MayRemove = row.MayRemove,
    };
}
