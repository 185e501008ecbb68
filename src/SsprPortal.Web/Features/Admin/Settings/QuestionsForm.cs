using System.Globalization;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification.SecurityQuestions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Which security questions people choose from. Each built-in one is a field of its own, <c>Question_…</c>.</summary>
public sealed class QuestionsForm : SettingsForm
{
    /// <summary>How many are registered, as it was typed.</summary>
    public string? ToRegister { get; set; }

    /// <summary>How many are asked, as it was typed.</summary>
    public string? ToAnswer { get; set; }

    /// <summary>The organisation's own, one on each line.</summary>
    public string? Custom { get; set; }

    /// <summary>Ids of the built-in ones that are offered; never bound.</summary>
    internal IReadOnlySet<string> Offered { get; set; } = new HashSet<string>();

    /// <summary>Whether people may use questions at all; never bound.</summary>
    internal bool IsInUse { get; set; }

    internal override string Page => "Questions";

    internal static QuestionsForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        ToRegister = stored.Policy.QuestionsToRegister.ToString(CultureInfo.InvariantCulture),
        ToAnswer = stored.Policy.QuestionsToAnswer.ToString(CultureInfo.InvariantCulture),
        Custom = string.Join('\n', stored.Policy.CustomQuestions.Select(question => question.Text)),
        Offered = SecurityQuestion.BuiltIn.Select(question => question.Id).Except(stored.Policy.HiddenQuestions).ToHashSet(),
        IsInUse = stored.Policy.Allows("questions"),
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        IsInUse = policy.Allows("questions");
        var (register, answer) = (reading.Number(nameof(ToRegister), ToRegister, 3, 5), reading.Number(nameof(ToAnswer), ToAnswer, 3, 5));
        if (answer > register)
            reading.Refuse(nameof(ToAnswer), "Questions.MoreThanRegistered");
        var custom = ReadCustom(policy, reading);
        if (Offered.Count + custom.Count < register)
            reading.Refuse("Questions", "Questions.TooFew", register);
        string[] hidden = [.. SecurityQuestion.BuiltIn.Select(question => question.Id).Except(Offered)];
        return policy with
        {
            QuestionsToRegister = register,
            QuestionsToAnswer = answer,
            HiddenQuestions = hidden.ToHashSet().SetEquals(policy.HiddenQuestions) ? policy.HiddenQuestions : hidden,
            CustomQuestions = custom.SequenceEqual(policy.CustomQuestions) ? policy.CustomQuestions : custom,
        };
    }

    // A question keeps its id while its text stays; another text is another question, with an id that no question ever had.
    private List<CustomQuestion> ReadCustom(SsprPolicy policy, SettingsReading reading)
    {
        var custom = new List<CustomQuestion>();
        foreach (var (number, text) in SettingsReading.Lines(Custom))
        {
            if (!SsprPolicy.IsQuestion(text))
                reading.Refuse(nameof(Custom), "Questions.Length", number, SsprPolicy.MinCustomQuestion, SsprPolicy.MaxCustomQuestion);
            else if (custom.Exists(question => string.Equals(question.Text, text, StringComparison.OrdinalIgnoreCase)))
                reading.Refuse(nameof(Custom), "Questions.Twice", number);
            else
                custom.Add(policy.CustomQuestions.FirstOrDefault(question => question.Text == text) ?? new("c" + Guid.NewGuid().ToString("N"), text));
        }

        if (custom.Count > SsprPolicy.MaxCustomQuestions)
            reading.Refuse(nameof(Custom), "Questions.TooMany", SsprPolicy.MaxCustomQuestions, custom.Count);
        return custom;
    }
}
