namespace SsprPortal.Core.Auditing;

/// <summary>An entry that stands in the chain.</summary>
/// <param name="Number">Its place in the chain, from 1.</param>
/// <param name="At">When it was written (UTC).</param>
/// <param name="Code">What happened.</param>
/// <param name="Result">The name of an <see cref="AuditResult"/>; null for what happens on the way to an end.</param>
/// <param name="SubjectId">Whose account.</param>
/// <param name="ActorId">Who did it, when it was not the person.</param>
/// <param name="CorrelationId">The journey or session: the support reference.</param>
/// <param name="Address">The client's IP address.</param>
/// <param name="MethodId">The verification method.</param>
/// <param name="Stage">The step at which it happened.</param>
/// <param name="Reason">The name of the refusal or rule.</param>
public sealed record SealedEntry(
    long Number, DateTimeOffset At, AuditCode Code, string? Result, Guid? SubjectId, Guid? ActorId, Guid? CorrelationId, string? Address, string? MethodId, string? Stage, string? Reason);

/// <summary>The audit in the order of its chain, for programs that follow it: nothing comes later before what was read.</summary>
public interface ISealedAudit
{
    /// <summary>The entries after a place of the chain, in its order.</summary>
    Task<IReadOnlyList<SealedEntry>> ReadAsync(long after, int atMost, CancellationToken cancellationToken);
}
