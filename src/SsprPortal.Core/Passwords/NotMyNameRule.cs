using System.Text;
using SsprPortal.Core.Directory;

namespace SsprPortal.Core.Passwords;

/// <summary>The person's own name and user name are the first things anybody tries (NIST SP 800-63B: context-specific words).</summary>
public sealed class NotMyNameRule : IPasswordRule
{
    /// <summary>Shorter names are in too many words.</summary>
    private const int ShortestName = 4;

    /// <summary>In scripts where a character is a syllable or a word, two make a name.</summary>
    private const int ShortestIdeographicName = 2;

    /// <inheritdoc/>
    public PasswordRefusal? Check(string candidate, DirectoryUser person)
    {
        var folded = Fold(candidate);
        return Names(person).Any(name => folded.Contains(name, StringComparison.Ordinal)) ? PasswordRefusal.ContainsName : null;
    }

    private static IEnumerable<string> Names(DirectoryUser person) =>
        person.DisplayName.Split([' ', '　', ',', '-', '\''], StringSplitOptions.RemoveEmptyEntries)
            .Append(person.UserName.Split('@')[0])
            .Select(Fold)
            .Where(name => name.Length >= (name.Any(c => c > 0x2E7F) ? ShortestIdeographicName : ShortestName));

    private static string Fold(string text) => text.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
}
