using System.Text;

namespace SsprPortal.Core.Directory;

/// <summary>The one form under which user names are stored for look-up and compared, on every database alike.</summary>
public static class UserNames
{
    /// <summary>Longest user name that is looked up, in UTF-16 units; a UPN has 113 at most in Active Directory.</summary>
    public const int MaxLength = 256;

    /// <summary>NFKC (full-width letters become plain ones), trimmed, upper case of the invariant culture. Null when it cannot be a user name.</summary>
    public static string? Normalize(string? typed)
    {
        // A lone surrogate reads as the replacement character; string.Normalize would throw on it, and on U+FFFE.
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > MaxLength || typed.Contains('\uFFFE') || typed.EnumerateRunes().Contains(Rune.ReplacementChar))
            return null;
        var name = typed.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();
        return name.Length is 0 or > MaxLength || name.Any(char.IsControl) ? null : name;
    }

    /// <summary>The part before the @ of a normalised user name: what a person types who leaves the rest out.</summary>
    public static string BareName(string normalized) => normalized.Split('@', 2)[0];
}
