using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Reads what was typed into a page of settings; what cannot be is refused at its field, in the language of the page.</summary>
public sealed class SettingsReading(ModelStateDictionary errors, IStringLocalizer<SettingsTexts> texts)
{
    /// <summary>Refuses a field.</summary>
    /// <param name="field">Its name; empty for none.</param>
    /// <param name="text">The key of the sentence.</param>
    /// <param name="values">What it is filled with.</param>
    internal void Refuse(string field, string text, params object[] values) => errors.AddModelError(field, texts[text, values]);

    /// <summary>A sentence of the page.</summary>
    internal string Text(string text, params object[] values) => texts[text, values];

    /// <summary>A whole number, in whatever width of digits.</summary>
    internal int Number(string field, string? typed, int fewest, int most)
    {
        if (Number(typed) is { } number && number >= fewest && number <= most)
            return number;
        Refuse(field, "Refused.Number", fewest, most);
        return fewest;
    }

    /// <summary>The same, of any size; null when it is none.</summary>
    internal static int? Number(string? typed) =>
        int.TryParse((typed ?? "").Normalize(NormalizationForm.FormKC).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>One of the names of an enumeration.</summary>
    internal T Choice<T>(string field, string? chosen)
        where T : struct, Enum
    {
        if (Enum.GetNames<T>().Contains(chosen, StringComparer.Ordinal))
            return Enum.Parse<T>(chosen!);
        Refuse(field, "Refused.Choice");
        return default;
    }

    /// <summary>The lines of a text that say anything, with their numbers from 1.</summary>
    internal static IReadOnlyList<(int Number, string Text)> Lines(string? typed) =>
        [.. (typed ?? "").ReplaceLineEndings("\n").Split('\n').Select((line, index) => (Number: index + 1, Text: line.Trim())).Where(line => line.Text.Length > 0)];
}
