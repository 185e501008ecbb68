using System.Globalization;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Passwords;

/// <summary>The rules for a new password in words: the portal's, and those of the organisation's directory for this person.</summary>
internal static class PasswordRuleTexts
{
    /// <summary>What is asked of the new password.</summary>
    public static string Rules(this IStringLocalizer<PasswordTexts> texts, DirectoryUser? person, SsprPolicy policy)
    {
        var all = new List<string> { texts["Rules", MinFor(person, policy), LengthRule.Max] };
        if (person?.PasswordRules is { } rules)
        {
            if (rules.Complexity)
                all.Add(texts["Rules.Complex"]);
            if (rules.History > 0)
                all.Add(texts["Rules.History", rules.History]);
            if (rules.MinAge > TimeSpan.Zero)
                all.Add(texts["Rules.MinAge", (int)Math.Ceiling(rules.MinAge.TotalHours)]);
        }

        // Japanese sentences stand without a space between them.
        return string.Join(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ja" ? "" : " ", all);
    }

    /// <summary>Why a password is refused, and what to do.</summary>
    public static string Refused(this IStringLocalizer<PasswordTexts> texts, PasswordRefusal refusal, DirectoryUser? person, SsprPolicy policy) =>
        texts[$"Refused.{refusal}", MinFor(person, policy), LengthRule.Max];

    private static int MinFor(DirectoryUser? person, SsprPolicy policy) => person is null ? policy.PasswordMinLength : LengthRule.MinFor(person, policy);
}
