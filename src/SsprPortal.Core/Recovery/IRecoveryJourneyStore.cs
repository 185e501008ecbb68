namespace SsprPortal.Core.Recovery;

/// <summary>Journeys in the database. Whatever must happen once is one conditional UPDATE whose row count decides.</summary>
public interface IRecoveryJourneyStore
{
    /// <summary>Writes a new journey and ends the one this browser held, so that a browser has one. An account may have several: who starts one must not end another's.</summary>
    Task AddAsync(RecoveryJourney journey, byte[]? replacedHandleHash, CancellationToken cancellationToken);

    /// <summary>The journey a browser holds, or null.</summary>
    Task<RecoveryJourney?> FindAsync(byte[] handleHash, CancellationToken cancellationToken);

    /// <summary>
    /// Saves a changed copy when nothing else was saved since it was read, and counts the version up: true for exactly one of any number
    /// of callers that read the same version.
    /// </summary>
    Task<bool> TrySaveAsync(RecoveryJourney changed, CancellationToken cancellationToken);

    /// <summary>Ends every live journey of an account but those that are writing to the directory.</summary>
    Task EndAllAsync(Guid subjectId, RecoveryRefusal why, CancellationToken cancellationToken);

    /// <summary>Notes that the person is still there.</summary>
    Task TouchAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Records a passed gate.</summary>
    Task AddGateAsync(PassedGate gate, CancellationToken cancellationToken);

    /// <summary>The gates passed in a journey, from the database.</summary>
    Task<IReadOnlyList<PassedGate>> GatesAsync(Guid journeyId, CancellationToken cancellationToken);

    /// <summary>Journeys that have ended or whose time is over, and whose end nobody has looked after; oldest first.</summary>
    Task<IReadOnlyList<RecoveryJourney>> UnsettledAsync(int atMost, CancellationToken cancellationToken);
}
