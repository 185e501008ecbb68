using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SsprPortal.Core.OpaqueHandles;

/// <summary>
/// What a browser holds of something that lives in the database: 256 random bits (OWASP ASVS 7.2.3 asks for 128), of which only the
/// SHA-256 is stored. It means nothing by itself and travels in a cookie, never in a URL.
/// </summary>
public sealed class OpaqueHandle
{
    private const int Bytes = 32;

    private OpaqueHandle(string text)
    {
        Text = text;
        Hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>For the cookie: 43 characters of base64url (RFC 4648, section 5).</summary>
    public string Text { get; }

    /// <summary>For the database.</summary>
    public byte[] Hash { get; }

    /// <summary>A new one.</summary>
    public static OpaqueHandle Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>What a cookie holds; null when it cannot be one of ours.</summary>
    public static OpaqueHandle? Read(string? text) =>
        text is { Length: 43 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? new(text) : null;

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(OpaqueHandle);
}
