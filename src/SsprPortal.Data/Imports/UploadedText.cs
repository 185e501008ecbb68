using System.Text;

namespace SsprPortal.Data.Imports;

/// <summary>The bytes that are sent are no text in an encoding that is known here.</summary>
internal sealed class NotTextException : IOException
{
    public NotTextException()
        : base("Not a text in a known encoding.")
    {
    }
}

/// <summary>More bytes are sent than are taken.</summary>
internal sealed class UploadTooLargeException : IOException
{
    public UploadTooLargeException()
        : base("Too large.")
    {
    }
}

/// <summary>
/// Reads a file as it is sent: a byte order mark says UTF-8 or UTF-16; without one, the first bytes that are not ASCII say whether it is
/// UTF-8 or Shift-JIS (code page 932, what Japanese spreadsheets write). From then on every byte must be right.
/// </summary>
internal sealed class UploadedText(Stream stream, long maxBytes) : TextReader
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding ShiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private readonly byte[] bytes = new byte[64 * 1024];
    private char[] chars = [];
    private int start;
    private int end;
    private long taken;
    private bool isFirst = true;
    private bool isOver;
    private Encoding? encoding;
    private Decoder? decoder;

    /// <summary>The encoding that was recognised, by its name.</summary>
    public string EncodingName => (encoding ?? Utf8).WebName;

    /// <summary>What has been read and not been taken yet: the beginning of the file, at first.</summary>
    public async Task<ReadOnlyMemory<char>> PeekAsync(CancellationToken cancellationToken)
    {
        while (start == end && await FillAsync(cancellationToken))
        {
            // A byte order mark alone is no text yet.
        }

        return chars.AsMemory(start, end - start);
    }

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var ready = await PeekAsync(cancellationToken);
        var count = Math.Min(ready.Length, buffer.Length);
        ready[..count].CopyTo(buffer);
        start += count;
        return count;
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count) => ReadAsync(buffer.AsMemory(index, count)).AsTask();

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (isOver)
            return false;
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        isOver = count < bytes.Length;
        taken += count;
        if (taken > maxBytes)
            throw new UploadTooLargeException();
        var skipped = isFirst ? ReadMark(bytes.AsSpan(0, count)) : 0;
        isFirst = false;
        Decode(bytes.AsSpan(skipped, count - skipped));
        return true;
    }

    private int ReadMark(ReadOnlySpan<byte> read)
    {
        (encoding, var length) = read switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            _ => (null, 0),
        };
        return length;
    }

    private void Decode(ReadOnlySpan<byte> read)
    {
        if (encoding is null && read.ContainsAnyExceptInRange((byte)0, (byte)0x7F))
            encoding = IsUtf8(read) ? Utf8 : ShiftJis;
        try
        {
            // ASCII is the same in both.
            decoder ??= encoding?.GetDecoder();
            if (decoder is null)
            {
                chars = Encoding.ASCII.GetChars(read.ToArray());
            }
            else
            {
                chars = new char[decoder.GetCharCount(read, isOver)];
                decoder.GetChars(read, chars, isOver);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new NotTextException();
        }

        // UTF-16 without its mark, workbooks, pictures; what code page 932 makes of bytes that are no characters.
        if (chars.Contains('\0') || (encoding == ShiftJis && chars.AsSpan().ContainsAnyInRange('\uF8F0', '\uF8F3')))
            throw new NotTextException();
        (start, end) = (0, chars.Length);
    }

    // What is read may end within a character.
    private static bool IsUtf8(ReadOnlySpan<byte> read)
    {
        try
        {
            _ = Utf8.GetDecoder().GetCharCount(read, flush: false);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
