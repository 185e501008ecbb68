using static SsprPortal.Core.Recovery.RecoveryCondition;
using static SsprPortal.Core.Recovery.RecoveryEvent;
using static SsprPortal.Core.Recovery.RecoveryStep;

namespace SsprPortal.Core.Recovery;

/// <summary>One row of the table: from a step, by an event, when a condition holds, to a step.</summary>
/// <param name="From">The step before; null before the journey exists.</param>
/// <param name="Event">What happens.</param>
/// <param name="When">What has to hold.</param>
/// <param name="To">The step after.</param>
public sealed record RecoveryTransition(RecoveryStep? From, RecoveryEvent Event, RecoveryCondition When, RecoveryStep To);

/// <summary>
/// Every way a journey can go, as a table; what is not in it throws. docs/journeys/recovery.mmd is drawn from it. The step decides
/// which page is shown; what a person may do is decided by recorded proof (<see cref="RecoveryService"/>).
/// </summary>
public static class RecoveryStateMachine
{
    private static readonly RecoveryStep[] Live = [ChooseGoal, ChooseMethod, AnswerChallenge, SetPassword, ConfirmUnlock];

    private static readonly (RecoveryEvent Event, RecoveryStep To)[] Ends =
        [(PolicyRefused, Refused), (RecoveryEvent.Cancelled, RecoveryStep.Cancelled), (Expired, Abandoned)];

    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<RecoveryTransition> Table =
    [
        new(null, Started, TwoGoals, ChooseGoal),
        new(null, Started, Eligible, ChooseMethod),
        new(null, Started, NotEligible, Refused),

        new(ChooseGoal, GoalChosen, None, ChooseMethod),

        new(ChooseMethod, ChallengeIssued, None, AnswerChallenge),

        new(AnswerChallenge, ChallengeReissued, None, AnswerChallenge),
        new(AnswerChallenge, MethodAbandoned, None, ChooseMethod),
        new(AnswerChallenge, ChallengePassed, GatesMissing, ChooseMethod),
        new(AnswerChallenge, ChallengePassed, GatesMet, SetPassword),
        new(AnswerChallenge, ChallengePassed, GatesMetToUnlock, ConfirmUnlock),
        new(AnswerChallenge, ChallengePassed, Rehearsed, Completed),
        new(AnswerChallenge, ChallengeExhausted, MethodsLeft, ChooseMethod),
        new(AnswerChallenge, ChallengeExhausted, NoMethodsLeft, Refused),

        new(SetPassword, PasswordSet, None, Completed),
        new(ConfirmUnlock, AccountUnlocked, None, Completed),

        // From every live step.
        .. from step in Live
           from end in Ends
           select new RecoveryTransition(step, end.Event, None, end.To),
    ];

    /// <summary>Whether a journey at this step can still go anywhere.</summary>
    public static bool IsLive(RecoveryStep step) => Live.Contains(step);

    /// <summary>The step after an event.</summary>
    /// <exception cref="InvalidOperationException">The table has no such row.</exception>
    public static RecoveryStep Next(RecoveryStep? from, RecoveryEvent happened, RecoveryCondition when = None) =>
        Table.FirstOrDefault(row => row.From == from && row.Event == happened && row.When == when)?.To
        ?? throw new InvalidOperationException($"{happened} ({when}) cannot happen at {from?.ToString() ?? "the start"}.");
}
