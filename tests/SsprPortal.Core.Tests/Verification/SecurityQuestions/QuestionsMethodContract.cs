using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.SecurityQuestions;

namespace SsprPortal.Core.Tests.Verification.SecurityQuestions;

public sealed class QuestionsMethodContract : MethodContract
{
    private static readonly string[] Given = ["Rex", "Pip", "Lyon", "soup", "ボビー"];

    protected override EnrolmentInput Input => new(Answers: [.. Given.Select((answer, index) => new TypedAnswer($"q0{index + 1}", answer))]);

    protected override bool IsBoundToItsChallenge => false;

    protected override IVerificationMethod Create() => new QuestionsMethod(new QuickHash(), Hash, Clock);

    protected override (VerificationChallenge Challenge, VerificationResponse Response) Right(VerificationChallenge challenge, ChallengeStart start) => (challenge, new(null, Answers(challenge)));

    [Theory]
    [InlineData("rex", "　ＲＥＸ  ", true)]
    [InlineData("Rex", "R e x", false)]
    [InlineData("ボビー", "ﾎﾞﾋﾞｰ", true)]
    [InlineData("New  York", "new york", true)]
    public void The_same_answer_typed_otherwise_is_the_same_answer(string one, string other, bool same) =>
        Assert.Equal(same, SecurityAnswer.Normalize(one) == SecurityAnswer.Normalize(other));

    [Fact]
    public void What_cannot_be_typed_is_no_answer()
    {
        Assert.Null(SecurityAnswer.Normalize("abc\uD800"));
        Assert.Null(SecurityAnswer.Normalize("\uDC00abc"));
        Assert.Null(SecurityAnswer.Normalize("abc\uFFFE"));
        Assert.Null(SecurityAnswer.Normalize("abc\0"));
        Assert.Null(SecurityAnswer.Normalize(new string('a', 10_000)));
        Assert.Equal("𠮷野家", SecurityAnswer.Normalize("𠮷野家"));
    }

    [Fact]
    public async Task The_same_three_are_asked_for_a_day_whoever_asks()
    {
        var entry = await EnrolAsync();
        var asked = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            asked.Add(string.Join('|', Method.Prompts((await BeginAsync(entry)).Challenge, "en")));
        }

        Assert.Equal(3, Assert.Single(asked).Split('|').Distinct().Count());
    }

    [Fact]
    public async Task A_question_that_was_taken_back_is_no_longer_asked_and_three_must_be_left()
    {
        var entry = await EnrolAsync();
        var three = new Core.Policies.SsprPolicy { HiddenQuestions = ["q02", "q04"] };

        Assert.True(Method.IsUsable(entry, three));
        Assert.False(Method.IsUsable(entry, three with { HiddenQuestions = ["q02", "q04", "q05"] }));
        for (var day = 0; day < 20; day++)
        {
            Clock.Advance(TimeSpan.FromDays(1));
            var start = await Method.BeginAsync(new(Guid.NewGuid(), new(ChallengePurpose.Recovery, Guid.NewGuid(), entry.UserId), "", [entry], "en", three), default);
            var asked = Encoding.UTF8.GetString(start.Secret);
            Assert.All(new[] { "q01", "q03", "q05" }, id => Assert.Contains(id, asked, StringComparison.Ordinal));
            Assert.All(three.HiddenQuestions, id => Assert.DoesNotContain(id, asked, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Over_the_days_all_of_them_are_asked()
    {
        var entry = await EnrolAsync();
        var asked = new HashSet<string>();
        for (var day = 0; day < 60; day++)
        {
            Clock.Advance(TimeSpan.FromDays(1));
            asked.UnionWith(Method.Prompts((await BeginAsync(entry)).Challenge, "en"));
        }

        Assert.Equal(5, asked.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_wrong_answer_is_wrong_and_the_others_are_compared_all_the_same(int wrong)
    {
        var hash = new QuickHash();
        var method = new QuestionsMethod(hash, Hash, Clock);
        var entry = await EnrolAsync();
        var (challenge, _) = await BeginAsync(entry);
        var answers = Answers(challenge);
        answers[wrong] = "something else";

        Assert.Null(await method.VerifyAsync(challenge, new(null, answers), [entry], default));
        Assert.Equal(3, hash.Compared);
    }

    [Fact]
    public async Task Answers_to_questions_that_were_chosen_anew_prove_nothing()
    {
        var (challenge, start) = await BeginAsync(await EnrolAsync());

        Assert.Null(await AnswerAsync(Right(challenge, start), await EnrolAsync()));
    }

    [Theory]
    [InlineData("q01", "Rex", "q01", "Pip", TargetRefusal.NotAQuestion, 1)]
    [InlineData("q99", "Rex", "q02", "Pip", TargetRefusal.NotAQuestion, 0)]
    [InlineData(null, "Rex", "q02", "Pip", TargetRefusal.NotAQuestion, 0)]
    [InlineData("q01", "Rex", "q02", " ＲＥＸ ", TargetRefusal.AnswerTwice, 1)]
    [InlineData("q01", "ab", "q02", "Pip", TargetRefusal.AnswerLength, 0)]
    [InlineData("q01", "", "q02", "Pip", TargetRefusal.AnswerLength, 0)]
    [InlineData("q01", "12345678901234567890123456789012345678901", "q02", "Pip", TargetRefusal.AnswerLength, 0)]
    [InlineData("q01", "pet", "q02", "Pip", TargetRefusal.AnswerObvious, 0)]
    [InlineData("q01", "achar", "q02", "Pip", TargetRefusal.AnswerObvious, 0)]
    [InlineData("q01", "alain", "q02", "Pip", TargetRefusal.AnswerObvious, 0)]
    [InlineData("q01", "123", "q02", "Pip", TargetRefusal.AnswerObvious, 0)]
    [InlineData("q01", "Rex", "q02", "aaaa", TargetRefusal.AnswerObvious, 1)]
    public async Task An_answer_that_guards_nothing_is_refused(string? question1, string answer1, string question2, string answer2, TargetRefusal refusal, int at)
    {
        var draft = await ((IRegistrableMethod)Method).DraftAsync(
            new(Answers: [new(question1, answer1), new(question2, answer2), new("q03", "Lyon"), new("q04", "soup"), new("q05", "Bobby")]), Person, Policy, default);

        Assert.Equal((refusal, at), (draft.Refusal, draft.RefusedAnswer));
    }

    [Fact]
    public void There_are_at_least_twenty_questions_in_both_languages()
    {
        Assert.True(SecurityQuestion.BuiltIn.Count >= 20);
        Assert.All(SecurityQuestion.BuiltIn, question => Assert.EndsWith("?", question.Text("en"), StringComparison.Ordinal));
        Assert.Equal(SecurityQuestion.BuiltIn.Count, SecurityQuestion.BuiltIn.Select(question => question.Text("ja")).Where(text => text.Any(c => c is >= 'ぁ' and <= 'ん')).Distinct().Count());
    }

    [Fact]
    public void The_organisation_adds_its_own()
    {
        var policy = Policy with { CustomQuestions = [new("c1", "Which floor was your first desk on?"), new("q01", "not mine")] };

        var added = Assert.Single(SecurityQuestion.All(policy).Except(SecurityQuestion.BuiltIn));
        Assert.Equal("Which floor was your first desk on?", added.Text("ja"));
    }

    private List<string?> Answers(VerificationChallenge challenge)
    {
        var asked = Method.Prompts(challenge, "en");
        return [.. asked.Select(text => Given[SecurityQuestion.BuiltIn.ToList().FindIndex(question => question.Text("en") == text)])];
    }

    /// <summary>The real one is slow on purpose, and tested where it lives.</summary>
    private sealed class QuickHash : ISlowHash
    {
        public int Compared { get; private set; }

        public Task<string> HashAsync(string text, CancellationToken cancellationToken) => Task.FromResult(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

        public async Task<bool> VerifyAsync(string hash, string text, CancellationToken cancellationToken)
        {
            Compared++;
            return await HashAsync(text, cancellationToken) == hash;
        }
    }
}
