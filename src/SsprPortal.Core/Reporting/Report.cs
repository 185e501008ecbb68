using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Reporting;

/// <summary>How far a report looks back.</summary>
public enum ReportPeriod
{
    /// <summary>The last 24 hours, by the hour.</summary>
    Day,

    /// <summary>The last 7 days, by the day.</summary>
    Week,

    /// <summary>The last 30 days, by the day.</summary>
    Month,

    /// <summary>The last 365 days, by the month.</summary>
    Year,
}

/// <summary>One bar of what happened over time.</summary>
/// <param name="From">Its beginning, in the organisation's zone.</param>
/// <param name="Registrations">Methods that were registered.</param>
/// <param name="Resets">Passwords that were reset.</param>
/// <param name="Unlocks">Accounts that were unlocked.</param>
public sealed record ReportBar(DateTimeOffset From, long Registrations, long Resets, long Unlocks);

/// <summary>Where journeys were, in their order. Choosing the goal belongs to choosing the method: not everybody has a choice.</summary>
public enum FunnelStage
{
    /// <summary>Said who they are.</summary>
    Start,

    /// <summary>Choosing a method.</summary>
    ChooseMethod,

    /// <summary>Answering a challenge.</summary>
    AnswerChallenge,

    /// <summary>Every gate passed: a new password, or unlocking.</summary>
    Finish,
}

/// <summary>How many journeys came to a stage, and how those ended that ended there.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Reached">How many came so far.</param>
/// <param name="Ended">How many ended there, by result.</param>
public sealed record FunnelStep(FunnelStage Stage, long Reached, IReadOnlyDictionary<AuditResult, long> Ended);

/// <summary>What is asked of a self-service portal, of one period (features J1 to J6).</summary>
/// <param name="Period">The period.</param>
/// <param name="People">Who is there, enabled, registered and capable, now.</param>
/// <param name="Kinds">How many people have each kind of security info, now.</param>
/// <param name="Bars">What happened over time.</param>
/// <param name="Registered">How often each method was registered.</param>
/// <param name="Used">How often each method was a gate that was passed.</param>
/// <param name="Results">How journeys ended, and how many turned to an administrator.</param>
/// <param name="Funnel">How far journeys came.</param>
/// <param name="Endings">Where and why journeys ended otherwise than well: the step, the result, the reason.</param>
/// <param name="Failures">What failed most often, and why.</param>
/// <param name="Blocks">How often accounts were blocked, blocks cleared, and messages stopped.</param>
public sealed record Report(
    ReportPeriod Period,
    PopulationFigures People,
    IReadOnlyList<(string Kind, long People)> Kinds,
    IReadOnlyList<ReportBar> Bars,
    IReadOnlyList<(string MethodId, long Count)> Registered,
    IReadOnlyList<(string MethodId, long Count)> Used,
    IReadOnlyList<(AuditResult Result, long Count)> Results,
    IReadOnlyList<FunnelStep> Funnel,
    IReadOnlyList<(FunnelStage Stage, AuditResult Result, string Reason, long Count)> Endings,
    IReadOnlyList<(AuditCode Code, string Reason, long Count)> Failures,
    IReadOnlyList<(AuditCode Code, long Count)> Blocks);
