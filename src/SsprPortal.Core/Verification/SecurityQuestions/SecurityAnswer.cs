using System.Text;

namespace SsprPortal.Core.Verification.SecurityQuestions;

/// <summary>An answer as it is compared: the same thing typed otherwise is the same answer.</summary>
public static class SecurityAnswer
{
    /// <summary>Fewest characters of an answer (Entra's number).</summary>
    public const int Min = 3;

    /// <summary>Most characters of an answer.</summary>
    public const int Max = 40;

    /// <summary>
    /// The normal form: NFKC (full-width letters are plain ones, half-width kana are kana), invariant upper case, no blanks at the ends and
    /// single ones in between. Null for what cannot be an answer: nothing, far too long, or with characters that cannot be typed.
    /// </summary>
    public static string? Normalize(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > 4 * Max || typed.Any(c => char.IsControl(c) || c == '\uFFFE') || !IsWellFormed(typed))
            return null;
        var words = typed.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    // Lone surrogates make Normalize throw.
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) ? 2 : 1)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])))
                return false;
        }

        return true;
    }
}
