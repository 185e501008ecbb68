using SsprPortal.Core.Auditing;

namespace SsprPortal.Data.Auditing;

internal sealed class AuditLog(PortalDbContext context, TimeProvider clock) : IAuditLog
{
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        context.Audit.Add(new()
        {
            At = clock.GetUtcNow(),
            Code = entry.Code,
            SubjectId = entry.SubjectId,
            CorrelationId = entry.CorrelationId,
            Address = entry.Address,
            MethodId = entry.MethodId,
            Reason = entry.Reason,
        });
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }
}
