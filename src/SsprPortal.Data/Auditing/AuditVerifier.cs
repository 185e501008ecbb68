using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Auditing;

/// <summary>Walks the chain from its anchor to its head, a page in memory at a time.</summary>
internal sealed class AuditVerifier(PortalDbContext context, AuditSeals seals, KeyedHash keys, TimeProvider clock) : IAuditVerifier
{
    internal const int Page = 1000;

    /// <summary>The sealer comes every few seconds: what waits for longer is not being sealed.</summary>
    internal static readonly TimeSpan SealedWithin = TimeSpan.FromMinutes(10);

    private const int Turns = 3;

    public async Task<AuditVerification> VerifyAsync(AuditWitness? witness, CancellationToken cancellationToken)
    {
        // Read here, so that verifying needs no portal that has started; never made here.
        if (!await keys.CanReadAsync(cancellationToken))
            throw new InvalidOperationException("The key of the keyed hashes is gone from the database: restore the table Secrets.");
        await keys.LoadAsync(cancellationToken);

        for (var turn = 1; ; turn++)
        {
            var chain = await ChainAsync(cancellationToken);
            var found = chain is null ? await WithoutChainAsync(witness, cancellationToken) : await WalkAsync(chain, witness, cancellationToken);
            // The portal may have begun its chain meanwhile, or deleted what was old: then that, and no fault, was found.
            if (found.Fault is null || turn == Turns || (await ChainAsync(cancellationToken))?.AnchorNumber == chain?.AnchorNumber)
                return found;
        }
    }

    private async Task<AuditVerification> WithoutChainAsync(AuditWitness? witness, CancellationToken cancellationToken)
    {
        var none = new AuditVerification(0, 0, null);
        // Whoever deletes all of it leaves nothing that is wrong in itself.
        return witness is not null ? none with { Fault = AuditFault.NotTheWitnessed, Number = witness.Number }
            : await context.Audit.AnyAsync(row => row.SealNumber != null, cancellationToken) ? none with { Fault = AuditFault.AnchorChanged, Number = 0 }
            : await WaitingAsync(none, cancellationToken);
    }

    private async Task<AuditVerification> WalkAsync(AuditChainRow chain, AuditWitness? witness, CancellationToken cancellationToken)
    {
        var (number, seal) = (chain.AnchorNumber, chain.AnchorSeal);
        AuditVerification Found(AuditFault? fault = null, long? at = null) =>
            new(number - chain.AnchorNumber, chain.AnchorNumber, number > 0 ? new(number, seal) : null, fault, at);

        if (!seals.HasItsAnchor(chain))
            return new(0, 0, null, AuditFault.AnchorChanged, chain.AnchorNumber);
        if (await context.Audit.Where(row => row.SealNumber <= chain.AnchorNumber).MinAsync(row => row.SealNumber, cancellationToken) is { } early)
            return Found(AuditFault.Inserted, early);

        await foreach (var row in RowsAsync(number, chain.HeadNumber, cancellationToken))
        {
            if (row.SealNumber != number + 1)
                return Found(AuditFault.Missing, number + 1);
            if (!seals.Fits(seal, number + 1, row))
                return Found(await WhyNotAsync(seal, row, cancellationToken), number + 1);
            (number, seal) = (number + 1, row.Seal!);
        }

        if (number < chain.HeadNumber)
            return Found(AuditFault.Missing, number + 1);
        if (number > chain.HeadNumber || !seal.AsSpan().SequenceEqual(chain.HeadSeal))
            return Found(AuditFault.HeadChanged, number);
        // The last row first, then the head: the portal may be sealing, and moves both at once.
        if (await context.Audit.MaxAsync(row => row.SealNumber, cancellationToken) is { } last && last > (await ChainAsync(cancellationToken))?.HeadNumber)
            return Found(AuditFault.Inserted, last);
        return witness is null ? await WaitingAsync(Found(), cancellationToken)
            : await IsAsWitnessedAsync(chain, witness, cancellationToken) is { } fault ? Found(fault, witness.Number)
            : await WaitingAsync(Found(), cancellationToken);
    }

    /// <summary>What happened to the chain where a row does not fit.</summary>
    private async Task<AuditFault> WhyNotAsync(byte[] before, AuditRow row, CancellationToken cancellationToken)
    {
        var place = row.SealNumber!.Value;
        var previous = row.Seal;
        await foreach (var other in RowsAsync(place, long.MaxValue, cancellationToken))
        {
            if (seals.Fits(before, place, other))
            {
                // Two that changed places each fit where the other is; what was put in between fits nowhere.
                var beforeOther = other.SealNumber == place + 1 ? other.Seal : previous;
                return seals.Fits(beforeOther, other.SealNumber!.Value, row) ? AuditFault.OutOfOrder : AuditFault.Inserted;
            }

            previous = other.Seal;
        }

        return AuditFault.Changed;
    }

    private async Task<AuditFault?> IsAsWitnessedAsync(AuditChainRow chain, AuditWitness witness, CancellationToken cancellationToken)
    {
        if (witness.Number < chain.AnchorNumber)
            return AuditFault.WitnessTooOld;
        var seal = witness.Number == chain.AnchorNumber ? chain.AnchorSeal
            : await context.Audit.Where(row => row.SealNumber == witness.Number).Select(row => row.Seal).SingleOrDefaultAsync(cancellationToken);
        return seal is not null && new AuditWitness(witness.Number, seal) == witness ? null : AuditFault.NotTheWitnessed;
    }

    private async Task<AuditVerification> WaitingAsync(AuditVerification intact, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - SealedWithin;
        var oldest = await context.Audit.Where(row => row.SealNumber == null && row.At < before).OrderBy(row => row.Id).Select(row => (long?)row.Id).FirstOrDefaultAsync(cancellationToken);
        return oldest is null ? intact : intact with { Fault = AuditFault.Unsealed, Number = oldest };
    }

    private Task<AuditChainRow?> ChainAsync(CancellationToken cancellationToken) => context.AuditChain.AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    private async IAsyncEnumerable<AuditRow> RowsAsync(long after, long upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<AuditRow> page;
        do
        {
            var from = after;
            page = await context.Audit.AsNoTracking().Where(row => row.SealNumber > from && row.SealNumber <= upTo).OrderBy(row => row.SealNumber).Take(Page).ToListAsync(cancellationToken);
            foreach (var row in page)
                yield return row;
            after = page.Count == 0 ? after : page[^1].SealNumber!.Value;
        }
        while (page.Count == Page);
    }
}
