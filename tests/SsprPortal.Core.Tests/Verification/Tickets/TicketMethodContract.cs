using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;
using SsprPortal.TestKit;

namespace SsprPortal.Core.Tests.Verification.Tickets;

public sealed class TicketMethodContract : MethodContract
{
    private string code = "";

    protected override bool IsBoundToItsChallenge => false;

    protected override bool IsUsedUp => true;

    protected override IVerificationMethod Create() => new TicketMethod(Hash, Clock);

    protected override Task<RegisteredMethod> EnrolAsync(DirectoryUser? person = null)
    {
        var (ticket, told) = ((TicketMethod)Method).Issue((person ?? Person).Id);
        if (person is null)
            code = told;
        return Task.FromResult(ticket);
    }

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start) => (challenge, new(code));

    [Fact]
    public async Task It_is_eight_characters_that_do_not_look_alike_and_is_not_stored()
    {
        var entry = await EnrolAsync();

        Assert.Matches("^[34679ACDEFGHJKMNPRTWXY]{4}-[34679ACDEFGHJKMNPRTWXY]{4}$", code);
        Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), entry.Value, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", Method.Hint(entry));
    }

    [Fact]
    public async Task It_may_be_typed_without_its_hyphen_in_small_letters_and_full_width()
    {
        var entry = await EnrolAsync();
        var (challenge, _) = await BeginAsync(entry);
        var plain = code.Replace("-", "", StringComparison.Ordinal);

        foreach (var typed in new[] { plain, plain.ToLowerInvariant(), $" {code} ", code.Replace('-', '－'), string.Concat(plain.Select(c => (char)(c - '!' + '！'))) })
            Assert.NotNull(await AnswerAsync((challenge, new(typed)), entry));
        Assert.Null(await AnswerAsync((challenge, new(plain[..7])), entry));
        Assert.Null(await AnswerAsync((challenge, new(plain + "A")), entry));
    }

    [Fact]
    public async Task It_works_for_an_hour()
    {
        var entry = await EnrolAsync();
        Clock.Advance(TimeSpan.FromMinutes(59));
        var (challenge, _) = await BeginAsync(entry);
        Assert.NotNull(await AnswerAsync((challenge, new(code)), entry));

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(Method.IsUsable(entry, Policy));
        Assert.Null(await AnswerAsync((challenge, new(code)), entry));
    }

    [Fact]
    public async Task It_counts_with_another_and_never_alone_nor_for_people_with_a_role()
    {
        var methods = new VerificationMethods([.. Sample.Methods.All, Method], [new RecordingSender(MessageChannel.Text)]);
        var policy = new SsprPolicy { Scope = ResetScope.All, GatesRequired = 1, Methods = ["sms"] };
        var ticket = await EnrolAsync();
        IReadOnlyList<UsableMethod> Usable(DirectoryUser person, params RegisteredMethod[] known) => Eligibility.Usable(methods, policy, person, known);

        Assert.Equal(0, Eligibility.Gates(Usable(Person, ticket)));
        Assert.Equal(2, Eligibility.Gates(Usable(Person, ticket, Sample.Phone())));
        Assert.Equal(1, Eligibility.Gates(Usable(Person with { IsAdministrator = true }, ticket, Sample.Phone())));
    }

    [Fact]
    public async Task It_is_offered_only_after_another_was_passed()
    {
        var methods = new VerificationMethods([.. Sample.Methods.All, Method], [new RecordingSender(MessageChannel.Text)]);
        var usable = Eligibility.Usable(methods, new SsprPolicy { Methods = ["sms"] }, Person, [await EnrolAsync(), Sample.Phone()]);

        Assert.Equal(["sms"], Eligibility.Choices(usable, []).Select(each => each.Method.Id));
        var passed = new PassedGate(Guid.NewGuid(), Guid.NewGuid(), Person.Id, "sms", MethodClass.Phone, Clock.GetUtcNow());
        Assert.Equal(["ticket"], Eligibility.Choices(usable, [passed]).Select(each => each.Method.Id));
    }
}
