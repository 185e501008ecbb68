using SsprPortal.Core.Auditing;

namespace SsprPortal.Data.Auditing;

/// <summary>One outcome, for good.</summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    public required DateTimeOffset At { get; set; }

    public required AuditCode Code { get; set; }

    public Guid? SubjectId { get; set; }

    public Guid? CorrelationId { get; set; }

    public string? Address { get; set; }

    public string? MethodId { get; set; }

    public string? Reason { get; set; }
}
