using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using SsprPortal.Core.Verification.SecurityKeys;

namespace SsprPortal.Data.SecurityKeys;

/// <summary>What a ceremony is for: the state of one is worthless for the other.</summary>
internal enum CeremonyKind
{
    /// <summary>A new key.</summary>
    Registration,

    /// <summary>An answer of a registered key.</summary>
    Assertion,
}

/// <summary>What was asked. The handler's own state has the challenge and the account, and neither the kind nor what was demanded of the key.</summary>
/// <param name="Kind">What for.</param>
/// <param name="UserVerification">"required" or "preferred".</param>
/// <param name="Keys">The keys that were registered, by a short hash: their names may be long.</param>
/// <param name="Handler">The handler's state.</param>
internal sealed record CeremonyState(CeremonyKind Kind, string UserVerification, IReadOnlyList<string> Keys, JsonElement Handler)
{
    private const int HashLength = 16;

    // It is encrypted and read by nobody else; Japanese names would be six times as long.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The state of a ceremony that begins, as it is kept.</summary>
    public static string Write(CeremonyKind kind, string userVerification, IEnumerable<SecurityKey> registered, string handler)
    {
        using var document = JsonDocument.Parse(handler);
        return JsonSerializer.Serialize(new CeremonyState(kind, userVerification, [.. registered.Select(key => Hash(key.CredentialId))], document.RootElement), Json);
    }

    /// <summary>The state that was kept; null when it is none of this kind.</summary>
    public static CeremonyState? Read(string state, CeremonyKind kind)
    {
        try
        {
            return JsonSerializer.Deserialize<CeremonyState>(state, Json) is { } read && read.Kind == kind ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether this key was registered when the ceremony began.</summary>
    public bool Knows(byte[] credentialId) => Keys.Contains(Hash(credentialId));

    private static string Hash(byte[] credentialId) => Convert.ToBase64String(SHA256.HashData(credentialId).AsSpan(0, HashLength));
}
