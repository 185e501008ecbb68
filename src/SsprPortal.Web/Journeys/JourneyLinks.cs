using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Journeys;

/// <summary>The page of every step: the only place that knows.</summary>
public static class JourneyLinks
{
    /// <summary>Where a journey begins.</summary>
    public const string Start = "/passwordreset";

    /// <summary>Where one lands whose journey is over or never was.</summary>
    public const string Ended = "/passwordreset/ended";

    /// <summary>Where a journey tells how it ended, or that it is about to.</summary>
    public const string Outcome = "/passwordreset/outcome";

    /// <summary>Where a journey goes on after a gate: the guard of this page leads to the one that is next.</summary>
    public const string Next = "/passwordreset/newpassword";

    /// <summary>The journey's own page.</summary>
    public static string For(RecoveryJourney journey)
    {
        ArgumentNullException.ThrowIfNull(journey);
        return journey.IsBeingFinished ? Outcome : For(journey.Step);
    }

    /// <summary>The page of a step.</summary>
    public static string For(RecoveryStep step) => step switch
    {
        RecoveryStep.ChooseGoal => "/passwordreset/goal",
        RecoveryStep.ChooseMethod => "/passwordreset/method",
        RecoveryStep.AnswerChallenge => "/passwordreset/verify",
        RecoveryStep.SetPassword => Next,
        RecoveryStep.ConfirmUnlock => "/passwordreset/unlock",
        RecoveryStep.Abandoned => Ended,
        RecoveryStep.Completed or RecoveryStep.Refused or RecoveryStep.Cancelled => Outcome,
    };
}
