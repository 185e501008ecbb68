using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Verification;

namespace SsprPortal.TestKit;

/// <summary>A keyed hash under a key of the test's own.</summary>
public sealed class TestKeyedHash : IKeyedHash
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public byte[] Compute(string purpose, ReadOnlySpan<byte> data) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(purpose)), data);
}
