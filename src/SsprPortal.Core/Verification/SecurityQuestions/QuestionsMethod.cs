using System.Globalization;
using System.Text;
using System.Text.Json;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification.SecurityQuestions;

/// <summary>
/// Answers to questions that the person chose. Not for administrators, never the only proof of a person who has a better one, and off
/// unless the organisation turns it on: answers can be found out (OWASP ASVS 6.4.2).
/// </summary>
public sealed class QuestionsMethod(ISlowHash hashing, IKeyedHash hash, TimeProvider clock) : IRegistrableMethod
{
    private static readonly string[] Languages = ["en", "ja"];

    /// <summary>Fewer answers prove nothing: the lowest number that policy knows.</summary>
    private const int Fewest = 3;

    /// <summary>How long the same questions are asked, whoever asks (N19): a guesser who is shown others finds easier ones.</summary>
    private static readonly TimeSpan Pinned = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public string Id => "questions";

    /// <inheritdoc/>
    public MethodClass Class => MethodClass.Knowledge;

    /// <inheritdoc/>
    public ResponseShape Shape => ResponseShape.Answers;

    /// <inheritdoc/>
    public string RegistrationKind => "questions";

    /// <inheritdoc/>
    public TimeSpan Lifetime => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public bool StandsAlone => false;

    /// <inheritdoc/>
    public bool IsSecondFactor => false;

    /// <summary>While enough of the answered questions are still offered: one that the organisation took back is no longer asked.</summary>
    public bool IsUsable(RegisteredMethod entry, SsprPolicy policy) => Offered(Answered(entry.Value), policy).Count >= Fewest;

    /// <summary>How many were answered.</summary>
    public string HintOf(string target) => Answered(target).Count.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var offered = SecurityQuestion.All(policy);
        var chosen = new List<(SecurityQuestion Question, string Answer)>();
        for (var i = 0; i < policy.QuestionsToRegister; i++)
        {
            var typed = input.Answers?.ElementAtOrDefault(i);
            if (offered.FirstOrDefault(each => each.Id == typed?.Question) is not { } question || chosen.Exists(each => each.Question.Id == question.Id))
                return EnrolmentDraft.Refused(TargetRefusal.NotAQuestion, i);
            if (SecurityAnswer.Normalize(typed!.Answer) is not { Length: >= SecurityAnswer.Min and <= SecurityAnswer.Max } answer)
                return EnrolmentDraft.Refused(TargetRefusal.AnswerLength, i);
            if (chosen.Exists(each => each.Answer == answer))
                return EnrolmentDraft.Refused(TargetRefusal.AnswerTwice, i);
            if (IsObvious(answer, question, person))
                return EnrolmentDraft.Refused(TargetRefusal.AnswerObvious, i);
            chosen.Add((question, answer));
        }

        var answered = new List<AnsweredQuestion>();
        foreach (var (question, answer) in chosen)
            answered.Add(new(question.Id, question.CustomText, await hashing.HashAsync(answer, cancellationToken)));
        return new(JsonSerializer.Serialize(answered)) { IsProved = true };
    }

    /// <summary>Questions of the list, and answers that take as long to compare as anybody's.</summary>
    public DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy)
    {
        var key = seed.ToArray();
        var chosen = SecurityQuestion.All(policy)
            .OrderBy(question => Convert.ToHexString(hash.Compute("question-decoy", [.. key, .. Encoding.UTF8.GetBytes(question.Id)])), StringComparer.Ordinal)
            .Take(policy.QuestionsToRegister);
        return new(JsonSerializer.Serialize(chosen.Select(question => new AnsweredQuestion(question.Id, question.CustomText, Hash: ""))), "");
    }

    /// <summary>Picks the questions: the same ones for 24 hours, whatever is tried in between.</summary>
    public Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken)
    {
        var entry = context.Entries[0];
        var answered = Answered(entry.Value);
        var day = (clock.GetUtcNow() - entry.RegisteredAt).Ticks / Pinned.Ticks;
        var picked = Offered(answered, context.Policy)
            .OrderBy(index => Convert.ToHexString(hash.Compute("question-pick", Encoding.UTF8.GetBytes($"{entry.Id:N} {day} {index}"))), StringComparer.Ordinal)
            .Take(context.Policy.QuestionsToAnswer)
            .Order()
            .Select(index => new PickedQuestion(index, answered[index].Id, answered[index].CustomText))
            .ToList();
        return Task.FromResult(new ChallengeStart(JsonSerializer.SerializeToUtf8Bytes(new Picked(entry.Id, picked))));
    }

    /// <summary>The questions.</summary>
    public IReadOnlyList<string> Prompts(VerificationChallenge challenge, string language) =>
        challenge.Secret.Length == 0 ? [] : [.. Read(challenge).Questions.Select(question => new SecurityQuestion(question.Id, question.CustomText).Text(language))];

    /// <inheritdoc/>
    public bool HasAnswer(VerificationChallenge challenge, VerificationResponse response)
    {
        var asked = Read(challenge).Questions.Count;
        return response.Answers is { } answers && answers.Count >= asked && answers.Take(asked).All(answer => !string.IsNullOrWhiteSpace(answer));
    }

    /// <summary>All answers are compared, and which was wrong is never told.</summary>
    public async Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken)
    {
        var picked = Read(challenge);
        if (entries.FirstOrDefault(each => each.Id == picked.Entry) is not { } entry)
            return null;
        var answered = Answered(entry.Value);
        var right = true;
        foreach (var (question, typed) in picked.Questions.Zip(response.Answers!))
            right &= await hashing.VerifyAsync(answered[question.Index].Hash, SecurityAnswer.Normalize(typed) ?? "", cancellationToken);
        return right ? new() { Entry = entry } : null;
    }

    private static bool IsObvious(string answer, SecurityQuestion question, DirectoryUser person)
    {
        string?[] names = [person.UserName, person.UserName.Split('@')[0], person.DisplayName, .. person.DisplayName.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return Languages.Any(language => SecurityAnswer.Normalize(question.Text(language))?.Contains(answer, StringComparison.Ordinal) == true)
            || names.Any(name => SecurityAnswer.Normalize(name) == answer)
            || answer.Distinct().Count() == 1
            || answer is "123" or "1234" or "12345" or "123456" or "12345678" or "ABC" or "PASSWORD";
    }

    // By their places among the answered ones.
    private static List<int> Offered(List<AnsweredQuestion> answered, SsprPolicy policy)
    {
        var offered = SecurityQuestion.All(policy).Select(question => question.Id).ToHashSet();
        return [.. Enumerable.Range(0, answered.Count).Where(index => offered.Contains(answered[index].Id))];
    }

    private static List<AnsweredQuestion> Answered(string value) => JsonSerializer.Deserialize<List<AnsweredQuestion>>(value)!;

    private static Picked Read(VerificationChallenge challenge) => JsonSerializer.Deserialize<Picked>(challenge.Secret)!;

    private sealed record AnsweredQuestion(string Id, string? CustomText, string Hash);

    private sealed record PickedQuestion(int Index, string Id, string? CustomText);

    private sealed record Picked(Guid Entry, IReadOnlyList<PickedQuestion> Questions);
}
