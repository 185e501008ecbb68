using System.Text.RegularExpressions;

namespace SsprPortal.Core.Verification.Phones;

/// <summary>
/// A pattern of the metadata, compiled when it is first asked: there are two thousand of them, and an organisation meets a few dozen.
/// They repeat nothing without an end, and digits are few, so none takes long; should one ever, it is stopped. An engine without
/// backtracking costs a hundred milliseconds and some megabytes for each country.
/// </summary>
internal sealed class PhonePattern(string expression)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // Two threads may compile one pattern twice; that does no harm.
    private Regex? whole;
    private Regex? start;

    /// <summary>Whether the digits are this from the first to the last.</summary>
    public bool Matches(string digits) => (whole ??= Compile($@"\A(?:{expression})\z")).IsMatch(digits);

    /// <summary>The match at the start of the digits.</summary>
    public Match MatchAtStart(string digits) => (start ??= Compile($@"\A(?:{expression})")).Match(digits);

    private static Regex Compile(string anchored) => new(anchored, RegexOptions.None, Limit);
}
