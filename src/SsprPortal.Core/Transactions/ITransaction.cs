namespace SsprPortal.Core.Transactions;

/// <summary>
/// One transaction over every store of the request: state, audit and outbox commit together or not at all. The work may run twice
/// where the database asks for it, so nothing outside the database happens in it.
/// </summary>
public interface ITransaction
{
    /// <summary>
    /// Runs the work and commits when it answers true; rolls back when it answers false or throws. Within a running transaction the work is
    /// a part of that: whoever began it decides, and must not commit what a part answered false to.
    /// </summary>
    /// <returns>What the work answered.</returns>
    Task<bool> TryAsync(Func<Task<bool>> work, CancellationToken cancellationToken);
}
