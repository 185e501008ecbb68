using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Data.Auditing;

/// <summary>
/// Deletes the oldest entries of the chain after their retention and remembers where it begins now. What is not what was sealed is
/// not deleted: otherwise whoever writes the database would make entries old, and the portal would delete them for him.
/// </summary>
internal sealed partial class AuditRetention(PortalDbContext context, ITransaction transaction, AuditSeals seals, IOptions<AuditOptions> options, TimeProvider clock, ILogger<AuditRetention> logger)
{
    // Below what SQL Server takes a lock of the whole table for (5,000 locks in a statement).
    internal const int Batch = 1000;

    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        while (await PurgeBatchAsync(cancellationToken) == Batch)
        {
            // There may be more.
        }
    }

    private async Task<int> PurgeBatchAsync(CancellationToken cancellationToken)
    {
        var cutoff = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays);
        var deleted = 0;
        long? broken = null;
        var done = await transaction.TryAsync(
            async () =>
            {
                broken = null;
                var chain = await context.AuditChain.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
                if (chain is null)
                    return false;
                var next = await context.Audit.AsNoTracking().Where(row => row.SealNumber > chain.AnchorNumber).OrderBy(row => row.SealNumber).Take(Batch).ToListAsync(cancellationToken);
                var old = next.TakeWhile(row => row.At < cutoff).ToList();
                if (old.Count == 0)
                    return false;
                broken = FirstBroken(chain, old);
                if (broken is not null)
                    return false;

                var (number, seal) = (old[^1].SealNumber!.Value, old[^1].Seal!);
                var mac = seals.Anchor(number, seal);
                var moved = await context.AuditChain.Where(each => each.AnchorNumber == chain.AnchorNumber).ExecuteUpdateAsync(
                    set => set.SetProperty(each => each.AnchorNumber, number).SetProperty(each => each.AnchorSeal, seal).SetProperty(each => each.AnchorMac, mac), cancellationToken);
                if (moved != 1)
                    return false;
                deleted = await context.Audit.Where(row => row.SealNumber > chain.AnchorNumber && row.SealNumber <= number).ExecuteDeleteAsync(cancellationToken);
                return deleted == old.Count;
            },
            cancellationToken);
        if (broken is { } at)
            LogBroken(at);
        return done ? deleted : 0;
    }

    private long? FirstBroken(AuditChainRow chain, List<AuditRow> rows)
    {
        var (number, seal) = (chain.AnchorNumber, chain.AnchorSeal);
        if (!seals.HasItsAnchor(chain))
            return number;
        foreach (var row in rows)
        {
            if (row.SealNumber != ++number || !seals.Fits(seal, number, row))
                return number;
            seal = row.Seal!;
        }

        return null;
    }

    [LoggerMessage(LogLevel.Critical, "The audit is not what was sealed, at {Number}: nothing of it is deleted. The command \"audit verify\" says more.")]
    private partial void LogBroken(long number);
}
