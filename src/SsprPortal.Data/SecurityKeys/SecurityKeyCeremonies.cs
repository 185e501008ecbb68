using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification.SecurityKeys;

namespace SsprPortal.Data.SecurityKeys;

/// <summary>
/// WebAuthn by the passkey handler of ASP.NET Core Identity, without its sign-in, its cookie and its table. The handler turns every
/// fault of an answer, of whatever kind, into a result that failed; the only exception it lets through is that of a cancellation.
/// </summary>
internal sealed class SecurityKeyCeremonies(PortalAddress address, IOptions<SecurityKeyOptions> options) : ISecurityKeyCeremonies
{
    private const string Required = "required";
    private const string Preferred = "preferred";

    // An RSA key of 4,096 bits and its frame. What is stored has an end, and nobody is to pay for checking a larger one.
    private const int MaxPublicKeyLength = 600;

    // What a key calls itself: something, and no longer than WebAuthn lets it be (section 7.1).
    private const int MaxCredentialIdLength = 1023;

    private static readonly string[] KnownTransports = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

    /// <inheritdoc/>
    public async Task<KeyCeremony> BeginRegistrationAsync(KeyOwner owner, IReadOnlyList<SecurityKey> registered, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var users = Users(owner, registered);
        var made = await Handler(users, Preferred).MakeCreationOptionsAsync(
            new() { Id = OwnedKeys.Id(owner), Name = owner.UserName, DisplayName = owner.DisplayName }, new DefaultHttpContext());
        return new(made.CreationOptionsJson, CeremonyState.Write(CeremonyKind.Registration, Preferred, registered, made.AttestationState!));
    }

    /// <inheritdoc/>
    public async Task<SecurityKey?> CompleteRegistrationAsync(KeyOwner owner, string state, string? credential, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (CeremonyState.Read(state, CeremonyKind.Registration) is not { } asked || KeyAnswer.Read<RegistrationResponse>(credential) is not { } answer)
            return null;
        using var users = Users(owner, []);
        var result = await Handler(users, asked.UserVerification).PerformAttestationAsync(
            new() { HttpContext = new DefaultHttpContext(), CredentialJson = answer.Write(), AttestationState = asked.Handler.GetRawText() });
        return result is { Succeeded: true, Passkey: { } key } && result.UserEntity.Id == OwnedKeys.Id(owner)
            && key.PublicKey.Length <= MaxPublicKeyLength && key.CredentialId.Length is > 0 and <= MaxCredentialIdLength && !asked.Knows(key.CredentialId)
            ? new(key.CredentialId, key.PublicKey, Transports(key.Transports), key.SignCount, key.IsUserVerified, key.IsBackupEligible, key.IsBackedUp)
            : null;
    }

    /// <inheritdoc/>
    public async Task<KeyCeremony> BeginAssertionAsync(KeyOwner owner, IReadOnlyList<SecurityKey> registered, bool requireUserVerification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var userVerification = requireUserVerification ? Required : Preferred;
        using var users = Users(owner, registered);
        var made = await Handler(users, userVerification).MakeRequestOptionsAsync(owner, new DefaultHttpContext());
        return new(made.RequestOptionsJson, CeremonyState.Write(CeremonyKind.Assertion, userVerification, registered, made.AssertionState!));
    }

    /// <inheritdoc/>
    public async Task<KeyAssertion?> CompleteAssertionAsync(KeyOwner owner, IReadOnlyList<SecurityKey> registered, string state, string? credential, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (CeremonyState.Read(state, CeremonyKind.Assertion) is not { } asked || KeyAnswer.Read<AssertionResponse>(credential) is not { } answer)
            return null;
        using var users = Users(owner, registered.Where(key => asked.Knows(key.CredentialId)));
        var result = await Handler(users, asked.UserVerification).PerformAssertionAsync(
            new() { HttpContext = new DefaultHttpContext(), CredentialJson = answer.Write(), AssertionState = asked.Handler.GetRawText() });
        // Of this answer the handler's result has the counter; whether the person was verified, it has only of the registration.
        return result is { Succeeded: true, Passkey: { } key } ? new(key.CredentialId, key.SignCount, answer.Response.UserVerified) : null;
    }

    private static UserManager<KeyOwner> Users(KeyOwner owner, IEnumerable<SecurityKey> keys) => new(
        new OwnedKeys(owner, keys), Options.Create(new IdentityOptions()), new PasswordHasher<KeyOwner>(), [], [],
        new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), null!, NullLogger<UserManager<KeyOwner>>.Instance);

    // Browsers hand them back with the next question: nothing that an answer invented is stored.
    private static string[] Transports(string[]? told) => [.. KnownTransports.Intersect(told ?? [])];

    private PasskeyHandler<KeyOwner> Handler(UserManager<KeyOwner> users, string userVerification) => new(users, Options.Create(new IdentityPasskeyOptions
    {
        // Both are set, so that the handler never asks the request for its Host or Origin.
        ServerDomain = options.Value.RpId is { Length: > 0 } domain ? domain : address.BaseUrl.IdnHost,
        ValidateOrigin = context => ValueTask.FromResult(context is { CrossOrigin: false, TopOrigin: null } && context.Origin == Origin()),
        ChallengeSize = 32,
        AuthenticatorTimeout = TimeSpan.FromMinutes(5),
        UserVerificationRequirement = userVerification,
        ResidentKeyRequirement = "discouraged",
        AttestationConveyancePreference = "none",
        // ES256 and RS256: every key has one of them.
        IsAllowedAlgorithm = algorithm => algorithm is -7 or -257,
    }));

    // As browsers write it: in ASCII, without the port of the scheme.
    private string Origin() => address.BaseUrl.IsDefaultPort
        ? $"{address.BaseUrl.Scheme}://{address.BaseUrl.IdnHost}"
        : $"{address.BaseUrl.Scheme}://{address.BaseUrl.IdnHost}:{address.BaseUrl.Port}";
}
