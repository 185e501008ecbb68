namespace SsprPortal.Core.Messages;

/// <summary>
/// Messages that leave after the transaction they were written in has committed, and not if it has not. What is promised when a
/// process dies in between is in docs/adr/0006.
/// </summary>
public interface IOutbox
{
    /// <summary>Writes a message, encrypted, in the running transaction.</summary>
    /// <param name="message">The message.</param>
    /// <param name="worthlessAfter">When it need not be sent any more (UTC): a code has expired by then.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    Task AddAsync(OutgoingMessage message, DateTimeOffset worthlessAfter, CancellationToken cancellationToken);
}
