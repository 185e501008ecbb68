namespace SsprPortal.Core.Verification.SecurityQuestions;

/// <summary>
/// A hash that costs a guesser as much as a password's, and is worth nothing without a key that is not in the database (N20 of the
/// security notes). Waits when many are computed already; never starves the rest of the portal.
/// </summary>
public interface ISlowHash
{
    /// <summary>Salted: the same text twice is two hashes.</summary>
    Task<string> HashAsync(string text, CancellationToken cancellationToken);

    /// <summary>Whether it is the hash of this text; constant time. An empty hash is nobody's, which takes as long.</summary>
    Task<bool> VerifyAsync(string hash, string text, CancellationToken cancellationToken);
}
