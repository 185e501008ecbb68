using SsprPortal.Core.Messages;

namespace SsprPortal.Core.Administration;

/// <summary>How far a message is.</summary>
public enum MessageState
{
    /// <summary>Waits for its time, or is being handed over.</summary>
    OnItsWay,

    /// <summary>Taken by the provider.</summary>
    Sent,

    /// <summary>Not sent and not tried again.</summary>
    Failed,

    /// <summary>May have been taken; never tried again.</summary>
    Uncertain,
}

/// <summary>What became of a message.</summary>
/// <param name="Channel">By what it travels.</param>
/// <param name="State">How far it is.</param>
/// <param name="Reason">Why the last attempt failed, for administrators; without the address and the text.</param>
/// <param name="DoneAt">When it was done with (UTC); null while it is on its way.</param>
public sealed record MessageFate(MessageChannel Channel, MessageState State, string? Reason, DateTimeOffset? DoneAt);

/// <summary>What waits in the outbox and in the audit; counted up to <see cref="IHealthStore.CountedTo"/>.</summary>
/// <param name="Waiting">Messages that wait or are being handed over.</param>
/// <param name="OldestWaiting">When the oldest of them was written (UTC); null when there is none.</param>
/// <param name="Latest">The last messages that were done with, newest first.</param>
/// <param name="OldestUnsealed">When the oldest entry of the audit without a seal was written (UTC); null when there is none.</param>
/// <param name="Uncounted">Sealed entries that the figures of the reports do not have yet.</param>
public sealed record HealthFigures(int Waiting, DateTimeOffset? OldestWaiting, IReadOnlyList<MessageFate> Latest, DateTimeOffset? OldestUnsealed, long Uncounted);

/// <summary>What the health page asks the database.</summary>
public interface IHealthStore
{
    /// <summary>Nothing is counted further.</summary>
    const int CountedTo = 1000;

    /// <summary>What is wrong with the database or its keys, for an administrator; null when nothing is.</summary>
    Task<string?> DatabaseFaultAsync(CancellationToken cancellationToken);

    /// <summary>When the certificate of the key ring ends (UTC); null when there is none.</summary>
    DateTimeOffset? CertificateEndsAt();

    /// <summary>What waits, and what became of the last messages.</summary>
    Task<HealthFigures> FiguresAsync(CancellationToken cancellationToken);

    /// <summary>What became of a message; null when nobody knows of it any more.</summary>
    Task<MessageFate?> MessageAsync(Guid id, CancellationToken cancellationToken);
}
