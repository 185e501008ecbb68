using System.Text;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.TestKit;

namespace SsprPortal.Core.Tests.Verification;

/// <summary>
/// What every verification method keeps. A method's test derives from this, says how it is enrolled and how its challenge is answered
/// rightly, and adds what is special about it.
/// </summary>
public abstract class MethodContract
{
    private readonly Lazy<IVerificationMethod> method;

    protected MethodContract() => method = new(Create);

    public static TheoryData<string?> Hostile =>
    [
        null, "", " \t　", "\0", "\uD800", "\uFFFE", "'; DROP TABLE", "{}", "[[[[", "{\"id\":{\"id\":{}}}", "-1", "1e5", "٠١٢٣٤٥", "①②③④⑤⑥", "123456\n", "999999999999999999999999",
        new string('0', 100_000), new string('{', 20_000), "🔑🔑🔑🔑🔑🔑",
    ];

    protected FakeClock Clock { get; } = new();

    protected TestKeyedHash Hash { get; } = new();

    protected SsprPolicy Policy { get; } = new() { OrganizationName = "Contoso" };

    protected DirectoryUser Person { get; } = Sample.Person() with { OfficePhone = "+81 312345678X1234" };

    protected IVerificationMethod Method => method.Value;

    /// <summary>Makes the method.</summary>
    protected abstract IVerificationMethod Create();

    /// <summary>What a person types to register it.</summary>
    protected virtual EnrolmentInput Input => new();

    /// <summary>Whether an answer is worth something for its own challenge only; if not, <see cref="IsUsedUp"/> or knowledge guards it.</summary>
    protected virtual bool IsBoundToItsChallenge => true;

    /// <summary>Whether a right answer uses something of the entry up.</summary>
    protected virtual bool IsUsedUp => false;

    /// <summary>Answers a challenge rightly: in the browser, or (a call) on the challenge itself.</summary>
    protected abstract (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start);

    [Fact]
    public void It_is_called_something_in_both_languages()
    {
        Assert.Matches("^[a-z][a-z-]{0,31}$", Method.Id);
        Assert.Matches("^[a-z][a-z-]{0,31}$", Method.RegistrationKind);
        Assert.InRange(Method.Lifetime, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10));
        Assert.InRange(Method.Tries, 1, VerificationChallenge.MaxAttempts);
        foreach (var key in new[] { $"{Method.Id}.Name", $"{Method.Id}.Issued", $"{Method.RegistrationKind}.Hint", $"{Method.RegistrationKind}.Entry" })
            Assert.NotEqual(MethodTexts.Get(key, "en"), key.EndsWith("Name", StringComparison.Ordinal) ? MethodTexts.Get(key, "ja") : "");
    }

    [Fact]
    public async Task What_is_registered_answers_its_challenge()
    {
        var entry = await EnrolAsync();

        Assert.True(Method.IsUsable(entry, Policy));
        var (challenge, start) = await BeginAsync(entry);
        Assert.NotNull(await AnswerAsync(Right(challenge, start), entry));
    }

    [Fact]
    public async Task What_may_be_shown_of_an_entry_does_not_give_it_away()
    {
        var entry = await EnrolAsync();
        var hint = Method.Hint(entry);

        Assert.DoesNotContain(entry.Value, hint, StringComparison.Ordinal);
        Assert.True(hint.Length <= 64, hint);
        Assert.DoesNotContain(entry.Value, entry.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Nothing_strange_passes_or_throws(string? typed)
    {
        var entry = await EnrolAsync();
        var (challenge, _) = await BeginAsync(entry);
        var response = new VerificationResponse(typed, [typed, typed, typed, typed, typed]);

        if (Method.HasAnswer(challenge, response))
            Assert.Null(await AnswerAsync((challenge, response), entry));
        if (string.IsNullOrWhiteSpace(typed))
            Assert.False(Method.HasAnswer(challenge, response), "Nothing typed would cost a try.");
    }

    [Fact]
    public async Task What_is_not_registered_any_more_proves_nothing()
    {
        var entry = await EnrolAsync();
        var (challenge, start) = await BeginAsync(entry);

        Assert.Null(await Method.VerifyAsync(Right(challenge, start).Challenge, Right(challenge, start).Response, [], default));
    }

    [Fact]
    public async Task What_somebody_else_registered_proves_nothing()
    {
        var entry = await EnrolAsync();
        var (challenge, start) = await BeginAsync(entry);
        var right = Right(challenge, start);
        var other = await EnrolAsync(Sample.Person(userName: "other@contoso.com"));
        if (other.Value == entry.Value)
            return; // one phone or mailbox of two people: what was sent there was sent for this challenge

        Assert.Null(await AnswerAsync(right, other));
    }

    [Fact]
    public async Task An_answer_is_worth_something_for_its_own_challenge_only()
    {
        if (!IsBoundToItsChallenge)
            return;
        var entry = await EnrolAsync();
        var (first, start) = await BeginAsync(entry);
        var (second, _) = await BeginAsync(entry);

        Assert.Null(await AnswerAsync((second, Right(first, start).Response), entry));
        if (Right(first, start).Response.Text is not null)
        {
            Assert.Null(await AnswerAsync((first with { Owner = first.Owner with { Id = Guid.NewGuid() }, Secret = second.Secret }, Right(first, start).Response), entry));
            Assert.Null(await AnswerAsync((second with { Owner = second.Owner with { Purpose = ChallengePurpose.SignIn } }, Right(first, start).Response), entry));
        }
    }

    [Fact]
    public async Task What_is_used_up_does_not_work_again()
    {
        if (!IsUsedUp)
            return;
        var entry = await EnrolAsync();
        var (challenge, start) = await BeginAsync(entry);
        var right = Right(challenge, start);
        var proof = await AnswerAsync(right, entry);

        Assert.NotNull(proof!.Counter);
        Assert.NotEqual(entry.Counter, proof.Counter);
        Assert.Null(await AnswerAsync(right, entry with { Counter = proof.Counter!.Value }));
    }

    [Fact]
    public async Task The_challenge_does_not_hold_its_answer()
    {
        var entry = await EnrolAsync();
        var (challenge, start) = await BeginAsync(entry);
        var (_, response) = Right(challenge, start);

        foreach (var answer in (response.Answers ?? []).Append(response.Text).OfType<string>())
            Assert.Equal(-1, challenge.Secret.AsSpan().IndexOf(Encoding.UTF8.GetBytes(answer)));
    }

    [Fact]
    public async Task The_page_shows_as_much_in_either_language()
    {
        var (challenge, _) = await BeginAsync(await EnrolAsync());

        Assert.Equal(Method.Prompts(challenge, "en").Count, Method.Prompts(challenge, "ja").Count);
        Assert.All([.. Method.Prompts(challenge, "en"), .. Method.Prompts(challenge, "ja")], text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    /// <summary>Registers it as the pages do.</summary>
    protected virtual async Task<RegisteredMethod> EnrolAsync(DirectoryUser? person = null)
    {
        var who = person ?? Person;
        if (Method is not IRegistrableMethod registrable)
            return Method.FromDirectory(who with { OfficePhone = Person.OfficePhone }, Policy)!;
        var draft = await registrable.DraftAsync(Input, who, Policy, default);
        Assert.Null(draft.Refusal);
        Assert.DoesNotContain(draft.Target, draft.ToString(), StringComparison.Ordinal);
        var hint = registrable.MaxEntries > 1 ? "mine" : registrable.HintOf(draft.Target);
        if (draft.IsProved)
            return new(Guid.NewGuid(), who.Id, registrable.RegistrationKind, hint, draft.Target, Clock.GetUtcNow());
        var owner = new ChallengeOwner(ChallengePurpose.Registration, Guid.NewGuid(), who.Id);
        var (challenge, start) = await BeginAsync(owner, draft.Target, []);
        var right = Right(challenge, start);
        var proof = await Method.VerifyAsync(right.Challenge, right.Response, [], default);
        Assert.NotNull(proof);
        return new(Guid.NewGuid(), who.Id, registrable.RegistrationKind, hint, proof.Value ?? draft.Target, Clock.GetUtcNow()) { Counter = proof.Counter ?? 0, Gates = proof.Gates };
    }

    /// <summary>Begins a challenge of a reset.</summary>
    protected Task<(VerificationChallenge Challenge, ChallengeStart Start)> BeginAsync(RegisteredMethod entry) =>
        BeginAsync(new(ChallengePurpose.Recovery, Guid.NewGuid(), entry.UserId), Method.Channel is null ? "" : entry.Value, [entry]);

    /// <summary>Judges an answer.</summary>
    protected Task<Proof?> AnswerAsync((VerificationChallenge Challenge, VerificationResponse Response) answer, params RegisteredMethod[] entries) =>
        Method.VerifyAsync(answer.Challenge, answer.Response, entries, default);

    private async Task<(VerificationChallenge Challenge, ChallengeStart Start)> BeginAsync(ChallengeOwner owner, string target, IReadOnlyList<RegisteredMethod> entries)
    {
        var (id, now) = (Guid.NewGuid(), Clock.GetUtcNow());
        var start = await Method.BeginAsync(new(id, owner, target, entries, "en", Policy), default);
        return (new(id, owner, Method.Id, target, start.Secret, now, now + Method.Lifetime, now, 1), start);
    }
}
