using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Authenticator;

namespace SsprPortal.Core.Tests.Verification.Authenticator;

public sealed class AuthenticatorMethodContract : MethodContract
{
    private string seed = "";

    protected override bool IsBoundToItsChallenge => false;

    protected override bool IsUsedUp => true;

    protected override IVerificationMethod Create() => new AuthenticatorMethod(Clock);

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start)
    {
        if (challenge.Owner.Purpose == ChallengePurpose.Registration)
            seed = Method.Prompts(challenge, "en")[0];
        else if (Clock.GetUtcNow().Second == 0)
            Clock.Advance(TimeSpan.FromSeconds(31)); // the code of the enrolment is used up
        return (challenge, new(Code(0)));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task One_step_early_or_late_is_accepted_and_no_more(int steps, bool accepted)
    {
        var entry = await EnrolAsync();
        Clock.Advance(TimeSpan.FromMinutes(5));
        var (challenge, _) = await BeginAsync(entry);

        Assert.Equal(accepted, await AnswerAsync((challenge, new(Code(steps))), entry) is not null);
    }

    [Fact]
    public async Task Any_of_the_apps_answers_and_is_noted()
    {
        var first = await EnrolAsync();
        var second = await EnrolAsync();
        Clock.Advance(TimeSpan.FromMinutes(5));
        var (challenge, _) = await BeginAsync(second);

        Assert.Equal(second, (await AnswerAsync((challenge, new(Code(0))), first, second))!.Entry);
    }

    [Fact]
    public async Task The_code_that_proved_the_app_is_used_up()
    {
        var entry = await EnrolAsync();
        var (challenge, _) = await BeginAsync(entry);

        Assert.Null(await AnswerAsync((challenge, new(Code(0))), entry));
    }

    [Fact]
    public async Task A_seed_has_160_bits_and_no_two_are_the_same()
    {
        var seeds = new HashSet<string>();
        for (var i = 0; i < 200; i++)
            Assert.True(seeds.Add((await EnrolAsync()).Value));

        Assert.All(seeds, each => Assert.Equal(20, Base32.Read(each)!.Length));
    }

    private string Code(int steps) => Totp.Code(Base32.Read(seed)!, Totp.StepAt(Clock.GetUtcNow()) + steps);
}
