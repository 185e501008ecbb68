using System.Text.RegularExpressions;
using SsprPortal.Core.Messages;

namespace SsprPortal.TestKit.Portal;

/// <summary>Reads codes as people do.</summary>
public static partial class Codes
{
    /// <summary>The code of a message.</summary>
    public static string Code(this OutgoingMessage message) => In(message.Text);

    /// <summary>The code of a text.</summary>
    public static string In(string text) => Find(text) ?? throw new InvalidOperationException($"No code in: {text}");

    /// <summary>The code of a text, also one that is said digit by digit; null when there is none.</summary>
    public static string? Find(string text) =>
        SixDigits().Match(text) is { Success: true } match ? match.Value
        : SixSpoken().Match(text) is { Success: true } spoken ? string.Concat(spoken.Value.Where(char.IsAsciiDigit))
        : null;

    /// <summary>Another code than this one.</summary>
    public static string Other(string code) => code == "000000" ? "000001" : "000000";

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])")]
    private static partial Regex SixDigits();

    [GeneratedRegex("(?<![0-9])[0-9](?:(?:, |、)[0-9]){5}(?![0-9])")]
    private static partial Regex SixSpoken();
}
