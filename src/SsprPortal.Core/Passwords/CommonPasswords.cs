using System.IO.Compression;

namespace SsprPortal.Core.Passwords;

/// <summary>The common passwords of the npm package @zxcvbn-ts/language-common, embedded by the build: one on a line, compressed.</summary>
internal static class CommonPasswords
{
    /// <summary>Shorter ones are parts of too many words to count as a word.</summary>
    private const int ShortestWord = 4;

    private static readonly Lazy<HashSet<string>> Known = new(Read);

    /// <summary>The longest of them, in UTF-16 units.</summary>
    private static readonly Lazy<int> Longest = new(() => Known.Value.Max(word => word.Length));

    /// <summary>All of them, as they are and in their plain form.</summary>
    public static IReadOnlySet<string> All => Known.Value;

    /// <summary>Whether a password is one of them: as it was typed, in whatever case, or with the usual substitutions.</summary>
    public static bool Contain(string password) => PasswordForms.Of(password).Any(Known.Value.Contains);

    /// <summary>How long the words are that begin a text, which is in its plain form.</summary>
    public static IEnumerable<int> LengthsAt(string text, int start)
    {
        var words = Known.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        var lengths = new List<int>();
        for (var length = ShortestWord; length <= Math.Min(Longest.Value, text.Length - start); length++)
        {
            if (words.Contains(text.AsSpan(start, length)))
                lengths.Add(length);
        }

        return lengths;
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("CommonPasswords.txt.br")!;
        using var reader = new StreamReader(new BrotliStream(stream, CompressionMode.Decompress));
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } word)
        {
            words.Add(word);
            words.Add(PlainForm.Of(word));
        }

        return words;
    }
}
