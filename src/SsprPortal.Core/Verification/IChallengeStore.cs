namespace SsprPortal.Core.Verification;

/// <summary>Challenges in the database. Each verb that must happen once is one conditional UPDATE whose row count decides.</summary>
public interface IChallengeStore
{
    /// <summary>Writes a challenge; every other pending one of the same owner is worthless from now on.</summary>
    Task AddAsync(VerificationChallenge challenge, CancellationToken cancellationToken);

    /// <summary>The challenge, when it belongs to this owner, whatever its state; else null.</summary>
    Task<VerificationChallenge?> FindAsync(Guid id, ChallengeOwner owner, CancellationToken cancellationToken);

    /// <summary>The newest challenge of this owner that still waits for an answer or has only expired; null when none does.</summary>
    Task<VerificationChallenge?> FindPendingAsync(ChallengeOwner owner, CancellationToken cancellationToken);

    /// <summary>The newest challenge this owner was sent by this method, whatever became of it: what the wait for the next one counts from.</summary>
    Task<VerificationChallenge?> FindNewestAsync(ChallengeOwner owner, string methodId, CancellationToken cancellationToken);

    /// <summary>Counts one answer. False when the challenge is not this owner's, is answered, replaced, expired or was answered <paramref name="tries"/> times: nothing may be compared then.</summary>
    Task<bool> TryCountAsync(Guid id, ChallengeOwner owner, int tries, CancellationToken cancellationToken);

    /// <summary>Marks it answered rightly. True for exactly one caller, and for none once it has expired or was replaced.</summary>
    Task<bool> TryConsumeAsync(Guid id, ChallengeOwner owner, CancellationToken cancellationToken);

    /// <summary>
    /// Marks it confirmed by a key pressed in its call. True for exactly one caller, and only while it may be answered and its message,
    /// which has the challenge's id, is a call that the provider took under this reference.
    /// </summary>
    Task<bool> TryConfirmAsync(Guid id, string providerReference, CancellationToken cancellationToken);

    /// <summary>Makes every pending challenge of this owner worthless.</summary>
    Task ReplaceAllAsync(ChallengeOwner owner, CancellationToken cancellationToken);

    /// <summary>Makes every pending challenge of a person worthless, whatever it is for.</summary>
    Task ReplaceAllOfAsync(Guid subjectId, CancellationToken cancellationToken);
}
