namespace SsprPortal.Core.Verification.SecurityKeys;

/// <summary>Whose key it is, wherever the account lives.</summary>
/// <param name="UserId">The account; the key is told it and may say it back.</param>
/// <param name="UserName">What the key may show beside the portal's name.</param>
/// <param name="DisplayName">The name of the person, likewise.</param>
public sealed record KeyOwner(Guid UserId, string UserName, string DisplayName);

/// <summary>One question to a key.</summary>
/// <param name="Options">JSON for <c>navigator.credentials</c>; public.</param>
/// <param name="State">What the answer is judged by: kept on the server, never taken from a browser, worthless after one use. Who keeps it counts and expires it.</param>
public sealed record KeyCeremony(string Options, string State)
{
    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(KeyCeremony);
}

/// <summary>A right answer of a registered key.</summary>
/// <param name="CredentialId">Which key it was.</param>
/// <param name="SignCount">To be stored with the key, only where it is greater than what is stored (or both are 0): two answers at once must not both pass.</param>
/// <param name="UserVerified">Whether the key asked for its PIN or a finger this time; signed by the key.</param>
public sealed record KeyAssertion(byte[] CredentialId, long SignCount, bool UserVerified);

/// <summary>
/// What is asked of security keys, and what they answer (WebAuthn). Nothing of a request is looked at: the portal's address is the
/// configured one. Whatever a browser hands in, a refusal is null and never an exception.
/// </summary>
public interface ISecurityKeyCeremonies
{
    /// <summary>Asks for a new key; one that is registered already says so by itself.</summary>
    Task<KeyCeremony> BeginRegistrationAsync(KeyOwner owner, IReadOnlyList<SecurityKey> registered, CancellationToken cancellationToken);

    /// <summary>Reads a new key out of the browser's answer.</summary>
    /// <param name="owner">Whom it was asked for; the state of another person is refused.</param>
    /// <param name="state">The state of this ceremony.</param>
    /// <param name="credential">What the browser handed in.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The key; null when it is refused, as one that was registered when the ceremony began is.</returns>
    Task<SecurityKey?> CompleteRegistrationAsync(KeyOwner owner, string state, string? credential, CancellationToken cancellationToken);

    /// <summary>Asks for one of the registered keys.</summary>
    /// <param name="owner">Whose keys they are.</param>
    /// <param name="registered">The keys that may answer.</param>
    /// <param name="requireUserVerification">Whether the key must ask for its PIN or a finger; the state remembers it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<KeyCeremony> BeginAssertionAsync(KeyOwner owner, IReadOnlyList<SecurityKey> registered, bool requireUserVerification, CancellationToken cancellationToken);

    /// <summary>Judges the answer of a key.</summary>
    /// <param name="owner">Whom it was asked for; the state of another person is refused.</param>
    /// <param name="registered">The person's keys as they are now: a key that was removed meanwhile is refused, and so is one that was added.</param>
    /// <param name="state">The state of this ceremony.</param>
    /// <param name="credential">What the browser handed in.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Which key answered; null when it is refused.</returns>
    Task<KeyAssertion?> CompleteAssertionAsync(KeyOwner owner, IReadOnlyList<SecurityKey> registered, string state, string? credential, CancellationToken cancellationToken);
}
