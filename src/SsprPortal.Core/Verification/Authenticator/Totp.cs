using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SsprPortal.Core.Verification.Authenticator;

/// <summary>The codes of an authenticator app (RFC 6238): HMAC-SHA-1, six digits, a step of 30 seconds, which is all that every app can do.</summary>
public static class Totp
{
    private const int SecretLength = 20;
    private const int ShortestSecret = 16;
    private const int SecondsOfStep = 30;

    /// <summary>A new secret of 160 bits (RFC 4226, section 4: recommended).</summary>
    public static byte[] CreateSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>The code of a step.</summary>
    /// <param name="secret">At least 128 bits (RFC 4226, section 4): an empty one would have codes that anybody can compute.</param>
    /// <param name="step">See <see cref="StepAt"/>.</param>
    /// <param name="digits">Six; up to eight.</param>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = 6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, ShortestSecret, nameof(secret));
        var codes = digits switch { 6 => 1_000_000, 7 => 10_000_000, 8 => 100_000_000, _ => throw new ArgumentOutOfRangeException(nameof(digits)) };
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // what apps compute; that collisions of SHA-1 are found does not weaken its HMAC
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return (number % codes).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step a moment lies in, counted from 1970.</summary>
    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / SecondsOfStep;

    /// <summary>
    /// The step whose code was typed: this one or a neighbour, as clocks differ, and later than the last one used. Null when there is none.
    /// The caller stores the step, which makes the code worthless.
    /// </summary>
    /// <param name="secret">The secret of the app.</param>
    /// <param name="digits">What <see cref="OneTimeCodes.OneTimeCode.Reveal"/> gives.</param>
    /// <param name="now">The time here.</param>
    /// <param name="lastStep">The step that was last used; -1 before the first.</param>
    public static long? Match(ReadOnlySpan<byte> secret, string digits, DateTimeOffset now, long lastStep)
    {
        var typed = Encoding.ASCII.GetBytes(digits);
        var current = StepAt(now);
        long? match = null;
        // Always all three: how long it takes tells nothing of the step. The latest wins: were two codes alike, the second would be a replay.
        for (var step = current - 1; step <= current + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(Code(secret, step))) & step > lastStep)
                match = step;
        }

        return match;
    }

    /// <summary>What the QR code says to the app (the Key Uri Format). It holds the secret.</summary>
    /// <param name="issuer">The organisation, in any language.</param>
    /// <param name="account">The person's user name.</param>
    /// <param name="secret">The secret of the app.</param>
    public static string KeyUri(string issuer, string account, byte[] secret) =>
        $"otpauth://totp/{Escape(issuer)}:{Escape(account)}?secret={Base32.Encode(secret)}&issuer={Escape(issuer)}&algorithm=SHA1&digits=6&period={SecondsOfStep}";

    // A colon parts issuer and account, also a percent-encoded one, and may be in neither.
    private static string Escape(string name) => Uri.EscapeDataString(name.Replace(':', ' '));
}
