using SsprPortal.Core.Administration;

namespace SsprPortal.Core.Directory;

/// <summary>
/// The portal's own record of the directory's people: what registrations, sessions, lists and reports hang on. No decision rests on it:
/// whoever is dealt with is read from the directory.
/// </summary>
public interface IDirectoryMirror
{
    /// <summary>
    /// Writes people as the directory has them, 1,000 at most; what is so already is not written. A name that another person of the
    /// directory had is taken from them: their own turn comes, or they are gone. Contacts that change are fresh
    /// (<see cref="DirectoryUser.HasFreshContacts"/>). Who is left out and has a record is signed out.
    /// </summary>
    /// <returns>
    /// Who was left out, because an account of the portal's own has the name or the id, another of the same call has the name, or the
    /// database takes it for somebody else's.
    /// </returns>
    Task<IReadOnlySet<Guid>> SaveAsync(IReadOnlyCollection<DirectoryPerson> people, CancellationToken cancellationToken);

    /// <summary>Everybody there is a record of.</summary>
    Task<IReadOnlySet<Guid>> IdsAsync(CancellationToken cancellationToken);

    /// <summary>Removes people with everything they registered, and says so in the audit; 1,000 at most. Accounts of the portal's own stay.</summary>
    Task RemoveAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken);

    /// <summary>Everybody of the directory who has a session.</summary>
    Task<IReadOnlySet<Guid>> SignedInAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Ends all sessions of people whose password may have changed, or who are not there any more, or not to be recorded; 1,000 at most.
    /// Accounts of the portal's own keep theirs.
    /// </summary>
    /// <returns>The stamp that sessions are opened with until the directory tells its own.</returns>
    Task<string> EndSessionsAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken);

    /// <summary>The directory's groups that administrators brought in.</summary>
    Task<IReadOnlyList<Group>> GroupsAsync(CancellationToken cancellationToken);

    /// <summary>Writes who is in such a group, near or far, and what it is called now. People there is no record of are left out.</summary>
    Task SaveMembersAsync(Group group, IReadOnlySet<Guid> members, CancellationToken cancellationToken);

    /// <summary>Whether a name is the short one (<see cref="UserNames.BareName"/>) of an account of the portal's own.</summary>
    Task<bool> HasPortalNamesakeAsync(string userName, CancellationToken cancellationToken);

    /// <summary>Counts a password before the directory is asked, in one statement (see <see cref="IDirectory.CheckPasswordAsync"/>).</summary>
    /// <param name="id">Whose.</param>
    /// <param name="atMost">So many in a row; then nothing is asked for a while.</param>
    /// <param name="wait">The while.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether the directory may be asked.</returns>
    Task<bool> TryCountAsync(Guid id, int atMost, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Takes the last count back: the directory did not count that password. What was wrong before stays counted.</summary>
    Task GiveBackAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Forgets what was counted: the directory forgot it too, for the password was right, or is a new one.</summary>
    Task ForgiveAsync(Guid id, CancellationToken cancellationToken);
}
