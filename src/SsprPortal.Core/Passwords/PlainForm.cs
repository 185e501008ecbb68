using System.Text;
using SsprPortal.Core.Directory;

namespace SsprPortal.Core.Passwords;

/// <summary>The form in which passwords and words are compared: NFKC, lower case, and the four usual substitutions undone (Entra: "normalization").</summary>
internal static class PlainForm
{
    /// <summary>Shorter names are in too many words.</summary>
    private const int ShortestName = 4;

    /// <summary>In scripts where a character is a syllable or a word, two make a name.</summary>
    private const int ShortestIdeographicName = 2;

    /// <summary>The form of a text.</summary>
    public static string Of(string text) =>
        Folded(text).Replace('0', 'o').Replace('1', 'l').Replace('$', 's').Replace('@', 'a');

    /// <summary>Without the substitutions: NFKC and lower case.</summary>
    public static string Folded(string text)
    {
        // A lone surrogate becomes the replacement character, and U+FFFE is left out: string.Normalize throws on both.
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(rune => rune.Value != 0xFFFE))
            valid.Append(rune);
        return valid.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
    }

    /// <summary>The words of a name that are long enough to be one, in this form.</summary>
    public static IEnumerable<string> WordsOf(string name) =>
        name.Split([' ', '　', ',', '-', '\''], StringSplitOptions.RemoveEmptyEntries).Select(Of).Where(IsName);

    /// <summary>What a person is called, in this form.</summary>
    public static IEnumerable<string> NamesOf(DirectoryUser person) =>
        WordsOf(person.DisplayName).Append(Of(person.UserName.Split('@')[0])).Where(IsName);

    private static bool IsName(string word) => word.Length >= (word.Any(c => c > 0x2E7F) ? ShortestIdeographicName : ShortestName);
}
