using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Authenticator;
using SsprPortal.Core.Verification.RecoveryCodes;

namespace SsprPortal.Core.Tests.Verification.RecoveryCodes;

public sealed class RecoveryCodesMethodContract : MethodContract
{
    private IReadOnlyList<string> codes = [];

    protected override bool IsBoundToItsChallenge => false;

    protected override bool IsUsedUp => true;

    protected override IVerificationMethod Create() => new RecoveryCodesMethod(Hash);

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start)
    {
        if (challenge.Owner.Purpose != ChallengePurpose.Registration)
            return (challenge, new(codes[0]));
        codes = Method.Prompts(challenge, "en");
        return (challenge, new("saved"));
    }

    [Fact]
    public async Task There_are_eight_of_80_bits_and_no_two_are_the_same()
    {
        await EnrolAsync();

        Assert.Equal(8, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$", code));
        Assert.All(codes, code => Assert.Equal(10, Base32.Read(code.Replace("-", "", StringComparison.Ordinal))!.Length));
    }

    [Fact]
    public async Task Each_works_once_and_after_the_eighth_there_is_nothing_left()
    {
        var entry = await EnrolAsync();
        for (var used = 0; used < 8; used++)
        {
            Assert.Equal($"{8 - used}", Method.Hint(entry));
            var (challenge, _) = await BeginAsync(entry);
            var proof = await AnswerAsync((challenge, new(codes[used])), entry);
            Assert.Null(await AnswerAsync((challenge, new(codes[used])), entry with { Counter = proof!.Counter!.Value }));
            entry = entry with { Counter = proof.Counter!.Value };
        }

        Assert.False(Method.IsUsable(entry, Policy));
    }

    [Fact]
    public async Task It_may_be_typed_without_hyphens_in_small_letters_and_full_width()
    {
        var entry = await EnrolAsync();
        var (challenge, _) = await BeginAsync(entry);
        var plain = codes[3].Replace("-", "", StringComparison.Ordinal);

        foreach (var typed in new[] { plain, plain.ToLowerInvariant(), $" {codes[3]} ", codes[3].Replace('-', '－'), string.Concat(plain.Select(c => (char)(c - '!' + '！'))), codes[3].Replace('-', ' ') })
            Assert.NotNull(await AnswerAsync((challenge, new(typed)), entry));
        Assert.Null(await AnswerAsync((challenge, new(plain[..15])), entry));
        Assert.Null(await AnswerAsync((challenge, new(plain + "A")), entry));
    }

    [Fact]
    public async Task New_ones_end_the_old_and_nobody_elses_work()
    {
        await EnrolAsync();
        var old = codes;
        var entry = await EnrolAsync();
        var (challenge, _) = await BeginAsync(entry);

        Assert.Null(await AnswerAsync((challenge, new(old[0])), entry));
        Assert.Null(await AnswerAsync((challenge with { Owner = challenge.Owner with { SubjectId = Guid.NewGuid() } }, new(codes[0])), entry));
    }

    [Fact]
    public async Task None_of_them_is_stored()
    {
        var entry = await EnrolAsync();

        Assert.All(codes, code => Assert.DoesNotContain(code, entry.Value, StringComparison.OrdinalIgnoreCase));
    }
}
