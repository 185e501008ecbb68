namespace SsprPortal.Core.Passwords;

/// <summary>
/// Where a text has a term, or something that one edit makes of it: a character more in it, less or another (Entra: "fuzzy match"). One
/// edit leaves one half of the term as it is, so only places are looked at where a half stands.
/// </summary>
internal sealed class NearTerms
{
    private readonly Dictionary<string, List<Half>> halves = [];
    private readonly Dictionary<string, List<Half>>.AlternateLookup<ReadOnlySpan<char>> byText;
    private readonly int[] lengths;

    /// <summary>Looks for these terms, which are in their plain form and have two characters at least.</summary>
    public NearTerms(IEnumerable<string> terms)
    {
        foreach (var term in terms)
        {
            Add(term, 0, term.Length / 2);
            Add(term, term.Length / 2, term.Length);
        }

        byText = halves.GetAlternateLookup<ReadOnlySpan<char>>();
        lengths = [.. halves.Keys.Select(half => half.Length).Distinct()];
    }

    /// <summary>Where they are.</summary>
    public IEnumerable<(int Start, int Length)> In(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var length in lengths.Where(length => length <= text.Length - at))
            {
                foreach (var (term, isFirst) in Standing(text, at, length))
                {
                    for (var edit = -1; edit <= 1; edit++)
                    {
                        // The half that stands is one end of what is looked for; the other end is where one edit can move it.
                        var size = term.Length + edit;
                        var start = isFirst ? at : at + length - size;
                        if (start >= 0 && start + size <= text.Length && IsNear(text.AsSpan(start, size), term))
                            yield return (start, size);
                    }
                }
            }
        }
    }

    private List<Half> Standing(string text, int at, int length) => byText.TryGetValue(text.AsSpan(at, length), out var found) ? found : [];

    private void Add(string term, int from, int to)
    {
        if (!halves.TryGetValue(term[from..to], out var same))
            halves.Add(term[from..to], same = []);
        same.Add(new(term, from == 0));
    }

    // At most one edit apart: what is left after the common beginning and the common end. A character before or after the term is none of its.
    private static bool IsNear(ReadOnlySpan<char> text, ReadOnlySpan<char> term)
    {
        if (text.Length > term.Length && (text.StartsWith(term) || text.EndsWith(term)))
            return false;
        var same = text.CommonPrefixLength(term);
        text = text[same..];
        term = term[same..];
        while (!text.IsEmpty && !term.IsEmpty && text[^1] == term[^1])
        {
            text = text[..^1];
            term = term[..^1];
        }

        return text.Length <= 1 && term.Length <= 1;
    }

    private readonly record struct Half(string Term, bool IsFirst);
}
