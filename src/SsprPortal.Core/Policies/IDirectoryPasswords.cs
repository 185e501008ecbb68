namespace SsprPortal.Core.Policies;

/// <summary>The password of the portal's own account in the directory: written with the policy that names it, and never shown.</summary>
public interface IDirectoryPasswords
{
    /// <summary>The password of this id; null when it is not kept any more, or cannot be decrypted.</summary>
    Task<string?> ReadAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Forgets the password there was, and keeps this one, if there is one. Within the transaction of the policy.</summary>
    Task ReplaceAsync(Guid id, string? password, CancellationToken cancellationToken);
}
