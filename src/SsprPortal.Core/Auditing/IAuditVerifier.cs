namespace SsprPortal.Core.Auditing;

/// <summary>What is wrong with the audit.</summary>
public enum AuditFault
{
    /// <summary>An entry is not what was sealed.</summary>
    Changed,

    /// <summary>An entry is gone.</summary>
    Missing,

    /// <summary>There is an entry that was never sealed here.</summary>
    Inserted,

    /// <summary>An entry stands where another one was.</summary>
    OutOfOrder,

    /// <summary>What is remembered of the last entry that was deleted after its retention is not what the portal wrote.</summary>
    AnchorChanged,

    /// <summary>What is remembered of the last sealed entry is not that entry.</summary>
    HeadChanged,

    /// <summary>An entry has waited for its seal for too long.</summary>
    Unsealed,

    /// <summary>The entry of the witness is gone, or is another one: the chain was cut, and perhaps went on.</summary>
    NotTheWitnessed,

    /// <summary>The entry of the witness was deleted after its retention: it shows nothing any more.</summary>
    WitnessTooOld,
}

/// <summary>What the verification found: the audit is intact when there is no fault.</summary>
/// <param name="Verified">How many entries were found to be what was sealed.</param>
/// <param name="Purged">The number of the last entry that was deleted after its retention; 0 when none was.</param>
/// <param name="Head">The last entry that was verified; null when there is none.</param>
/// <param name="Fault">The first fault.</param>
/// <param name="Number">The number at which it is; for <see cref="AuditFault.Unsealed"/>, which has none, the id of the row.</param>
public sealed record AuditVerification(long Verified, long Purged, AuditWitness? Head, AuditFault? Fault = null, long? Number = null);

/// <summary>Finds out whether anybody but the portal has written into the audit (docs/adr/0016).</summary>
public interface IAuditVerifier
{
    /// <summary>Reads the whole chain, a page at a time; while the portal runs, too.</summary>
    /// <param name="witness">What the end of the chain once was, from a line of the log.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="InvalidOperationException">The key of the seals is not in the database.</exception>
    Task<AuditVerification> VerifyAsync(AuditWitness? witness, CancellationToken cancellationToken);
}
