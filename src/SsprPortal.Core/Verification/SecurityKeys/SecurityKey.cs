using System.Text.Json;

namespace SsprPortal.Core.Verification.SecurityKeys;

/// <summary>A registered security key or passkey. Nothing of it is secret, and all of it tells people apart: it is encrypted at rest like a phone.</summary>
/// <param name="CredentialId">The key's own name for itself here; at most 1,023 bytes.</param>
/// <param name="PublicKey">What its answers are checked with (COSE).</param>
/// <param name="Transports">How browsers reach it: "usb", "nfc", "internal", …</param>
/// <param name="SignCount">How many answers it had given at the last one; 0 for good when it does not count.</param>
/// <param name="UserVerified">Whether it asked for its PIN or a finger when it was registered.</param>
/// <param name="BackupEligible">Whether it can be copied to other devices; never changes.</param>
/// <param name="BackedUp">Whether it had been copied when it was registered.</param>
public sealed record SecurityKey(byte[] CredentialId, byte[] PublicKey, IReadOnlyList<string> Transports, long SignCount, bool UserVerified, bool BackupEligible, bool BackedUp)
{
    // A property that is missing must not become an empty key or a counter that starts again.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>As it is stored: compact JSON.</summary>
    public string Serialize() => JsonSerializer.Serialize(this, Json);

    /// <summary>What was stored; null when it is not a key.</summary>
    public static SecurityKey? Read(string stored)
    {
        try
        {
            return JsonSerializer.Deserialize<SecurityKey>(stored, Json) is { SignCount: >= 0 and <= uint.MaxValue } key ? key : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(SecurityKey);
}
