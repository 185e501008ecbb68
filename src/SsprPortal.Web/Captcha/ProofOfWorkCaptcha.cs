using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;

namespace SsprPortal.Web.Captcha;

/// <summary>
/// The built-in check: the browser searches for a key that the server already knows (ALTCHA's widget, version 3).
/// Nothing is stored when a challenge is made. Its signature covers the whole answer, the time and the browser, so judging an
/// answer costs one HMAC, whatever is sent; only a correct answer reaches the database, to be used up there.
/// </summary>
internal sealed class ProofOfWorkCaptcha(IKeyedHash hash, ISingleUseStore used, TimeProvider clock) : ICaptcha
{
    /// <summary>N35: no token is older than two minutes.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    // About a second on a phone, and never many times that: the counter lies in a range, so the search is bounded on both sides.
    // Making a challenge costs the server one derivation of Cost iterations, the browser MinCounter to MaxCounter of them.
    internal const int Cost = 2_000, MinCounter = 500, MaxCounter = 1_500;
    internal const string Algorithm = "PBKDF2/SHA-256", Purpose = "captcha";
    private const int NonceLength = 16, KeyLength = 32, PrefixLength = 16, SignatureLength = 32, LongestToken = 4_096;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 4, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <inheritdoc />
    public string View => "/Captcha/_ProofOfWork.cshtml";

    /// <inheritdoc />
    public string TokenField => "captcha";

    /// <inheritdoc />
    public IReadOnlyList<string> Origins => [];

    /// <summary>Makes a challenge that only <paramref name="browser"/> can hand in.</summary>
    public ProofOfWorkChallenge CreateChallenge(string browser)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var salt = RandomNumberGenerator.GetBytes(NonceLength);
        var key = DeriveKey(nonce, salt, RandomNumberGenerator.GetInt32(MinCounter, MaxCounter + 1));
        var expires = clock.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds();
        var work = new ProofOfWorkChallenge.Work(Algorithm, Hex(nonce), Hex(salt), Cost, KeyLength, Hex(key.AsSpan(0, PrefixLength)), new(expires));
        return new(work, Hex(Sign(nonce, key, expires, browser)));
    }

    /// <inheritdoc />
    public async Task<CaptchaResult> VerifyAsync(string? token, string browser, IPAddress? client, CancellationToken cancellationToken)
    {
        if (browser.Length == 0 || Read(token) is not { } answer ||
            !TryBytes(answer.Challenge.Parameters.Nonce, NonceLength, out var nonce) ||
            !TryBytes(answer.Solution.DerivedKey, KeyLength, out var key) ||
            !TryBytes(answer.Challenge.Signature, SignatureLength, out var signature))
        {
            return CaptchaResult.Refused;
        }

        var expires = answer.Challenge.Parameters.Data.Expires;
        if (!CryptographicOperations.FixedTimeEquals(signature, Sign(nonce, key, expires, browser)) ||
            expires <= clock.GetUtcNow().ToUnixTimeSeconds())
        {
            return CaptchaResult.Refused;
        }

        // The nonce as bytes, written anew: "AB" and "ab" are one nonce and must be used up together.
        return await used.TryUseAsync(Purpose, Hex(nonce), DateTimeOffset.FromUnixTimeSeconds(expires), cancellationToken)
            ? CaptchaResult.Passed
            : CaptchaResult.Refused;
    }

    /// <summary>What the widget tries for one counter after another.</summary>
    internal static byte[] DeriveKey(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> salt, int counter)
    {
        Span<byte> password = stackalloc byte[NonceLength + sizeof(int)];
        nonce.CopyTo(password);
        BinaryPrimitives.WriteInt32BigEndian(password[NonceLength..], counter);
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, Cost, HashAlgorithmName.SHA256, KeyLength);
    }

    // Three parts of fixed length and one at the end: no two different answers read the same.
    private byte[] Sign(byte[] nonce, byte[] key, long expires, string browser)
    {
        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, expires);
        return hash.Compute(Purpose, [.. nonce, .. key, .. time, .. Encoding.UTF8.GetBytes(browser)]);
    }

    private static ProofOfWorkChallenge.Answer? Read(string? token)
    {
        if (token is not { Length: > 0 and <= LongestToken })
        {
            return null;
        }

        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ProofOfWorkChallenge.Answer>(bytes.AsSpan(0, length), Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryBytes(string hex, int length, out byte[] bytes)
    {
        bytes = new byte[length];
        return hex.Length == length * 2 && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
