namespace SsprPortal.Data;

/// <summary>The audit (section "Audit").</summary>
public sealed class AuditOptions
{
    /// <summary>Entries older than so many days are deleted: 30 to 3650 (N44 of the security notes).</summary>
    public int RetentionDays { get; set; } = 400;
}
