namespace SsprPortal.Core.Recovery;

/// <summary>Journeys in the database. Whatever must happen once is one conditional UPDATE whose row count decides.</summary>
public interface IRecoveryJourneyStore
{
    /// <summary>
    /// Writes a new journey and ends the one this browser held and the one this account had, so that each has one. False when another
    /// journey of the account was written at the same moment: nothing was written.
    /// </summary>
    Task<bool> TryAddAsync(RecoveryJourney journey, byte[]? replacedHandleHash, CancellationToken cancellationToken);

    /// <summary>The journey a browser holds, or null.</summary>
    Task<RecoveryJourney?> FindAsync(byte[] handleHash, CancellationToken cancellationToken);

    /// <summary>
    /// Saves a changed copy when nothing else was saved since it was read, and counts the version up: true for exactly one of any number
    /// of callers that read the same version.
    /// </summary>
    Task<bool> TrySaveAsync(RecoveryJourney changed, CancellationToken cancellationToken);

    /// <summary>Ends the live journey of an account, unless its password is being set: what it was proved by is registered no more.</summary>
    Task SupersedeAsync(Guid subjectId, CancellationToken cancellationToken);

    /// <summary>Notes that the person is still there.</summary>
    Task TouchAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Records a passed gate.</summary>
    Task AddGateAsync(PassedGate gate, CancellationToken cancellationToken);

    /// <summary>The gates passed in a journey, from the database.</summary>
    Task<IReadOnlyList<PassedGate>> GatesAsync(Guid journeyId, CancellationToken cancellationToken);
}
