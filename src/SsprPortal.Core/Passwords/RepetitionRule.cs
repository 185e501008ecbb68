using SsprPortal.Core.Directory;

namespace SsprPortal.Core.Passwords;

/// <summary>Fifteen characters are worth nothing when they are "aaaaaaaaaaaaaaa" or "abcabcabcabcabc".</summary>
public sealed class RepetitionRule : IPasswordRule
{
    private const int LongestPattern = 4;

    /// <inheritdoc/>
    public PasswordRefusal? Check(string candidate, DirectoryUser person) =>
        Enumerable.Range(1, LongestPattern).Any(length => candidate.Length > 2 * length && IsPeriodic(candidate, length)) ? PasswordRefusal.Repetitive : null;

    private static bool IsPeriodic(string text, int length)
    {
        for (var i = length; i < text.Length; i++)
        {
            if (text[i] != text[i - length])
                return false;
        }

        return true;
    }
}
