using System.Text;

namespace SsprPortal.Core.Verification.Authenticator;

/// <summary>Base32 (RFC 4648, section 6), in which apps take a secret that is typed instead of scanned.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsOfCharacter = 5;
    private const int MaxLength = 256;

    /// <summary>In capitals, without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + BitsOfCharacter - 1) / BitsOfCharacter);
        var (buffer, bits) = (0, 0);
        foreach (var each in bytes)
        {
            buffer = buffer << 8 | each;
            for (bits += 8; bits >= BitsOfCharacter; bits -= BitsOfCharacter)
                text.Append(Alphabet[buffer >> (bits - BitsOfCharacter) & 31]);
            buffer &= 31; // fewer than five bits are left
        }

        if (bits > 0)
            text.Append(Alphabet[buffer << (BitsOfCharacter - bits) & 31]);
        return text.ToString();
    }

    /// <summary>
    /// Reads what a person typed: small letters are capitals, blanks and padding at the end are nothing. Null when it is not what
    /// <see cref="Encode"/> gives then, so that a secret which lost its end is noticed where it can be.
    /// </summary>
    public static byte[]? Read(string? typed)
    {
        if (typed is null || typed.Length > MaxLength)
            return null;
        var text = string.Concat(typed.Where(c => !char.IsWhiteSpace(c))).TrimEnd('=');
        var bytes = new byte[text.Length * BitsOfCharacter / 8];
        var (buffer, bits, length) = (0, 0, 0);
        foreach (var c in text)
        {
            // Plain letters only: the capital of ſ is S.
            var value = Alphabet.IndexOf(char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c, StringComparison.Ordinal);
            if (value < 0)
                return null;
            buffer = buffer << BitsOfCharacter | value;
            bits += BitsOfCharacter;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[length++] = (byte)(buffer >> bits);
            buffer &= (1 << bits) - 1;
        }

        return bits < BitsOfCharacter && buffer == 0 ? bytes : null;
    }
}
