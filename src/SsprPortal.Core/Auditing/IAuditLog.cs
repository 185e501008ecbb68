namespace SsprPortal.Core.Auditing;

/// <summary>The append-only record of outcomes, written by use cases in the same transaction as the state they tell of.</summary>
public interface IAuditLog
{
    /// <summary>Appends one entry, stamped with the time (UTC).</summary>
    Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken) => WriteAllAsync([entry], cancellationToken);

    /// <summary>Appends several, at once.</summary>
    Task WriteAllAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken);
}
