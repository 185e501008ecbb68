using SsprPortal.Core.Directory;

namespace SsprPortal.Data.Accounts;

/// <summary>What a person is found by.</summary>
internal static class UserTerms
{
    /// <summary>The terms of a person: the user name, the mail address, the whole name, and its words after the first.</summary>
    public static IReadOnlyList<string> Of(string userName, string? mail, string displayName)
    {
        string?[] all = [userName, mail, displayName, .. displayName.Split((char[])[' ', '\u3000', ','], StringSplitOptions.RemoveEmptyEntries).Skip(1)];
        return [.. all.Select(Normalize).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What was typed, as terms are stored; null when nothing can be found by it.</summary>
    public static string? Normalize(string? typed) => UserNames.Normalize(typed) is { } name ? name[..Math.Min(name.Length, UserTermRow.MaxLength)] : null;
}
