using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Where in the journey a page is.</summary>
/// <param name="Step">Its step; null before there is a journey.</param>
/// <param name="GatesPassed">How many gates are passed, on the pages between.</param>
internal sealed record StepsPage(RecoveryStep? Step, int GatesPassed = 0)
{
    /// <summary>The steps, by the names of their texts.</summary>
    public static IReadOnlyList<string> Names(RecoveryJourney? journey) =>
    [
        "Identify",
        .. journey?.GatesRequired > 1 ? (string[])["Verify1", "Verify2"] : ["Verify"],
        journey?.Goal == RecoveryGoal.Unlock ? "Unlock" : "NewPassword",
    ];

    /// <summary>The present one, counted from 1; past the last, all are done.</summary>
    public int Number(RecoveryJourney? journey)
    {
        var last = Names(journey).Count;
        return Step switch
        {
            null => 1,
            RecoveryStep.ChooseGoal or RecoveryStep.ChooseMethod or RecoveryStep.AnswerChallenge => Math.Min(2 + GatesPassed, last - 1),
            RecoveryStep.SetPassword or RecoveryStep.ConfirmUnlock => last,
            _ => last + 1,
        };
    }
}
