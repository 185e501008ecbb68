using SsprPortal.Core.Auditing;

namespace SsprPortal.Web.Features.Api;

/// <summary>What the organisation knows of a person. All of it is replaced: what is missing or null is removed.</summary>
/// <param name="MobilePhone">The mobile phone, in international form or as it is dialled at home.</param>
/// <param name="AlternateMail">Another mail address than the organisation's own.</param>
/// <param name="OfficePhone">The office phone, perhaps with an extension: "+81 312345678X1234".</param>
public sealed record ContactBody(string? MobilePhone = null, string? AlternateMail = null, string? OfficePhone = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ContactBody);
}

/// <summary>An entry of the audit.</summary>
/// <param name="Number">Its place in the chain: the next request asks for what is after it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Code">What happened, by its number, which never changes.</param>
/// <param name="Event">What happened, by its name.</param>
/// <param name="Result">How it ended; null for what happens on the way.</param>
/// <param name="SubjectId">Whose account.</param>
/// <param name="ActorId">Who did it, when it was not the person.</param>
/// <param name="CorrelationId">The support reference.</param>
/// <param name="Address">The client's IP address.</param>
/// <param name="MethodId">The verification method.</param>
/// <param name="Stage">The step at which it happened, or the setting that was changed.</param>
/// <param name="Reason">The name of the refusal or rule.</param>
public sealed record AuditItem(
    long Number, DateTimeOffset At, int Code, string Event, string? Result, Guid? SubjectId, Guid? ActorId, Guid? CorrelationId, string? Address, string? MethodId, string? Stage, string? Reason)
{
    internal static AuditItem Of(SealedEntry entry) => new(
        entry.Number, entry.At, (int)entry.Code, entry.Code.ToString(), entry.Result, entry.SubjectId, entry.ActorId, entry.CorrelationId, entry.Address, entry.MethodId, entry.Stage, entry.Reason);
}

/// <summary>Entries of the audit in the order of its chain.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">What the next request gives as "after": the same as now when there was nothing new.</param>
public sealed record AuditItems(IReadOnlyList<AuditItem> Entries, long Next);
