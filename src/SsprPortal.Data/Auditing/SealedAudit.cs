using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;

namespace SsprPortal.Data.Auditing;

internal sealed class SealedAudit(PortalDbContext context) : ISealedAudit
{
    public async Task<IReadOnlyList<SealedEntry>> ReadAsync(long after, int atMost, CancellationToken cancellationToken) =>
        await context.Audit.Where(row => row.SealNumber > after).OrderBy(row => row.SealNumber).Take(atMost)
            .Select(row => new SealedEntry(row.SealNumber!.Value, row.At, row.Code, row.Result, row.SubjectId, row.ActorId, row.CorrelationId, row.Address, row.MethodId, row.Stage, row.Reason))
            .ToListAsync(cancellationToken);
}
