namespace SsprPortal.Core.Policies;

/// <summary>The policy in the database.</summary>
public interface IPolicyStore
{
    /// <summary>The policy as it is now: one statement, at most once per request.</summary>
    Task<SsprPolicy> GetAsync(CancellationToken cancellationToken);
}
