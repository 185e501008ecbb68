using System.Globalization;
using System.Resources;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Verification.SecurityQuestions;

/// <summary>A question that people may choose: one of the built-in ones (QuestionTexts.resx and its translations), or one of the organisation's own.</summary>
/// <param name="Id">Stored with the answer: never another question's.</param>
/// <param name="CustomText">The text of one of the organisation's own; null for a built-in one.</param>
public sealed record SecurityQuestion(string Id, string? CustomText = null)
{
    private static readonly ResourceManager Texts = new("SsprPortal.Core.Verification.SecurityQuestions.QuestionTexts", typeof(SecurityQuestion).Assembly);

    /// <summary>The built-in ones, in the order they are offered.</summary>
    public static IReadOnlyList<SecurityQuestion> BuiltIn { get; } =
    [
        .. Texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal).Select(id => new SecurityQuestion(id)),
    ];

    /// <summary>All that an organisation offers.</summary>
    public static IReadOnlyList<SecurityQuestion> All(SsprPolicy policy) =>
        [.. BuiltIn.Where(question => !policy.HiddenQuestions.Contains(question.Id)), .. policy.CustomQuestions.Where(custom => BuiltIn.All(question => question.Id != custom.Id)).Select(custom => new SecurityQuestion(custom.Id, custom.Text))];

    /// <summary>The text, in a language where it is a built-in one.</summary>
    public string Text(string language) => CustomText ?? Texts.GetString(Id, CultureInfo.GetCultureInfo(language)) ?? Id;
}
