using System.Text.RegularExpressions;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;

namespace SsprPortal.Core.Tests.Verification.OneTimeCodes;

public sealed class SmsMethodContract : MethodContract
{
    protected override EnrolmentInput Input => new("090-1234-5678", "JP");

    protected override IVerificationMethod Create() => new SmsMethod(Hash, Sample.Texts);

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start) => (challenge, new(Sent.Code(start)));
}

public sealed class EmailMethodContract : MethodContract
{
    protected override EnrolmentInput Input => new("alain@example.org");

    protected override IVerificationMethod Create() => new EmailMethod(Hash, Sample.Texts);

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start) => (challenge, new(Sent.Code(start)));
}

public sealed class VoiceMethodContract : MethodContract
{
    protected override EnrolmentInput Input => new("090-1234-5678", "JP");

    protected override IVerificationMethod Create() => new VoiceMethod(Hash, Sample.Texts, Sample.Portal);

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start) =>
        start.Message!.ConfirmAt is null ? (challenge, new(Sent.Code(start))) : (challenge with { ConfirmedAt = Clock.GetUtcNow() }, new(null));

    [Fact]
    public async Task A_call_says_a_code_while_registering_and_asks_for_a_key_afterwards()
    {
        var (challenge, start) = await BeginAsync(await EnrolAsync());

        Assert.Equal((challenge.Id, MessageChannel.Call, "+819012345678"), (start.Message!.Id, start.Message.Channel, start.Message.To));
        Assert.EndsWith($"/voice/{challenge.Id:D}?mkt=en", start.Message.ConfirmAt!.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\d", start.Message.Text);
    }

    [Fact]
    public async Task Nothing_typed_answers_for_the_phone()
    {
        var (challenge, _) = await BeginAsync(await EnrolAsync());

        Assert.False(Method.HasAnswer(challenge, new("123456")));
    }
}

public sealed class OfficePhoneMethodContract : MethodContract
{
    protected override IVerificationMethod Create() => new OfficePhoneMethod(Sample.Portal);

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start) =>
        (challenge with { ConfirmedAt = Clock.GetUtcNow() }, new(null));

    [Fact]
    public async Task The_extension_is_dialled_and_need_not_be_typed()
    {
        var entry = await EnrolAsync();
        var (_, start) = await BeginAsync(entry);

        Assert.Equal(("78", "+81312345678X1234"), (entry.Hint, start.Message!.To));
        Assert.False(entry.IsStored);
        Assert.True(Method.IsTarget(entry.Value, "03-1234-5678", Policy));
        Assert.False(Method.IsTarget(entry.Value, "03-1234-5679", Policy));
        Assert.Null(Method.IsTarget(entry.Value, "call me", Policy));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("extension 12")]
    public void Who_has_no_office_phone_has_none_to_call(string? known) => Assert.Null(Method.FromDirectory(Person with { OfficePhone = known }, Policy));
}

internal static partial class Sent
{
    /// <summary>The code that a message tells, however it writes it.</summary>
    public static string Code(ChallengeStart start) => Six().Match(start.Message!.Text.Replace(", ", "", StringComparison.Ordinal)).Value;

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex Six();
}
