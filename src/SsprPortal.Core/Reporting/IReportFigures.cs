using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Reporting;

/// <summary>How often something happened.</summary>
/// <param name="Code">What.</param>
/// <param name="MethodId">The method; empty where there was none.</param>
/// <param name="Stage">The name of the step; empty where there was none.</param>
/// <param name="Reason">The name of the reason; empty where there was none.</param>
/// <param name="Count">How often.</param>
public sealed record CountedOutcome(AuditCode Code, string MethodId, string Stage, string Reason, long Count);

/// <summary>How often something happened in an hour.</summary>
/// <param name="Hour">The beginning of the hour (UTC).</param>
/// <param name="Code">What.</param>
/// <param name="Count">How often.</param>
public sealed record HourlyOutcome(DateTimeOffset Hour, AuditCode Code, long Count);

/// <summary>What the audit adds up to, kept by the hour and never counted from its entries; a few seconds behind it.</summary>
public interface IReportFigures
{
    /// <summary>Everything that happened in some hours, in one statement.</summary>
    /// <param name="from">The first hour (UTC).</param>
    /// <param name="before">The hour after the last (UTC).</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<CountedOutcome>> TotalsAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>How often some of it happened in each hour, in one statement; hours without it are left out.</summary>
    /// <param name="codes">What.</param>
    /// <param name="from">The first hour (UTC).</param>
    /// <param name="before">The hour after the last (UTC).</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<HourlyOutcome>> HoursAsync(IReadOnlyCollection<AuditCode> codes, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken);
}
