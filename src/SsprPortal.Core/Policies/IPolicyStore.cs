namespace SsprPortal.Core.Policies;

/// <summary>The policy with what a page that changes it must know.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Version">Counts up with every change; -1 where nothing was ever saved.</param>
/// <param name="ChangedAt">When it was changed last (UTC); null when never.</param>
/// <param name="ChangedBy">The user name of whoever changed it last, or what wrote it first.</param>
public sealed record StoredPolicy(SsprPolicy Policy, int Version, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <summary>The policy in the database.</summary>
public interface IPolicyStore
{
    /// <summary>The policy as it is now: one statement, at most once per request.</summary>
    Task<SsprPolicy> GetAsync(CancellationToken cancellationToken);

    /// <summary>The policy with its version, read now.</summary>
    Task<StoredPolicy> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Whether any version ever had a question of this id.</summary>
    Task<bool> HasNamedAsync(string questionId, CancellationToken cancellationToken);

    /// <summary>Writes the next version, and keeps it in the history. True for exactly one of any number of callers that read the same version.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="changedBy">The name of whoever changes it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<bool> TryWriteAsync(SsprPolicy policy, int version, string changedBy, CancellationToken cancellationToken);
}
