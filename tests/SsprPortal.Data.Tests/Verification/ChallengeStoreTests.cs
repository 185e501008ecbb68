using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Verification;

public sealed class ChallengeStoreTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private const int Callers = 32;

    [Fact]
    public async Task Of_32_answers_at_once_five_are_counted()
    {
        var challenge = await AddAsync(Owner());

        var counted = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryCountAsync(challenge.Id, challenge.Owner, VerificationChallenge.MaxAttempts, default));

        Assert.Equal(VerificationChallenge.MaxAttempts, counted.Count(each => each));
        Assert.Equal(VerificationChallenge.MaxAttempts, (await FindAsync(challenge))!.Attempts);
    }

    [Fact]
    public async Task Of_32_right_answers_at_once_one_uses_the_code()
    {
        var challenge = await AddAsync(Owner());

        var consumed = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryConsumeAsync(challenge.Id, challenge.Owner, default));

        Assert.Single(consumed, each => each);
    }

    [Fact]
    public async Task Cannot_use_a_code_twice()
    {
        var challenge = await AddAsync(Owner());

        Assert.True(await ConsumeAsync(challenge));
        Assert.False(await ConsumeAsync(challenge));
        Assert.False(await CountAsync(challenge));
    }

    [Fact]
    public async Task Only_the_newest_code_can_be_answered()
    {
        var owner = Owner();
        var first = await AddAsync(owner);
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await AddAsync(owner, "email");

        Assert.False(await CountAsync(first));
        Assert.False(await ConsumeAsync(first));
        Assert.Equal(second.Id, (await database.WithAsync<IChallengeStore, VerificationChallenge?>(store => store.FindPendingAsync(owner, default)))!.Id);
        Assert.Equal(first.Id, (await database.WithAsync<IChallengeStore, VerificationChallenge?>(store => store.FindNewestAsync(owner, first.MethodId, default)))!.Id);
        Assert.True(await CountAsync(second));
        Assert.True(await ConsumeAsync(second));
    }

    [Fact]
    public async Task A_new_code_of_one_person_leaves_the_code_of_another_alone()
    {
        var mine = await AddAsync(Owner());
        await AddAsync(Owner());

        Assert.True(await ConsumeAsync(mine));
    }

    [Fact]
    public async Task A_code_belongs_to_its_owner_and_its_purpose()
    {
        var challenge = await AddAsync(Owner());
        var owner = challenge.Owner;
        ChallengeOwner[] others =
        [
            owner with { Id = Guid.NewGuid() },
            owner with { SubjectId = Guid.NewGuid() },
            owner with { Purpose = ChallengePurpose.Registration },
        ];

        foreach (var other in others)
        {
            Assert.Null(await FindAsync(challenge with { Owner = other }));
            Assert.False(await CountAsync(challenge with { Owner = other }));
            Assert.False(await ConsumeAsync(challenge with { Owner = other }));
            await database.WithAsync<IChallengeStore>(store => store.ReplaceAllAsync(other, default));
        }

        Assert.True(await ConsumeAsync(challenge));
    }

    [Fact]
    public async Task A_code_is_worthless_from_the_moment_it_expires()
    {
        var challenge = await AddAsync(Owner());

        database.Clock.Advance(challenge.ExpiresAt - database.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.True(await CountAsync(challenge));
        database.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await CountAsync(challenge));
        Assert.False(await ConsumeAsync(challenge));
    }

    [Fact]
    public async Task Ending_a_journey_makes_its_codes_worthless()
    {
        var challenge = await AddAsync(Owner());

        await database.WithAsync<IChallengeStore>(store => store.ReplaceAllAsync(challenge.Owner, default));

        Assert.False(await CountAsync(challenge));
        Assert.False(await ConsumeAsync(challenge));
        Assert.NotNull((await FindAsync(challenge))!.ReplacedAt);
    }

    [Fact]
    public async Task A_challenge_is_read_as_it_was_written()
    {
        var challenge = await AddAsync(Owner());

        var read = (await FindAsync(challenge))!;

        Assert.Equal(challenge.Secret, read.Secret);
        Assert.Equal(challenge with { Secret = read.Secret }, read);
    }

    [Fact]
    public async Task Of_32_reports_of_a_pressed_key_one_confirms_the_challenge()
    {
        var challenge = await CallAsync();

        var confirmed = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryConfirmAsync(challenge.Id, Reference(challenge), default));

        Assert.Single(confirmed, each => each);
        Assert.Equal(database.Clock.GetUtcNow(), (await FindAsync(challenge))!.ConfirmedAt);
    }

    [Fact]
    public async Task A_confirmed_challenge_is_not_used_up_and_no_answer_of_it_is_counted()
    {
        var challenge = await CallAsync();

        Assert.True(await ConfirmAsync(challenge));

        var read = (await FindAsync(challenge))!;
        Assert.Equal((null, null, 0), (read.ConsumedAt, read.ReplacedAt, read.Attempts));
        Assert.True(await ConsumeAsync(challenge));
        Assert.False(await ConfirmAsync(challenge));
    }

    [Fact]
    public async Task A_key_pressed_in_another_call_confirms_nothing()
    {
        var challenge = await CallAsync();
        var other = await CallAsync();

        foreach (var reference in new[] { Reference(other), "", "x", Reference(challenge) + " " })
            Assert.False(await ConfirmAsync(challenge, reference));
        Assert.False(await ConfirmAsync(challenge with { Id = Guid.NewGuid() }));

        Assert.Null((await FindAsync(challenge))!.ConfirmedAt);
        Assert.Null((await FindAsync(other))!.ConfirmedAt);
    }

    [Fact]
    public async Task A_message_that_is_no_call_or_was_not_taken_confirms_nothing()
    {
        var text = await CallAsync(MessageChannel.Text);
        var waiting = await CallAsync(dispatch: false);
        Assert.False(await ConfirmAsync(text));
        Assert.False(await ConfirmAsync(waiting));
        await database.DispatchAsync();
        Assert.True(await ConfirmAsync(waiting));

        foreach (var to in new[] { RecordingSender.RefusedPhone, RecordingSender.UncertainPhone, RecordingSender.UnavailablePhone })
        {
            var challenge = await CallAsync(to: to);
            Assert.False(await ConfirmAsync(challenge));
            Assert.False(await ConfirmAsync(challenge, ""));
        }

        // A challenge without a message of its own.
        Assert.False(await ConfirmAsync(await AddAsync(Owner())));
    }

    [Fact]
    public async Task An_ended_challenge_cannot_be_confirmed()
    {
        var replaced = await CallAsync();
        await database.WithAsync<IChallengeStore>(store => store.ReplaceAllAsync(replaced.Owner, default));
        Assert.False(await ConfirmAsync(replaced));

        var consumed = await CallAsync();
        await ConsumeAsync(consumed);
        Assert.False(await ConfirmAsync(consumed));

        var (late, intime) = (await CallAsync(), await CallAsync());
        database.Clock.Advance(late.ExpiresAt - database.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.True(await ConfirmAsync(intime));
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await ConfirmAsync(late));
    }

    private static IChallengeStore Store(IServiceProvider services) => services.GetRequiredService<IChallengeStore>();

    private static ChallengeOwner Owner() => new(ChallengePurpose.Recovery, Guid.NewGuid(), Guid.NewGuid());

    private async Task<VerificationChallenge> AddAsync(ChallengeOwner owner, string methodId = "sms")
    {
        var now = database.Clock.GetUtcNow();
        var challenge = new VerificationChallenge(
            Guid.NewGuid(), owner, methodId, "+819012345678", Guid.NewGuid().ToByteArray(), now, now + TimeSpan.FromMinutes(5), now + TimeSpan.FromMinutes(1), 1);
        await database.WithAsync<IChallengeStore>(store => store.AddAsync(challenge, default));
        return challenge;
    }

    private Task<VerificationChallenge?> FindAsync(VerificationChallenge challenge) =>
        database.WithAsync<IChallengeStore, VerificationChallenge?>(store => store.FindAsync(challenge.Id, challenge.Owner, default));

    private Task<bool> CountAsync(VerificationChallenge challenge) =>
        database.WithAsync<IChallengeStore, bool>(store => store.TryCountAsync(challenge.Id, challenge.Owner, VerificationChallenge.MaxAttempts, default));

    private static string Reference(VerificationChallenge challenge) => $"reference-{challenge.Id:N}";

    // A challenge with its message, which the provider takes under the reference above.
    private async Task<VerificationChallenge> CallAsync(MessageChannel channel = MessageChannel.Call, string to = "+819012345678", bool dispatch = true)
    {
        var challenge = await AddAsync(Owner(), "call");
        await database.WithAsync<IServiceProvider>(services => services.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                await services.GetRequiredService<IOutbox>().AddAsync(new(challenge.Id, channel, to, "", "text", "en"), challenge.ExpiresAt, default);
                return true;
            },
            default));
        if (dispatch)
            await database.DispatchAsync();
        return challenge;
    }

    private Task<bool> ConfirmAsync(VerificationChallenge challenge, string? reference = null) =>
        database.WithAsync<IChallengeStore, bool>(store => store.TryConfirmAsync(challenge.Id, reference ?? Reference(challenge), default));

    private Task<bool> ConsumeAsync(VerificationChallenge challenge) =>
        database.WithAsync<IChallengeStore, bool>(store => store.TryConsumeAsync(challenge.Id, challenge.Owner, default));
}
