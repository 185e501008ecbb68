using SsprPortal.Core.Recovery;
using SsprPortal.TestKit;

namespace SsprPortal.Core.Tests.Recovery;

public sealed class RecoveryStateMachineTests
{
    private static readonly RecoveryStep?[] Steps = [null, .. Enum.GetValues<RecoveryStep>()];

    [Fact]
    public void A_journey_goes_as_the_table_says_and_nowhere_else()
    {
        var gone = 0;
        foreach (var step in Steps)
        {
            foreach (var happened in Enum.GetValues<RecoveryEvent>())
            {
                foreach (var when in Enum.GetValues<RecoveryCondition>())
                {
                    var rows = RecoveryStateMachine.Table.Where(row => row.From == step && row.Event == happened && row.When == when).ToList();
                    if (rows.Count == 0)
                    {
                        Assert.Throws<InvalidOperationException>(() => RecoveryStateMachine.Next(step, happened, when));
                        continue;
                    }

                    Assert.Equal(Assert.Single(rows).To, RecoveryStateMachine.Next(step, happened, when));
                    gone++;
                }
            }
        }

        Assert.Equal(RecoveryStateMachine.Table.Count, gone);
    }

    [Fact]
    public void Whoever_is_on_the_way_can_cancel_can_be_refused_and_can_stay_away()
    {
        RecoveryStep[] live = [RecoveryStep.ChooseGoal, RecoveryStep.ChooseMethod, RecoveryStep.AnswerChallenge, RecoveryStep.SetPassword, RecoveryStep.ConfirmUnlock];

        Assert.Equal(live, Enum.GetValues<RecoveryStep>().Where(RecoveryStateMachine.IsLive));
        foreach (var step in live)
        {
            Assert.Equal(RecoveryStep.Cancelled, RecoveryStateMachine.Next(step, RecoveryEvent.Cancelled));
            Assert.Equal(RecoveryStep.Refused, RecoveryStateMachine.Next(step, RecoveryEvent.PolicyRefused));
            Assert.Equal(RecoveryStep.Abandoned, RecoveryStateMachine.Next(step, RecoveryEvent.Expired));
        }
    }

    [Fact]
    public void A_journey_that_has_ended_goes_nowhere()
    {
        foreach (var step in new RecoveryStep?[] { RecoveryStep.Completed, RecoveryStep.Refused, RecoveryStep.Cancelled, RecoveryStep.Abandoned })
            Assert.DoesNotContain(RecoveryStateMachine.Table, row => row.From == step);
    }

    [Fact]
    public void Only_the_last_gate_leads_to_what_changes_the_account_and_only_that_or_a_rehearsal_to_the_end()
    {
        Assert.Equal(
            [new(RecoveryStep.AnswerChallenge, RecoveryEvent.ChallengePassed, RecoveryCondition.GatesMetToUnlock, RecoveryStep.ConfirmUnlock)],
            RecoveryStateMachine.Table.Where(row => row.To == RecoveryStep.ConfirmUnlock));
        Assert.Equal(
            [new(RecoveryStep.AnswerChallenge, RecoveryEvent.ChallengePassed, RecoveryCondition.GatesMet, RecoveryStep.SetPassword)],
            RecoveryStateMachine.Table.Where(row => row.To == RecoveryStep.SetPassword));
        Assert.Equal(
            [
                new(RecoveryStep.AnswerChallenge, RecoveryEvent.ChallengePassed, RecoveryCondition.Rehearsed, RecoveryStep.Completed),
                new(RecoveryStep.SetPassword, RecoveryEvent.PasswordSet, RecoveryCondition.None, RecoveryStep.Completed),
                new(RecoveryStep.ConfirmUnlock, RecoveryEvent.AccountUnlocked, RecoveryCondition.None, RecoveryStep.Completed),
            ],
            RecoveryStateMachine.Table.Where(row => row.To == RecoveryStep.Completed));
    }

    [Fact]
    public void Every_condition_of_an_event_leads_somewhere()
    {
        (RecoveryEvent Event, RecoveryCondition[] Conditions)[] decided =
        [
            (RecoveryEvent.Started, [RecoveryCondition.TwoGoals, RecoveryCondition.Eligible, RecoveryCondition.NotEligible]),
            (RecoveryEvent.ChallengePassed, [RecoveryCondition.GatesMissing, RecoveryCondition.GatesMet, RecoveryCondition.GatesMetToUnlock, RecoveryCondition.Rehearsed]),
            (RecoveryEvent.ChallengeExhausted, [RecoveryCondition.MethodsLeft, RecoveryCondition.NoMethodsLeft]),
        ];

        foreach (var group in RecoveryStateMachine.Table.GroupBy(row => (row.From, row.Event)))
        {
            var expected = decided.FirstOrDefault(each => each.Event == group.Key.Event).Conditions ?? [RecoveryCondition.None];
            Assert.Equal(expected, group.Select(row => row.When));
        }
    }

    [Fact]
    public void Leaving_a_step_leaves_its_challenge_behind_and_ending_a_journey_makes_room_for_the_next()
    {
        var subject = Guid.NewGuid();
        var now = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var journey = new RecoveryJourney
        {
            Id = Guid.NewGuid(),
            HandleHash = [],
            SubjectId = subject,
            LiveFor = subject,
            Step = RecoveryStep.AnswerChallenge,
            ChallengeId = Guid.NewGuid(),
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + RecoveryJourney.Lifetime,
        };

        var abandoned = journey.After(RecoveryEvent.MethodAbandoned, RecoveryCondition.None, now.AddMinutes(1));
        var cancelled = journey.After(RecoveryEvent.Cancelled, RecoveryCondition.None, now);

        Assert.Equal((RecoveryStep.ChooseMethod, null, subject, now.AddMinutes(1)), (abandoned.Step, abandoned.ChallengeId, abandoned.LiveFor, abandoned.LastSeenAt));
        Assert.Equal((RecoveryStep.Cancelled, null, null), (cancelled.Step, cancelled.ChallengeId, cancelled.LiveFor));
    }

    [Theory]
    [InlineData(9, 59, 9, 59, true)]
    [InlineData(10, 0, 10, 0, false)]
    [InlineData(14, 59, 1, 0, true)]
    [InlineData(15, 0, 1, 0, false)]
    public void A_journey_lives_for_fifteen_minutes_and_ten_without_a_step(int minutes, int seconds, int idleMinutes, int idleSeconds, bool alive)
    {
        var start = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var now = start + new TimeSpan(0, minutes, seconds);
        var journey = new RecoveryJourney
        {
            Id = Guid.NewGuid(),
            HandleHash = [],
            SubjectId = Guid.NewGuid(),
            Step = RecoveryStep.ChooseMethod,
            StartedAt = start,
            LastSeenAt = now - new TimeSpan(0, idleMinutes, idleSeconds),
            ExpiresAt = start + RecoveryJourney.Lifetime,
        };

        Assert.Equal(alive, journey.IsAlive(now));
        Assert.False((journey with { Format = RecoveryJourney.CurrentFormat + 1 }).IsAlive(start));
    }

    [Fact]
    public void The_diagram_is_drawn_from_the_table()
    {
        var file = Path.Combine(Checkout.Root, "docs", "journeys", "recovery.mmd");
        var expected = Diagram();

        var drawn = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        Assert.True(expected == drawn, $"docs/journeys/recovery.mmd shows another table. This is the whole file as it has to be:\n{expected}");
    }

    private static string Diagram()
    {
        List<string> lines =
        [
            "stateDiagram-v2",
            .. RecoveryStateMachine.Table.Select(row =>
                $"    {row.From?.ToString() ?? "[*]"} --> {row.To}: {row.Event}{(row.When == RecoveryCondition.None ? "" : $" [{row.When}]")}"),
            .. Enum.GetValues<RecoveryStep>().Where(step => !RecoveryStateMachine.IsLive(step)).Select(step => $"    {step} --> [*]"),
        ];
        return string.Join('\n', lines) + "\n";
    }
}
