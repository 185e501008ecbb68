using SsprPortal.Core.Administration;
using SsprPortal.Core.OpaqueHandles;

namespace SsprPortal.Core.SignIn;

/// <summary>A person who is signed in to the portal.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The account.</param>
/// <param name="UserName">The user principal name.</param>
/// <param name="DisplayName">The name the organisation uses.</param>
public sealed record SignedInPerson(Guid SessionId, Guid UserId, string UserName, string DisplayName)
{
    /// <summary>When the password was typed (UTC).</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When more than the password was proved last (UTC); null when it never was.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>Whether the sign-in is not complete: a second factor is still asked for.</summary>
    public bool NeedsProof { get; init; }

    /// <summary>Whether the password was too old at the sign-in: nothing but the page that changes it is open.</summary>
    public bool NeedsNewPassword { get; init; }

    /// <summary>The roles the person holds now.</summary>
    public IReadOnlySet<PortalRole> Roles { get; init; } = new HashSet<PortalRole>();
}

/// <summary>Sessions in the database, so that they can be ended from anywhere. A password that changes ends them all by itself.</summary>
public interface IPortalSessionStore
{
    /// <summary>Idle for so long ends a session.</summary>
    static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(30);

    /// <summary>Idle for so long ends the session of somebody who holds a role (N25; NIST SP 800-63B, section 2.2.3, asks for an hour at most).</summary>
    static readonly TimeSpan IdleLifetimeOfRoles = TimeSpan.FromMinutes(15);

    /// <summary>A session ends after so long, whatever is done in it.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>A sign-in whose second factor is still asked for ends after so long.</summary>
    static readonly TimeSpan HalfLifetime = TimeSpan.FromMinutes(10);

    /// <summary>So many sessions of one person live at a time; the oldest ends for the next (N25).</summary>
    const int AtOnce = 3;

    /// <summary>Opens a session for an account, bound to the password that was checked.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="stamp">The stamp of the password that was checked.</param>
    /// <param name="needsProof">Whether a second factor is still asked for.</param>
    /// <param name="needsNewPassword">Whether the password is too old.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<OpaqueHandle> OpenAsync(Guid userId, string stamp, bool needsProof, bool needsNewPassword, CancellationToken cancellationToken);

    /// <summary>Whose session this is, and notes that the person is there; null when it has ended, the password has changed since, or the account may not be used.</summary>
    Task<SignedInPerson?> FindAsync(OpaqueHandle handle, CancellationToken cancellationToken);

    /// <summary>Notes that more than the password was proved in a session just now.</summary>
    Task ProveAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>Ends a session.</summary>
    Task EndAsync(OpaqueHandle handle, CancellationToken cancellationToken);

    /// <summary>Ends every session of an account: an administrator.</summary>
    /// <returns>How many there were.</returns>
    Task<int> EndAllAsync(Guid userId, CancellationToken cancellationToken);
}
