using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Verification;

namespace SsprPortal.Core.Tests.Verification;

public sealed class VerificationServiceTests
{
    private const string Target = "+819012345678";
    private static readonly SsprPolicy Policy = new();
    private static readonly Caller Somebody = new(null, "en");

    private readonly List<string> journal = [];
    private readonly FakeClock clock = new();
    private readonly MemoryOutbox outbox = new();
    private readonly MemoryChallengeStore challenges;
    private readonly MemoryThrottleStore throttles;
    private readonly RecordingMethod method;
    private readonly VerificationService service;
    private readonly ChallengeOwner owner = new(ChallengePurpose.Recovery, Guid.NewGuid(), Guid.NewGuid());

    public VerificationServiceTests()
    {
        challenges = new(clock, journal);
        throttles = new(journal);
        method = new(journal);
        service = new(new([method], [new RecordingSender(MessageChannel.Text)]), challenges, new MemoryRegistrationStore(clock), throttles, SendLimits(), outbox, clock);
    }

    // Nobody is told here: no limit of the whole portal comes near.
    private SendLimits SendLimits() =>
        new(throttles, new(outbox, Sample.Texts, null!, [], clock), null!, Options.Create(new SendLimitOptions()), clock, NullLogger<SendLimits>.Instance);

    [Fact]
    public async Task An_answer_is_counted_on_the_account_and_on_the_challenge_before_it_is_compared()
    {
        var challenge = await IssueAsync();
        journal.Clear();

        await AnswerAsync(challenge, "wrong");

        Assert.Equal(["take gate-attempts", "count", "compare"], journal);
    }

    [Fact]
    public async Task A_right_answer_passes_and_gives_the_account_its_try_back()
    {
        var challenge = await IssueAsync();
        journal.Clear();

        var result = await AnswerAsync(challenge, RecordingMethod.Right);

        Assert.Equal((AnswerOutcome.Passed, challenge.Id), (result.Outcome, result.Challenge!.Id));
        Assert.Equal(["take gate-attempts", "count", "compare", "give back gate-attempts"], journal);
        Assert.Equal(0, throttles.Taken(Throttle.GateAttempts));
        Assert.True(await service.TryConsumeAsync(result, default));
        Assert.False(await service.TryConsumeAsync(result, default));
        Assert.Equal(AnswerOutcome.Expired, (await AnswerAsync(challenge, RecordingMethod.Right)).Outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t　")]
    public async Task Nothing_typed_is_no_try(string? typed)
    {
        var challenge = await IssueAsync();
        journal.Clear();

        Assert.Equal(AnswerOutcome.Empty, (await AnswerAsync(challenge, typed)).Outcome);
        Assert.Empty(journal);
    }

    [Fact]
    public async Task Wrong_answers_leave_ever_fewer_tries_and_the_fifth_blocks_the_account_even_for_the_right_one()
    {
        var challenge = await IssueAsync();

        for (var left = 4; left > 0; left--)
        {
            var result = await AnswerAsync(challenge, "wrong");
            Assert.Equal((AnswerOutcome.Wrong, left), (result.Outcome, result.TriesLeft));
        }

        var last = await AnswerAsync(challenge, "wrong");
        Assert.Equal((AnswerOutcome.Blocked, challenge.Id), (last.Outcome, last.Challenge!.Id));
        journal.Clear();
        Assert.Equal(new(AnswerOutcome.Blocked), await AnswerAsync(challenge, RecordingMethod.Right));
        Assert.Equal(["take gate-attempts"], journal);
    }

    [Fact]
    public async Task A_new_code_a_new_journey_and_another_method_bring_no_new_tries_for_the_account()
    {
        for (var i = 0; i < 5; i++)
        {
            var another = owner with { Id = Guid.NewGuid() };
            Assert.NotEqual(AnswerOutcome.Passed, (await service.AnswerAsync(another, (await IssueAsync(another, $"+8190{i}2345678")).Id, new("wrong"), [], default)).Outcome);
        }

        var challenge = await IssueAsync(owner with { Id = Guid.NewGuid() }, "+819099999999");
        Assert.Equal(AnswerOutcome.Blocked, (await service.AnswerAsync(challenge.Owner, challenge.Id, new(RecordingMethod.Right), [], default)).Outcome);
    }

    [Fact]
    public async Task A_slip_while_registering_never_blocks_a_reset()
    {
        var registering = new ChallengeOwner(ChallengePurpose.Registration, Guid.NewGuid(), owner.SubjectId);
        var challenge = await IssueAsync(registering);

        AnswerResult result = new(AnswerOutcome.Wrong);
        for (var i = 0; i < 5; i++)
            result = await service.AnswerAsync(registering, challenge.Id, new("wrong"), [], default);

        Assert.Equal((AnswerOutcome.Exhausted, challenge.Id), (result.Outcome, result.Challenge!.Id));
        Assert.Equal(new(AnswerOutcome.Exhausted), await service.AnswerAsync(registering, challenge.Id, new(RecordingMethod.Right), [], default));
        Assert.Equal((0, 5), (throttles.Taken(Throttle.GateAttempts), throttles.Taken(Throttle.RegistrationAttempts)));
        Assert.Equal(AnswerOutcome.Passed, (await AnswerAsync(await IssueAsync(target: "+818011112222"), RecordingMethod.Right)).Outcome);

        clock.Advance(TimeSpan.FromSeconds(60));
        var again = await IssueAsync(registering);
        Assert.Equal(AnswerOutcome.Passed, (await service.AnswerAsync(registering, again.Id, new(RecordingMethod.Right), [], default)).Outcome);
    }

    [Fact]
    public async Task Limits_and_waits_are_kept_by_what_tells_targets_apart()
    {
        await IssueAsync(target: "someone@example.org");

        Assert.Equal(IssueOutcome.TooSoon, (await service.IssueAsync(owner, method, "SomeOne@example.org", [], Somebody, Policy, default)).Outcome);
    }

    [Fact]
    public async Task One_account_sends_ten_messages_a_day_while_registering()
    {
        var registering = owner with { Purpose = ChallengePurpose.Registration };
        for (var i = 0; i < 10; i++)
            Assert.Equal(IssueOutcome.Issued, (await service.IssueAsync(registering, method, $"+8180111122{i:D2}", [], Somebody, Policy, default)).Outcome);

        Assert.Equal(IssueOutcome.TooMany, (await service.IssueAsync(registering, method, "+818011112299", [], Somebody, Policy, default)).Outcome);
        Assert.Equal(IssueOutcome.Issued, (await service.IssueAsync(owner, method, "+818011112299", [], Somebody, Policy, default)).Outcome);
    }

    [Fact]
    public async Task An_expired_a_replaced_and_a_strangers_challenge_are_not_compared_and_cost_no_try()
    {
        var replaced = await IssueAsync();
        var expired = await IssueAsync(target: "+818011112222");
        journal.Clear();

        Assert.Equal(AnswerOutcome.Expired, (await AnswerAsync(replaced, RecordingMethod.Right)).Outcome);
        Assert.Equal(AnswerOutcome.Expired, (await service.AnswerAsync(owner with { Purpose = ChallengePurpose.Registration }, expired.Id, new(RecordingMethod.Right), [], default)).Outcome);
        Assert.Equal(AnswerOutcome.Expired, (await service.AnswerAsync(owner with { Id = Guid.NewGuid() }, expired.Id, new(RecordingMethod.Right), [], default)).Outcome);
        clock.Advance(method.Lifetime);
        Assert.Equal(AnswerOutcome.Expired, (await AnswerAsync(expired, RecordingMethod.Right)).Outcome);

        Assert.DoesNotContain("compare", journal);
        Assert.Equal((0, 0), (throttles.Taken(Throttle.GateAttempts), throttles.Taken(Throttle.RegistrationAttempts)));
    }

    [Fact]
    public async Task The_next_code_has_to_wait_ever_longer_and_inherits_the_wrong_tries()
    {
        var first = await IssueAsync();
        await AnswerAsync(first, "wrong");

        var tooSoon = await service.IssueAsync(owner, method, Target, [], Somebody, Policy, default);
        Assert.Equal((IssueOutcome.TooSoon, TimeSpan.FromSeconds(60)), (tooSoon.Outcome, tooSoon.Wait));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TimeSpan.FromSeconds(1), (await service.IssueAsync(owner, method, Target, [], Somebody, Policy, default)).Wait);
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await IssueAsync();
        Assert.Equal((2, 1, TimeSpan.FromSeconds(120)), (second.Sends, second.Attempts, second.ResendAt - second.IssuedAt));
        clock.Advance(TimeSpan.FromSeconds(120));
        var third = await IssueAsync();

        Assert.Equal((3, 1, TimeSpan.FromSeconds(300)), (third.Sends, third.Attempts, third.ResendAt - third.IssuedAt));
        Assert.Equal(3, outbox.Waiting.Count);
        Assert.All(outbox.Waiting, each => Assert.Equal(Target, each.Message.To));
        Assert.Equal(third.ExpiresAt, outbox.Waiting[^1].WorthlessAfter);
    }

    [Fact]
    public async Task A_destination_gets_three_messages_in_a_quarter_of_an_hour_whoever_asks()
    {
        for (var i = 0; i < 3; i++)
            await IssueAsync(new(ChallengePurpose.Recovery, Guid.NewGuid(), Guid.NewGuid()));

        var fourth = await service.IssueAsync(owner, method, Target, [], Somebody, Policy, default);

        Assert.Equal(new(IssueOutcome.TooMany), fourth);
        Assert.Equal(3, outbox.Waiting.Count);
        Assert.Equal(IssueOutcome.Issued, (await service.IssueAsync(owner, method, "+818011112222", [], Somebody, Policy, default)).Outcome);
    }

    [Fact]
    public async Task Guessing_the_registered_phone_is_guessing_at_the_account()
    {
        Task<(AnswerOutcome Outcome, bool Looked, int TriesLeft)> CompareAsync(string typed) => service.CompareTargetAsync(owner.SubjectId, method, Sample.Phone() with { Value = Target }, typed, Policy, default);

        Assert.Equal((AnswerOutcome.Passed, true, 4), await CompareAsync(Target));
        Assert.Equal(0, throttles.Taken(Throttle.GateAttempts));
        for (var left = 4; left > 0; left--)
            Assert.Equal((AnswerOutcome.Wrong, true, left), await CompareAsync("+818000000000"));
        Assert.Equal((AnswerOutcome.Blocked, true, 0), await CompareAsync("+818000000000"));
        Assert.Equal((AnswerOutcome.Blocked, false, 0), await CompareAsync(Target));
    }

    [Fact]
    public async Task A_decoy_is_written_down_like_a_message_and_goes_nowhere()
    {
        await service.IssueAsync(owner, method, Target, [Sample.Phone() with { IsDecoy = true }], Somebody, Policy, default);
        await service.IssueAsync(owner, method, "+818011112222", [Sample.Phone("+818011112222")], Somebody, Policy, default);

        Assert.Equal([true, false], outbox.Waiting.Select(each => each.Message.IsDecoy));
    }

    [Fact]
    public async Task A_decoy_is_compared_like_anything_else_and_never_passes()
    {
        RegisteredMethod[] decoys = [Sample.Phone() with { IsDecoy = true }];
        var challenge = (await service.IssueAsync(owner, method, Target, decoys, Somebody, Policy, default)).Challenge!;
        journal.Clear();

        var answer = await service.AnswerAsync(owner, challenge.Id, new(RecordingMethod.Right), decoys, default);

        Assert.Equal((AnswerOutcome.Wrong, 4), (answer.Outcome, answer.TriesLeft));
        Assert.Null(answer.Proof);
        Assert.Equal(["take gate-attempts", "count", "compare"], journal);
        Assert.Equal((AnswerOutcome.Wrong, true, 3), await service.CompareTargetAsync(owner.SubjectId, method, decoys[0], "+818000000000", Policy, default));
        // What stands for a phone is no phone: whoever types it has typed nothing that could be one.
        Assert.Equal((AnswerOutcome.Empty, false, 0), await service.CompareTargetAsync(owner.SubjectId, method, decoys[0], decoys[0].Value, Policy, default));
    }

    [Theory]
    [InlineData(false, "take")]
    [InlineData(true, "look")]
    public async Task A_decoy_counts_for_who_asks_and_not_for_the_portal(bool isDecoy, string site)
    {
        await service.IssueAsync(owner, method, Target, [Sample.Phone() with { IsDecoy = isDecoy }], new("198.51.100.7", "en"), Policy, default);

        Assert.Equal(
            ["take sends-15m", "take sends-1h", "take sends-24h", "take sends-address-15m", "take sends-network-1h", $"{site} sends-site-1h", $"{site} sends-site-24h"],
            journal.Where(line => line.Contains("sends", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_address_asks_for_ten_messages_in_a_quarter_of_an_hour_whoever_they_are_for()
    {
        Task<IssueResult> SendAsync(int number, string address) => service.IssueAsync(
            owner with { Id = Guid.NewGuid(), SubjectId = Guid.NewGuid() }, method, $"+8190{number:D8}", [], new(address, "en"), Policy, default);
        for (var number = 0; number < 10; number++)
            Assert.Equal(IssueOutcome.Issued, (await SendAsync(number, "198.51.100.7")).Outcome);

        Assert.Equal(IssueOutcome.TooMany, (await SendAsync(10, "198.51.100.7")).Outcome);
        Assert.Equal(IssueOutcome.Issued, (await SendAsync(11, "198.51.100.8")).Outcome);
    }

    private async Task<VerificationChallenge> IssueAsync(ChallengeOwner? to = null, string target = Target)
    {
        var result = await service.IssueAsync(to ?? owner, method, target, [], Somebody, Policy, default);
        Assert.Equal(IssueOutcome.Issued, result.Outcome);
        return result.Challenge!;
    }

    private Task<AnswerResult> AnswerAsync(VerificationChallenge challenge, string? typed) => service.AnswerAsync(owner, challenge.Id, new(typed), [], default);

    private sealed class RecordingMethod(List<string> journal) : IVerificationMethod
    {
        public const string Right = "right";

        public string Id => "recording";

        public MethodClass Class => MethodClass.Phone;

        public ResponseShape Shape => ResponseShape.Code;

        public string RegistrationKind => "mobile";

        public MessageChannel? Channel => MessageChannel.Text;

        public string TargetKey(string target) => target.ToUpperInvariant();

        public TimeSpan Lifetime => TimeSpan.FromMinutes(5);

        public bool AsksForTarget => true;

        public DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy) => new("decoy", "");

        public bool? IsTarget(string registered, string? typed, SsprPolicy policy) => registered == typed;

        public Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken) =>
            Task.FromResult(new ChallengeStart([1], new(Guid.NewGuid(), MessageChannel.Text, context.Target, "", Right, context.Language)));

        public Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken)
        {
            journal.Add("compare");
            return Task.FromResult(response.Text == Right ? new Proof() : null);
        }
    }
}
