using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Data.Auditing;

/// <summary>
/// Chains what was written since the last time, on as many instances as there are (docs/adr/0016): the head of the chain moves by
/// one conditional UPDATE, so of several that seal the same entries one does. Who writes an entry never waits for it.
/// </summary>
internal sealed partial class AuditSealer(IServiceScopeFactory scopes, AuditSeals seals, DatabaseErrors errors, TimeProvider clock, ILogger<AuditSealer> logger)
    : RecurringWork(scopes, TimeSpan.FromSeconds(5), clock, logger)
{
    internal const int Batch = 500;

    private static readonly TimeSpan TellEvery = TimeSpan.FromHours(1);

    private AuditWitness? head;
    private AuditWitness? told;
    private DateTimeOffset toldAt;

    protected override Task RunAsync(IServiceProvider services, CancellationToken cancellationToken) => SealAsync(cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Tell();
    }

    /// <summary>Seals whatever has committed and has no seal.</summary>
    /// <returns>How many entries this instance sealed.</returns>
    internal async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        var all = 0;
        int sealedNow;
        do
        {
            sealedNow = await SealBatchAsync(cancellationToken);
            all += sealedNow;
        }
        while (sealedNow == Batch);

        if (Clock.GetUtcNow() - toldAt >= TellEvery)
            Tell();
        return all;
    }

    private async Task<int> SealBatchAsync(CancellationToken cancellationToken)
    {
        await using var scope = Scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        if (head is null && !await context.AuditChain.AnyAsync(cancellationToken))
        {
            context.AuditChain.Add(seals.Empty());
            await errors.TryInsertAsync(context, cancellationToken);
        }

        AuditChainRow? before = null;
        List<AuditRow> rows = [];
        var won = await scope.ServiceProvider.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                before = await context.AuditChain.AsNoTracking().SingleAsync(cancellationToken);
                // By absence of a seal, not from an id on: an entry with a smaller id may commit later.
                rows = await context.Audit.Where(row => row.SealNumber == null).OrderBy(row => row.Id).Take(Batch).ToListAsync(cancellationToken);
                if (rows.Count == 0)
                    return false;
                var (number, seal) = (before.HeadNumber, before.HeadSeal);
                foreach (var row in rows)
                {
                    seal = seals.Seal(seal, ++number, row);
                    (row.SealNumber, row.Seal) = (number, seal);
                }

                // Nobody sealed these rows since they were read, if the head has not moved: both change in one transaction.
                var moved = await context.AuditChain.Where(chain => chain.HeadNumber == before.HeadNumber).ExecuteUpdateAsync(
                    set => set.SetProperty(chain => chain.HeadNumber, number).SetProperty(chain => chain.HeadSeal, seal), cancellationToken);
                if (moved != 1)
                    return false;
                await context.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken);
        if (won)
            head = new(rows[^1].SealNumber!.Value, rows[^1].Seal);
        else if (before is { HeadNumber: > 0 })
            head = new(before.HeadNumber, before.HeadSeal);
        return won ? rows.Count : 0;
    }

    /// <summary>Tells the log where the chain ends: the log is where whoever writes the database does not reach.</summary>
    private void Tell()
    {
        if (head is null || head == told)
            return;
        (told, toldAt) = (head, Clock.GetUtcNow());
        LogHead(told);
    }

    [LoggerMessage(LogLevel.Information, "The audit is sealed up to {Witness}")]
    private partial void LogHead(AuditWitness witness);
}
