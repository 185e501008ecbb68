using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification.SecurityKeys;

/// <summary>
/// A security key or passkey (WebAuthn). One that verifies its user by itself counts as two gates. The challenge is used up by the
/// first answer, right or wrong (I10 of the security notes); the counter of an entry is the key's signature counter.
/// </summary>
public sealed class SecurityKeyMethod(ISecurityKeyCeremonies ceremonies) : IRegistrableMethod
{
    // Length of the name in bytes, and how browsers reach it: passkeys of phones and computers, and keys to plug in.
    private static readonly (int NameLength, string[] Transports)[] DecoyKinds =
        [(16, ["internal", "hybrid"]), (20, ["internal", "hybrid"]), (32, ["internal"]), (32, ["hybrid", "internal"]), (48, ["usb"]), (64, ["nfc", "usb"])];

    /// <inheritdoc/>
    public string Id => "key";

    /// <inheritdoc/>
    public MethodClass Class => MethodClass.Key;

    /// <inheritdoc/>
    public ResponseShape Shape => ResponseShape.Assertion;

    /// <inheritdoc/>
    public string RegistrationKind => "key";

    /// <summary>Five minutes (N16).</summary>
    public TimeSpan Lifetime => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public int Tries => 1;

    /// <summary>Ten (N17).</summary>
    public int MaxEntries => 10;

    /// <inheritdoc/>
    public Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        Task.FromResult(new EnrolmentDraft(JsonSerializer.Serialize(new KeyOwner(person.Id, person.UserName, person.DisplayName))));

    /// <summary>A key like those that people have, and with which nobody can sign: its name is as long as one of theirs, some verify their user.</summary>
    public DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy)
    {
        var (kind, verifies) = (DecoyKinds[seed[0] % DecoyKinds.Length], seed[1] % 2 == 0);
        byte[] name = [.. seed, .. SHA256.HashData(seed)];
        return new(new SecurityKey(name[..kind.NameLength], [], kind.Transports, 0, verifies, BackupEligible: false, BackedUp: false).Serialize(), "#1", verifies ? 2 : 1);
    }

    /// <inheritdoc/>
    public async Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken)
    {
        var keys = Keys(context.Entries);
        var ceremony = context.Owner.Purpose == ChallengePurpose.Registration
            ? await ceremonies.BeginRegistrationAsync(Registering(context.Target), keys, cancellationToken)
            // One that never verified its user could not be used where all others do.
            : await ceremonies.BeginAssertionAsync(Owner(context.Owner), keys, context.Entries.All(entry => entry.Gates > 1), cancellationToken);
        return new(JsonSerializer.SerializeToUtf8Bytes(ceremony));
    }

    /// <summary>The options for the browser.</summary>
    public IReadOnlyList<string> Prompts(VerificationChallenge challenge, string language) => [Ceremony(challenge).Options];

    /// <inheritdoc/>
    public async Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken)
    {
        var state = Ceremony(challenge).State;
        if (challenge.Owner.Purpose == ChallengePurpose.Registration)
        {
            return await ceremonies.CompleteRegistrationAsync(Registering(challenge.Target), state, response.Text, cancellationToken) is { } key
                ? new() { Value = key.Serialize(), Counter = key.SignCount, Gates = key.UserVerified ? 2 : 1, LookupKey = Base64Url.EncodeToString(key.CredentialId) }
                : null;
        }

        var keys = Keys(entries);
        if (await ceremonies.CompleteAssertionAsync(Owner(challenge.Owner), keys, state, response.Text, cancellationToken) is not { } assertion)
            return null;
        var entry = entries.Single(each => SecurityKey.Read(each.Value)!.CredentialId.AsSpan().SequenceEqual(assertion.CredentialId));
        return new() { Entry = entry, Counter = assertion.SignCount, Gates = assertion.UserVerified ? entry.Gates : 1 };
    }

    private static KeyCeremony Ceremony(VerificationChallenge challenge) => JsonSerializer.Deserialize<KeyCeremony>(challenge.Secret)!;

    private static KeyOwner Registering(string target) => JsonSerializer.Deserialize<KeyOwner>(target)!;

    private static KeyOwner Owner(ChallengeOwner owner) => new(owner.SubjectId, "", "");

    // With the signature counter as it was last seen.
    private static List<SecurityKey> Keys(IReadOnlyList<RegisteredMethod> entries) => [.. entries.Select(entry => SecurityKey.Read(entry.Value)! with { SignCount = entry.Counter })];
}
