using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.SecurityKeys;
using SsprPortal.TestKit.SecurityKeys;

namespace SsprPortal.Core.Tests.Verification.SecurityKeys;

public sealed class SecurityKeyMethodContract : MethodContract
{
    private SoftwareAuthenticator key = new("https://portal.test");

    protected override bool IsUsedUp => true;

    protected override IVerificationMethod Create() => new SecurityKeyMethod(RealCeremonies.At(Sample.Portal));

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start)
    {
        var options = Method.Prompts(challenge, "en")[0];
        if (challenge.Owner.Purpose != ChallengePurpose.Registration)
            return (challenge, new(key.Get(options)));
        key = new("https://portal.test") { UserVerified = key.UserVerified };
        return (challenge, new(key.Create(options)));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_key_that_verifies_its_user_counts_as_two_gates(bool verifies, int gates)
    {
        key.UserVerified = verifies;
        var entry = await EnrolAsync();
        var (challenge, start) = await BeginAsync(entry);

        Assert.Equal(gates, entry.Gates);
        Assert.Equal(gates, (await AnswerAsync(Right(challenge, start), entry))!.Gates);
    }

    [Fact]
    public async Task A_key_that_verified_its_user_once_has_to_each_time()
    {
        var entry = await EnrolAsync();
        var (challenge, start) = await BeginAsync(entry);
        key.UserVerified = false;

        Assert.Null(await AnswerAsync(Right(challenge, start), entry));
    }

    [Fact]
    public async Task A_copy_of_a_key_is_noticed_by_its_counter()
    {
        var entry = await EnrolAsync();
        var (challenge, start) = await BeginAsync(entry);

        Assert.Null(await AnswerAsync(Right(challenge, start), entry with { Counter = key.Counter + 10 }));
    }
}
