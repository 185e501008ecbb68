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
    public static string? Normalize(string? typed) => UserNames.Normalize(typed) is not { } name ? null
        : name.Length <= UserTermRow.MaxLength ? name
        : name[..(char.IsHighSurrogate(name[UserTermRow.MaxLength - 1]) ? UserTermRow.MaxLength - 1 : UserTermRow.MaxLength)];

    /// <summary>The first text after everything that begins with <paramref name="prefix"/>, by code points: what has the prefix is a range of the index.</summary>
    public static string After(string prefix)
    {
        var last = char.IsLowSurrogate(prefix[^1]) ? prefix.Length - 2 : prefix.Length - 1;
        var next = char.ConvertToUtf32(prefix, last) + 1;
        return prefix[..last] + char.ConvertFromUtf32(next is >= 0xD800 and <= 0xDFFF ? 0xE000 : Math.Min(next, 0x10FFFF));
    }
}
