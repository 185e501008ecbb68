namespace SsprPortal.Core.Verification;

/// <summary>
/// HMAC-SHA-256 under a key that is not readable from the database alone (OWASP MFA Cheat Sheet: codes are stored hashed).
/// Six digits have a million values: without a key, a stolen table gives every code back.
/// </summary>
public interface IKeyedHash
{
    /// <summary>32 bytes over <paramref name="data"/>, under a key of its own for each <paramref name="purpose"/> (HKDF, RFC 5869).</summary>
    byte[] Compute(string purpose, ReadOnlySpan<byte> data);
}
