using SsprPortal.Core.Passwords;

namespace SsprPortal.Core.Directory;

/// <summary>
/// Where accounts live. Answers with values; throws only for defects, and where reading cannot answer. A person is looked up by name once and
/// from then on read and written by <see cref="DirectoryUser.Id"/>.
/// </summary>
public interface IDirectory
{
    /// <summary>The key of the service that knows the portal's own accounts, and of others what the portal has recorded: for what must work, or need not be new, while the directory does not answer.</summary>
    const string Portal = nameof(Portal);

    /// <summary>
    /// The person of a user principal name, or of a bare name when it is unique; null when there is none or more than one.
    /// The name is compared after NFKC, trimming and invariant upper case.
    /// </summary>
    /// <exception cref="DirectoryUnreachableException">The organisation's directory does not answer.</exception>
    Task<DirectoryUser?> FindAsync(string userName, CancellationToken cancellationToken);

    /// <summary>The person as they are now; null when the account is gone.</summary>
    /// <exception cref="DirectoryUnreachableException">The organisation's directory does not answer.</exception>
    Task<DirectoryUser?> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>People with the role <see cref="DirectoryUser.AdministratorRole"/> whose accounts may be used, in the order of their user names; one statement.</summary>
    /// <param name="atMost">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<DirectoryUser>> AdministratorsAsync(int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Checks a password that was typed at sign-in. Every attempt is counted before the password is looked at, in one statement.
    /// Costs a password hash for an account that is not there as for one that is.
    /// </summary>
    /// <returns>
    /// What became of it, whose account it is, and the stamp of the very password that was checked: a session opened with it ends when
    /// the password changes, even while the check was under way.
    /// </returns>
    Task<(PasswordCheck Check, DirectoryUser? User, string Stamp)> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken);

    /// <summary>What the organisation's directory asks of a person's new password; null for the portal's own accounts, and when it does not say.</summary>
    Task<DirectoryPasswordRules?> PasswordRulesAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Sets a password that passed every rule, and ends every session that was opened with the old one.</summary>
    Task<DirectoryResult> SetPasswordAsync(Guid id, NewPassword password, CancellationToken cancellationToken);

    /// <summary>Unlocks an account that is locked after too many wrong passwords; the password stays.</summary>
    Task<UnlockResult> UnlockAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the password of somebody who types the old one, which is counted like a sign-in before it is looked at, and ends every
    /// session that was opened with it.
    /// </summary>
    /// <returns>How it ended, and the stamp of the new password, for a session that is opened with it.</returns>
    Task<(PasswordChange Change, string Stamp)> ChangePasswordAsync(Guid id, string old, NewPassword password, CancellationToken cancellationToken);
}
