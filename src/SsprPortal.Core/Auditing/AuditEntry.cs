namespace SsprPortal.Core.Auditing;

/// <summary>Who asks, as far as a request tells.</summary>
/// <param name="Address">The client's IP address, from configured proxies only.</param>
/// <param name="Language">The language of the page, "en" or "ja".</param>
public sealed record Caller(string? Address, string Language);

/// <summary>
/// One outcome. Never a password, code, answer, seed, phone number or address of a person.
/// </summary>
/// <param name="Code">What happened.</param>
/// <param name="SubjectId">Whose account; null when nobody was found.</param>
/// <param name="CorrelationId">The journey or session: the support reference people are shown.</param>
/// <param name="Address">The client's IP address.</param>
/// <param name="MethodId">The verification method, when one was involved.</param>
/// <param name="Reason">The name of the refusal or rule.</param>
/// <param name="Stage">The name of the step at which it happened.</param>
/// <param name="ActorId">Who did it, when it was not the person: an administrator.</param>
public sealed record AuditEntry(
    AuditCode Code,
    Guid? SubjectId,
    Guid? CorrelationId,
    string? Address,
    string? MethodId = null,
    string? Reason = null,
    string? Stage = null,
    Guid? ActorId = null);
