using System.Globalization;
using System.Text;

namespace SsprPortal.Core.Verification.Phones;

/// <summary>What a person typed as a number, down to its digits; says nothing of whether such a number exists.</summary>
/// <param name="Digits">ASCII digits.</param>
/// <param name="HasPlus">Whether a plus sign stands before them.</param>
internal sealed record TypedDigits(string Digits, bool HasPlus)
{
    /// <summary>Longest text that is looked at: the longest number with much between its digits.</summary>
    public const int MaxLength = 64;

    private const int MinDigits = 4;

    // Fifteen of E.164, a calling code written twice in some way, prefixes and carriers before them.
    private const int MaxDigits = 26;

    /// <summary>
    /// Full-width characters become plain ones (NFKC); blanks, hyphens, dots and brackets between digits are nothing. Null when there is
    /// anything else, or when the digits are too few or too many for any number.
    /// </summary>
    public static TypedDigits? Read(string typed)
    {
        if (Plain(typed) is not { } text)
            return null;
        var plus = false;
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                digits.Append(c);
            else if (c == '+' && digits.Length == 0 && !plus)
                plus = true;
            else if (!IsSeparator(c))
                return null;
        }

        return digits.Length is < MinDigits or > MaxDigits ? null : new(digits.ToString(), plus);
    }

    /// <summary>The text in NFKC; null when it is too long or no proper text.</summary>
    public static string? Plain(string typed) =>
        typed.Length > MaxLength || typed.Any(c => char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF') ? null : typed.Normalize(NormalizationForm.FormKC).Trim();

    /// <summary>Whether a character between digits is nothing. Address books wrap numbers in invisible marks of direction.</summary>
    public static bool IsSeparator(char c) =>
        char.IsWhiteSpace(c)
        || c is '-' or '.' or '(' or ')' or '/' or '‐' or '‑' or '–' or '—' or '―' or '−' or 'ー'
        || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <inheritdoc/>
    public override string ToString() => nameof(TypedDigits);
}
