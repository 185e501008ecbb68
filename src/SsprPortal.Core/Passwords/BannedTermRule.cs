using System.Text;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>
/// A password that consists of words everybody tries is worth few characters, however long it is. Counted as Entra documents it
/// ("Eliminate bad passwords using Microsoft Entra Password Protection"): in the plain form every banned term is one point, every
/// character beside them another, and five points are enough. What can be read in several ways gets the fewest points.
/// </summary>
public sealed class BannedTermRule : IPasswordRule
{
    private const int EnoughPoints = 5;

    /// <inheritdoc/>
    public bool IsCostly => true;

    /// <inheritdoc/>
    public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        Task.FromResult<PasswordRefusal?>(Points(candidate, policy) < EnoughPoints ? PasswordRefusal.BannedTerm : null);

    /// <summary>What a password is worth.</summary>
    internal static int Points(string candidate, SsprPolicy policy)
    {
        var text = PlainForm.Of(candidate);
        // The organisation's name is looked for as it is, its terms also with one edit. The person's name is NotMyNameRule's.
        string[] names = [.. PlainForm.WordsOf(policy.OrganizationName), PlainForm.Of(string.Concat(policy.OrganizationName.Where(char.IsLetterOrDigit)))];
        var near = new NearTerms(policy.BannedTerms.Select(PlainForm.Of)).In(text).Distinct().ToLookup(place => place.Start, place => place.Length);

        // The fewest points of the first so many characters; from each place a character or a term leads on.
        var points = new int[text.Length + 1];
        Array.Fill(points, int.MaxValue, 1, text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            // In the middle of a character of two units.
            if (points[at] == int.MaxValue)
                continue;
            Lead(Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1);
            foreach (var length in CommonPasswords.LengthsAt(text, at))
                Lead(length);
            foreach (var name in names.Where(name => name.Length > 0 && string.CompareOrdinal(text, at, name, 0, name.Length) == 0))
                Lead(name.Length);
            foreach (var length in near[at])
                Lead(length);

            void Lead(int length) => points[at + length] = Math.Min(points[at + length], points[at] + 1);
        }

        return points[text.Length];
    }
}
