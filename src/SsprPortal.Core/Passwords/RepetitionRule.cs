using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>Fifteen characters are worth nothing when they are "aaaaaaaaaaaaaaa" or "abcabcabcabcabc".</summary>
public sealed class RepetitionRule : IPasswordRule
{
    private const int LongestPattern = 4;

    /// <inheritdoc/>
    public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        Task.FromResult<PasswordRefusal?>(Enumerable.Range(1, LongestPattern).Any(length => candidate.Length > 2 * length && IsPeriodic(candidate, length)) ? PasswordRefusal.Repetitive : null);

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
