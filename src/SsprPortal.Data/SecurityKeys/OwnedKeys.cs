using Microsoft.AspNetCore.Identity;
using SsprPortal.Core.Verification.SecurityKeys;

namespace SsprPortal.Data.SecurityKeys;

/// <summary>
/// One person and their keys, as the handler asks for them. Nothing is written: accounts may live in Active Directory, and keys are
/// stored with everything else that people register.
/// </summary>
internal sealed class OwnedKeys(KeyOwner owner, IEnumerable<SecurityKey> keys) : IUserPasskeyStore<KeyOwner>
{
    private readonly List<UserPasskeyInfo> keys = [.. keys.Select(Read)];

    /// <summary>What the handler calls an account; keys are told it as the user handle.</summary>
    public static string Id(KeyOwner owner) => owner.UserId.ToString("D");

    /// <inheritdoc/>
    public Task<string> GetUserIdAsync(KeyOwner user, CancellationToken cancellationToken) => Task.FromResult(Id(user));

    /// <inheritdoc/>
    public Task<string?> GetUserNameAsync(KeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    /// <inheritdoc/>
    public Task<KeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(userId == Id(owner) ? owner : null);

    /// <inheritdoc/>
    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(KeyOwner user, CancellationToken cancellationToken) => Task.FromResult<IList<UserPasskeyInfo>>(keys);

    /// <inheritdoc/>
    public Task<UserPasskeyInfo?> FindPasskeyAsync(KeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult(Find(credentialId));

    /// <inheritdoc/>
    public Task<KeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult(Find(credentialId) is null ? null : owner);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    /// <inheritdoc/>
    public Task AddOrUpdatePasskeyAsync(KeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task RemovePasskeyAsync(KeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task SetUserNameAsync(KeyOwner user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<string?> GetNormalizedUserNameAsync(KeyOwner user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task SetNormalizedUserNameAsync(KeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<IdentityResult> CreateAsync(KeyOwner user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<IdentityResult> UpdateAsync(KeyOwner user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<IdentityResult> DeleteAsync(KeyOwner user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<KeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException();

    // What the handler does not look at (when it was registered, and with what words) is left empty.
    private static UserPasskeyInfo Read(SecurityKey key) => new(
        key.CredentialId, key.PublicKey, default, checked((uint)key.SignCount), [.. key.Transports], key.UserVerified, key.BackupEligible, key.BackedUp, [], []);

    private UserPasskeyInfo? Find(byte[] credentialId) => keys.Find(key => key.CredentialId.AsSpan().SequenceEqual(credentialId));
}
