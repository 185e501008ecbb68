using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SsprPortal.Data.SecurityKeys;

/// <summary>
/// What a browser handed in, read once and strictly. The handler is given what was read here, written anew, and not what was sent: so
/// the two cannot read it differently, and nothing that nobody asked for reaches the handler.
/// </summary>
/// <typeparam name="TResponse">What the key says in this ceremony.</typeparam>
internal sealed record KeyAnswer<TResponse>(byte[] Id, string Type, TResponse Response)
    where TResponse : KeyResponse
{
    /// <summary>The handler demands it; no extension is asked for, and none is looked at.</summary>
    public IReadOnlyDictionary<string, string> ClientExtensionResults { get; } = new Dictionary<string, string>();

    /// <summary>For the handler.</summary>
    public string Write() => JsonSerializer.Serialize(this, KeyAnswer.Json);
}

/// <summary>What every answer of a key has.</summary>
internal abstract record KeyResponse(byte[] ClientDataJSON);

/// <summary>What a new key says.</summary>
internal sealed record RegistrationResponse(byte[] ClientDataJSON, byte[] AttestationObject, string[]? Transports = null) : KeyResponse(ClientDataJSON);

/// <summary>What a registered key says.</summary>
internal sealed record AssertionResponse(byte[] ClientDataJSON, byte[] AuthenticatorData, byte[] Signature, byte[]? UserHandle = null) : KeyResponse(ClientDataJSON)
{
    private const int FlagsAt = 32;
    private const byte UserVerifiedFlag = 0x04;

    /// <summary>Whether the key asked for its PIN or a finger; to be believed only after the signature over it was found right.</summary>
    [JsonIgnore]
    public bool UserVerified => (AuthenticatorData[FlagsAt] & UserVerifiedFlag) != 0;
}

/// <summary>Reads answers.</summary>
internal static class KeyAnswer
{
    /// <summary>Ten times what a key without attestation needs, in characters.</summary>
    public const int MaxLength = 32 * 1024;

    private const int MaxDepth = 16;

    /// <summary>Nothing twice, nothing missing.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = MaxDepth,
        Converters = { new Base64UrlConverter() },
    };

    /// <summary>The answer; null when it is none.</summary>
    public static KeyAnswer<TResponse>? Read<TResponse>(string? credential)
        where TResponse : KeyResponse
    {
        // An unpaired surrogate is no text, and the JSON reader would throw something else than for any other fault.
        if (credential is null || credential.Length > MaxLength || !IsText(credential))
            return null;
        try
        {
            var answer = JsonSerializer.Deserialize<KeyAnswer<TResponse>>(credential, Json);
            // Of a type parameter the reader does not know that null is none.
            if (answer?.Response is not { } response)
                return null;
            using var clientData = JsonDocument.Parse(response.ClientDataJSON, new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
            return answer;
        }
        // The second is what the reader throws for an escaped half of a surrogate pair.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsText(string credential)
    {
        for (var rest = credential.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }

    private sealed class Base64UrlConverter : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue(Base64Url.EncodeToString(value));
    }
}
