using SsprPortal.Core.Messages;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Core.Verification.Phones;
using SsprPortal.TestKit;

namespace SsprPortal.Core.Tests.Verification.OneTimeCodes;

public sealed class OneTimeCodeTests
{
    private static readonly ChallengeOwner Owner = new(ChallengePurpose.Recovery, Guid.NewGuid(), Guid.NewGuid());

    [Theory]
    [InlineData("123456")]
    [InlineData(" 123456 ")]
    [InlineData("123 456")]
    [InlineData("123-456")]
    [InlineData("１２３４５６")]
    [InlineData("１２３　４５６")]
    [InlineData("1\u00A02\t3\r\n456")]
    public void A_code_is_six_digits_however_they_are_spaced(string typed) => Assert.Equal("123456", OneTimeCode.Read(typed)?.Reveal());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("      ")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("-1")]
    [InlineData("+123456")]
    [InlineData("1e5")]
    [InlineData("0x1E240")]
    [InlineData("123456.0")]
    [InlineData("12345\0")]
    [InlineData("123456\0")]
    [InlineData("%00")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("१२३४५६")]
    [InlineData("①②③④⑤⑥")]
    [InlineData("12345²")]
    [InlineData("𝟏𝟐𝟑𝟒𝟓𝟔")]
    [InlineData("123456,123456")]
    public void Nothing_else_is_coerced_into_a_code(string? typed) => Assert.Null(OneTimeCode.Read(typed));

    [Fact]
    public void A_megabyte_is_not_a_code()
    {
        Assert.Null(OneTimeCode.Read(new string('1', 1_000_000)));
        Assert.Null(OneTimeCode.Read("123456" + new string(' ', 1_000_000)));
    }

    [Fact]
    public void Every_digit_is_as_likely_as_any_other_at_every_place()
    {
        const int codes = 60_000;
        var counts = new int[OneTimeCode.Length, 10];
        for (var i = 0; i < codes; i++)
        {
            var code = OneTimeCode.Create().Reveal();
            Assert.Equal(OneTimeCode.Length, code.Length);
            for (var place = 0; place < code.Length; place++)
                counts[place, code[place] - '0']++;
        }

        // Six standard deviations of a binomial distribution: one false alarm in eight million runs.
        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 6000 - 441, 6000 + 441));
    }

    [Fact]
    public void The_same_digits_are_another_secret_for_another_owner_purpose_challenge_or_target()
    {
        var hash = new TestKeyedHash();
        var code = OneTimeCode.Read("123456")!;
        var challenge = Guid.NewGuid();
        string[] secrets =
        [
            Secret(code, Owner, challenge, "+819012345678"),
            Secret(OneTimeCode.Read("123457")!, Owner, challenge, "+819012345678"),
            Secret(code, Owner with { Id = Guid.NewGuid() }, challenge, "+819012345678"),
            Secret(code, Owner with { SubjectId = Guid.NewGuid() }, challenge, "+819012345678"),
            Secret(code, Owner with { Purpose = ChallengePurpose.Registration }, challenge, "+819012345678"),
            Secret(code, Owner, Guid.NewGuid(), "+819012345678"),
            Secret(code, Owner, challenge, "+819012345679"),
            Convert.ToHexString(code.Hash(new TestKeyedHash(), Owner, challenge, "+819012345678")),
        ];

        Assert.Equal(secrets.Length, secrets.Distinct().Count());
        Assert.Equal(secrets[0], Secret(OneTimeCode.Read("１２３ ４５６")!, Owner, challenge, "+819012345678"));

        string Secret(OneTimeCode each, ChallengeOwner owner, Guid id, string target) => Convert.ToHexString(each.Hash(hash, owner, id, target));
    }

    [Fact]
    public async Task A_method_takes_the_code_it_sent_and_only_for_what_it_was_sent_for()
    {
        var method = new SmsMethod(new TestKeyedHash(), Sample.Texts);
        var id = Guid.NewGuid();
        var start = await method.BeginAsync(new(id, Owner, "+819012345678", [], "en", new SsprPolicy()), default);
        var code = start.Message!.Text[^6..];
        var now = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var challenge = new VerificationChallenge(id, Owner, "sms", "+819012345678", start.Secret, now, now, now, 1);

        RegisteredMethod[] phone = [Sample.Phone()];

        Assert.Equal("+819012345678", start.Message.To);
        Assert.Null(await method.VerifyAsync(challenge, new(code), [], default));
        Assert.NotNull(await method.VerifyAsync(challenge, new(code), phone, default));
        Assert.Null(await method.VerifyAsync(challenge, new(code == "000000" ? "000001" : "000000"), phone, default));
        Assert.Null(await method.VerifyAsync(challenge, new(null), phone, default));
        Assert.Null(await method.VerifyAsync(challenge with { Owner = Owner with { Purpose = ChallengePurpose.Registration } }, new(code), phone, default));
        Assert.Null(await method.VerifyAsync(challenge with { Id = Guid.NewGuid() }, new(code), phone, default));
        Assert.Null(await method.VerifyAsync(challenge with { Target = "+819012345679" }, new(code), phone, default));
    }

    [Fact]
    public async Task What_is_secret_says_nothing_of_itself()
    {
        var now = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var handle = OpaqueHandle.Create();
        var password = (await new PasswordRules([]).CheckAsync("123456 canary", "123456 canary", Sample.Person(), new(), default)).Password!;
        object[] secrets =
        [
            OneTimeCode.Read("123456")!,
            PhoneNumber.Read("+81 12 345 6123", "JP").Number!,
            PhoneNumber.Read("+81 12 345 6123", "JP"),
            PhoneNumber.ReadWithExtension("+81 12 345 6123 x123456", "JP").Number!,
            EmailAddress.Read("canary123456@example.org")!,
            password,
            handle,
            new VerificationResponse("123456"),
            new ChallengeContext(Guid.Empty, Owner, "canary123456", [], "en", new SsprPolicy()),
            new ChallengeStart([1, 2, 3], new(Guid.Empty, MessageChannel.Text, "canary", "canary", "123456", "en")),
            new OutgoingMessage(Guid.Empty, MessageChannel.Text, "canary", "canary", "123456", "en"),
            new VerificationChallenge(Guid.Empty, Owner, "sms", "canary123456", [], now, now, now, 1),
            new EnrolmentDraft("canary123456"),
            new EnrolmentInput("canary123456"),
            new TypedAnswer("canary", "123456"),
            new Proof { Value = "canary123456" },
            Sample.Mailbox("canary123456@example.org") with { Id = Guid.Empty },
        ];

        Assert.Equal("123456 canary", password.Reveal());
        foreach (var said in secrets.Select(each => each.ToString()!))
        {
            Assert.DoesNotContain("123456", said, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", said, StringComparison.Ordinal);
            Assert.DoesNotContain(handle.Text, said, StringComparison.Ordinal);
        }
    }
}
