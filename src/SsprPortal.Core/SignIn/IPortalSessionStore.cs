using SsprPortal.Core.OpaqueHandles;

namespace SsprPortal.Core.SignIn;

/// <summary>A person who is signed in to the portal.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The account.</param>
/// <param name="UserName">The user principal name.</param>
/// <param name="DisplayName">The name the organisation uses.</param>
public sealed record SignedInPerson(Guid SessionId, Guid UserId, string UserName, string DisplayName);

/// <summary>Sessions in the database, so that they can be ended from anywhere. A password that changes ends them all by itself.</summary>
public interface IPortalSessionStore
{
    /// <summary>Idle for so long ends a session.</summary>
    static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after so long, whatever is done in it.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>Opens a session for an account, bound to the password that was checked.</summary>
    Task<OpaqueHandle> OpenAsync(Guid userId, string stamp, CancellationToken cancellationToken);

    /// <summary>Whose session this is, and notes that the person is there; null when it has ended, the password has changed since, or the account may not be used.</summary>
    Task<SignedInPerson?> FindAsync(OpaqueHandle handle, CancellationToken cancellationToken);

    /// <summary>Ends a session.</summary>
    Task EndAsync(OpaqueHandle handle, CancellationToken cancellationToken);
}
