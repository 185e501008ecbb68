using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SsprPortal.TestKit.SecurityKeys;

/// <summary>
/// A browser with one security key (WebAuthn, ES256): takes the options of a page and gives what the page would post. Behaves well
/// until told otherwise; every property that can be set is a way of behaving badly, or a kind of key.
/// </summary>
public sealed class SoftwareAuthenticator(string origin)
{
    private readonly ECParameters key = NewKey();
    private byte[]? owner;

    /// <summary>What the key calls itself here.</summary>
    public byte[] CredentialId { get; set; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The page that asks, as the browser sees it.</summary>
    public string Origin { get; set; } = origin;

    /// <summary>Whether the page is in a frame of another origin.</summary>
    public bool? CrossOrigin { get; set; } = false;

    /// <summary>The origin of the page around it.</summary>
    public string? TopOrigin { get; set; }

    /// <summary>Instead of "webauthn.create" or "webauthn.get".</summary>
    public string? ClientDataType { get; set; }

    /// <summary>Instead of the whole client data; is given the right one.</summary>
    public Func<string, string>? ClientData { get; set; }

    /// <summary>Instead of the challenge in the options.</summary>
    public byte[]? Challenge { get; set; }

    /// <summary>Instead of the domain in the options.</summary>
    public string? RpId { get; set; }

    /// <summary>Whether the key was touched.</summary>
    public bool UserPresent { get; set; } = true;

    /// <summary>Whether it asked for its PIN or a finger.</summary>
    public bool UserVerified { get; set; } = true;

    /// <summary>Whether it can be copied.</summary>
    public bool BackupEligible { get; set; }

    /// <summary>Whether it has been copied.</summary>
    public bool BackedUp { get; set; }

    /// <summary>Whether it counts its answers; one that does not says 0.</summary>
    public bool Counts { get; set; } = true;

    /// <summary>The count of its last answer.</summary>
    public uint Counter { get; set; }

    /// <summary>The algorithm it says its key is of (COSE).</summary>
    public int Algorithm { get; set; } = -7;

    /// <summary>Whether it answers although it is not among the keys that were asked, or is among those that should not.</summary>
    public bool AnswersUnasked { get; set; }

    /// <summary>Whether it says whose it is.</summary>
    public bool TellsUserHandle { get; set; }

    /// <summary>Says this of whose it is.</summary>
    public byte[]? UserHandle { get; set; }

    /// <summary>How browsers reach it.</summary>
    public string[] Transports { get; set; } = ["usb", "nfc"];

    /// <summary>Changes an attestation on its way; what is signed stays.</summary>
    public Func<byte[], byte[]>? Attestation { get; set; }

    /// <summary>Changes the authenticator data before they are signed.</summary>
    public Func<byte[], byte[]>? AuthenticatorData { get; set; }

    /// <summary>Changes a signature on its way.</summary>
    public Func<byte[], byte[]>? Signature { get; set; }

    /// <summary>What <c>navigator.credentials.create</c> gives for these options, as JSON.</summary>
    /// <exception cref="InvalidOperationException">The key is registered already, or its algorithm was not asked for.</exception>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        if (!AnswersUnasked && Lists(asked["excludeCredentials"]))
            throw new InvalidOperationException("InvalidStateError: this key is registered already.");
        if (!AnswersUnasked && !asked["pubKeyCredParams"]!.AsArray().Any(each => (int)each!["alg"]! == Algorithm))
            throw new InvalidOperationException("NotSupportedError: nobody asked for this algorithm.");

        owner = Base64Url.DecodeFromChars((string)asked["user"]!["id"]!);
        var clientData = CollectClientData("webauthn.create", asked);
        var authenticatorData = Collect((string)asked["rp"]!["id"]!, attested: true);
        var attestation = new CborWriter();
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(authenticatorData);
        attestation.WriteEndMap();
        var encoded = attestation.Encode();
        return Credential(new()
        {
            ["clientDataJSON"] = Text(clientData),
            ["attestationObject"] = Text(Attestation?.Invoke(encoded) ?? encoded),
            ["transports"] = new JsonArray([.. Transports.Select(each => JsonValue.Create(each))]),
            // What browsers add, and nobody reads.
            ["authenticatorData"] = Text(authenticatorData),
            ["publicKeyAlgorithm"] = Algorithm,
        });
    }

    /// <summary>What <c>navigator.credentials.get</c> gives for these options, as JSON.</summary>
    /// <exception cref="InvalidOperationException">Another key was asked.</exception>
    public string Get(string options)
    {
        var asked = JsonNode.Parse(options)!;
        if (!AnswersUnasked && !Lists(asked["allowCredentials"]))
            throw new InvalidOperationException("NotAllowedError: another key was asked.");

        var clientData = CollectClientData("webauthn.get", asked);
        var authenticatorData = Collect((string)asked["rpId"]!, attested: false);
        using var signer = ECDsa.Create(key);
        var signature = signer.SignData([.. authenticatorData, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var response = new JsonObject
        {
            ["clientDataJSON"] = Text(clientData),
            ["authenticatorData"] = Text(authenticatorData),
            ["signature"] = Text(Signature?.Invoke(signature) ?? signature),
        };
        if (UserHandle is not null || TellsUserHandle)
            response["userHandle"] = Text(UserHandle ?? owner!);
        return Credential(response);
    }

    /// <summary>Another authenticator that has the same key: a clone.</summary>
    public SoftwareAuthenticator Clone() => new(this);

    private SoftwareAuthenticator(SoftwareAuthenticator original)
        : this(original.Origin)
    {
        (key, owner, CredentialId, Counter) = (original.key, original.owner, original.CredentialId, original.Counter);
    }

    private static ECParameters NewKey()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportParameters(includePrivateParameters: true);
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private bool Lists(JsonNode? credentials) => credentials?.AsArray().Any(each => (string)each!["id"]! == Text(CredentialId)) == true;

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Text(CredentialId),
        ["rawId"] = Text(CredentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "cross-platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] CollectClientData(string type, JsonNode asked)
    {
        var data = new JsonObject
        {
            ["type"] = ClientDataType ?? type,
            ["challenge"] = Challenge is null ? (string)asked["challenge"]! : Text(Challenge),
            ["origin"] = Origin,
        };
        if (CrossOrigin is { } crossOrigin)
            data["crossOrigin"] = crossOrigin;
        if (TopOrigin is not null)
            data["topOrigin"] = TopOrigin;
        var json = data.ToJsonString(JsonSerializerOptions.Default);
        return Encoding.UTF8.GetBytes(ClientData?.Invoke(json) ?? json);
    }

    private byte[] Collect(string rpId, bool attested)
    {
        Counter = Counts ? Counter + 1 : 0;
        var flags = (UserPresent ? 0x01 : 0) | (UserVerified ? 0x04 : 0) | (BackupEligible ? 0x08 : 0) | (BackedUp ? 0x10 : 0) | (attested ? 0x40 : 0);
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(RpId ?? rpId)), (byte)flags, .. counter, .. attested ? AttestedKey() : []];
        return AuthenticatorData?.Invoke(data) ?? data;
    }

    private byte[] AttestedKey()
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)CredentialId.Length);
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        WritePair(1, 2);
        WritePair(3, Algorithm);
        WritePair(-1, 1);
        cose.WriteInt32(-2);
        cose.WriteByteString(key.Q.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(key.Q.Y!);
        cose.WriteEndMap();
        return [.. new byte[16], .. length, .. CredentialId, .. cose.Encode()];

        void WritePair(int label, int value)
        {
            cose.WriteInt32(label);
            cose.WriteInt32(value);
        }
    }
}
