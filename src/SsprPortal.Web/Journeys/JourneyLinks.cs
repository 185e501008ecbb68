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

    /// <summary>The journey's own page.</summary>
    public static string For(RecoveryJourney journey)
    {
        ArgumentNullException.ThrowIfNull(journey);
        return journey.IsBeingFinished ? Outcome : For(journey.Step);
    }

    /// <summary>The page of a step.</summary>
    public static string For(RecoveryStep step) => step switch
    {
        RecoveryStep.ChooseMethod => "/passwordreset/method",
        RecoveryStep.AnswerChallenge => "/passwordreset/verify",
        RecoveryStep.SetPassword => "/passwordreset/newpassword",
        RecoveryStep.Completed or RecoveryStep.Refused or RecoveryStep.Cancelled => Outcome,
    };
}
