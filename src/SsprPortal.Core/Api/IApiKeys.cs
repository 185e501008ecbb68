using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Api;

/// <summary>What a key of the API may do.</summary>
public static class ApiScopes
{
    /// <summary>How people stand.</summary>
    public const string UsersRead = "users.read";

    /// <summary>Write what the organisation knows of people.</summary>
    public const string ContactWrite = "contact.write";

    /// <summary>Figures.</summary>
    public const string ReportsRead = "reports.read";

    /// <summary>The audit.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>The policy.</summary>
    public const string PolicyRead = "policy.read";

    /// <summary>Change the policy.</summary>
    public const string PolicyWrite = "policy.write";

    /// <summary>
    /// Whether one key must not have all of these: who writes contact data and decides that it is trusted could reset anybody's password.
    /// </summary>
    public static bool AreTooMuch(IReadOnlyCollection<string> scopes) => scopes.Contains(ContactWrite) && scopes.Contains(PolicyWrite);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [UsersRead, ContactWrite, ReportsRead, AuditRead, PolicyRead, PolicyWrite];
}

/// <summary>A key of the API, without what opens.</summary>
/// <param name="Id">The key; what the audit keeps of whatever was done with it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Prefix">What it begins with, to recognise it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="CreatedBy">The user name of whoever made it.</param>
/// <param name="ExpiresAt">From when on it opens nothing (UTC).</param>
/// <param name="RevokedAt">Since when it opens nothing (UTC); null while nobody has ended it.</param>
/// <param name="LastUsedAt">When it was last used, to within a minute (UTC).</param>
public sealed record ApiKey(
    Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

/// <summary>Keys of the API: 256 random bits, of which only the SHA-256 is stored.</summary>
public interface IApiKeys
{
    /// <summary>Days that a key opens, at most.</summary>
    const int MaxDays = 365;

    /// <summary>Longest name, in UTF-16 units.</summary>
    const int MaxName = 100;

    /// <summary>Makes a key.</summary>
    /// <returns>The key itself; nobody sees it again.</returns>
    Task<string> CreateAsync(string name, IReadOnlyList<string> scopes, int days, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>The newest two hundred, newest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Ends a key; true for exactly one of any number of callers.</summary>
    Task<bool> RevokeAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken);

    /// <summary>The key that was presented, if it opens now, and notes that it was used. It opens as long as whoever made it is an administrator.</summary>
    Task<ApiKey?> UseAsync(string presented, CancellationToken cancellationToken);
}

/// <summary>An answer of the API, as it is sent, and sent again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON; null when there is none.</param>
/// <param name="ETag">The version of what was written.</param>
public sealed record ApiReply(int Status, string? Body = null, string? ETag = null);

/// <summary>What is known of a request with this idempotency key.</summary>
/// <param name="IsSame">Whether it asked for the same.</param>
/// <param name="Reply">What was answered; null while it is being worked on.</param>
public sealed record ApiReplay(bool IsSame, ApiReply? Reply);

/// <summary>Answers to writes, kept for a day by the key of the API and the idempotency key.</summary>
public interface IApiReplies
{
    /// <summary>Takes the place of a request, for a minute: null for one of any number of callers, which is to do it and then to <see cref="KeepAsync"/> or <see cref="ForgetAsync"/>; otherwise what is known.</summary>
    /// <param name="keyId">The key of the API.</param>
    /// <param name="idempotencyKey">What the program calls the request.</param>
    /// <param name="request">SHA-256 of all that is asked for.</param>
    /// <param name="lease">What the caller shows from here on that the place is theirs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<ApiReplay?> TakeAsync(Guid keyId, string idempotencyKey, byte[] request, Guid lease, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the place is still the caller's: nobody else takes it before the running transaction ends. Whoever was too slow has lost it,
    /// and writes nothing.
    /// </summary>
    Task<bool> TryHoldAsync(Guid lease, CancellationToken cancellationToken);

    /// <summary>Keeps the answer, for a day.</summary>
    Task KeepAsync(Guid lease, ApiReply reply, CancellationToken cancellationToken);

    /// <summary>Nothing came of it: it may be asked again.</summary>
    Task ForgetAsync(Guid lease, CancellationToken cancellationToken);
}
