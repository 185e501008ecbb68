using SsprPortal.Core.Auditing;

namespace SsprPortal.Data.Auditing;

/// <summary>One outcome. Written once; afterwards only the seal is added, and in the end the row is deleted with its retention.</summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    public required DateTimeOffset At { get; set; }

    public required AuditCode Code { get; set; }

    /// <summary>The name of an <see cref="AuditResult"/>. Text, so that one which somebody else wrote is read, and found to be wrong.</summary>
    public string? Result { get; set; }

    public Guid? SubjectId { get; set; }

    public Guid? ActorId { get; set; }

    public Guid? CorrelationId { get; set; }

    public string? Address { get; set; }

    public string? MethodId { get; set; }

    public string? Stage { get; set; }

    public string? Reason { get; set; }

    /// <summary>The place in the chain, from 1; null until it is sealed.</summary>
    public long? SealNumber { get; set; }

    /// <summary>HMAC-SHA-256 over the seal before and this row.</summary>
    public byte[]? Seal { get; set; }
}
