using System.Buffers.Text;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace SsprPortal.Web.Passwords;

/// <summary>What became of a list.</summary>
/// <param name="Loaded">Lines that are in the filter.</param>
/// <param name="Unreadable">Lines that are neither a password nor a hash: not UTF-8, or too long.</param>
internal sealed record PasswordLoad(long Loaded, long Unreadable);

/// <summary>
/// Makes a filter of a list, whatever its size, in two readings: one counts, one sets bits. The filter is written beside its place and
/// moved there when it is whole.
/// </summary>
internal static class PasswordFilterBuilder
{
    /// <summary>Longer lines are no passwords: four bytes for each of 256 characters.</summary>
    private const int LongestLine = 1_024;

    private const int HexLength = 40;

    /// <summary>Makes it.</summary>
    /// <param name="list">Lines: a password, or a SHA-1 as 40 hexadecimal digits, with or without <c>:count</c>.</param>
    /// <param name="filter">Where the filter is put.</param>
    /// <param name="progress">Is told the lines of the second reading, now and then.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind.</param>
    public static PasswordLoad Build(string list, string filter, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var (lines, unreadable) = (0L, 0L);
        foreach (var entry in Entries(list, cancellationToken))
            _ = entry is null ? unreadable++ : lines++;

        var layout = PasswordFilterLayout.For(lines);
        var temporary = $"{filter}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = MemoryMappedFile.CreateFromFile(temporary, FileMode.CreateNew, null, layout.FileLength))
            using (var view = file.CreateViewAccessor(0, layout.FileLength))
            {
                view.WriteArray(0, layout.Write(), 0, PasswordFilterLayout.HeadLength);
                var done = 0L;
                foreach (var entry in Entries(list, cancellationToken))
                {
                    if (entry is null)
                        continue;
                    foreach (var (at, mask) in layout.BitsOf(entry))
                        view.Write(at, (byte)(view.ReadByte(at) | mask));
                    if (++done % 1_000_000 == 0)
                        progress(done, lines);
                }

                view.Flush();
            }

            File.Move(temporary, filter, overwrite: true);
            return new(lines, unreadable);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // The hash of each line; null for one that cannot be read. Empty lines are none.
    private static IEnumerable<byte[]?> Entries(string list, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(list, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        var buffer = new byte[1 << 16];
        var line = new byte[LongestLine];
        var length = 0;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] != '\n')
                {
                    // What is longer is only counted, to its end.
                    if (length < LongestLine)
                        line[length] = buffer[i];
                    length++;
                    continue;
                }

                if (Trimmed(line, length) is not 0)
                    yield return Entry(line, Trimmed(line, length));
                length = 0;
            }
        }

        if (Trimmed(line, length) is not 0)
            yield return Entry(line, Trimmed(line, length));
    }

    private static int Trimmed(byte[] line, int length) => length is > 0 and <= LongestLine && line[length - 1] == '\r' ? length - 1 : length;

    private static byte[]? Entry(byte[] line, int length)
    {
        if (length > LongestLine)
            return null;
        var text = line.AsSpan(0, length);
        if (length >= HexLength && (length == HexLength || text[HexLength] == ':' && IsNumber(text[(HexLength + 1)..])))
        {
            var hash = new byte[HexLength / 2];
            if (Convert.FromHexString(text[..HexLength], hash, out _, out _) == System.Buffers.OperationStatus.Done)
                return hash;
        }

        try
        {
            return PasswordFilterLayout.Entry(Strict.GetString(text));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long _, out var used) && used == text.Length;

    private static UTF8Encoding Strict { get; } = new(false, throwOnInvalidBytes: true);
}
