namespace SsprPortal.Core.Verification;

/// <summary>What a challenge is for: a code of one purpose is worthless for the other.</summary>
public enum ChallengePurpose
{
    /// <summary>Proving a phone or an address that is being registered.</summary>
    Registration,

    /// <summary>Passing a gate of a recovery journey.</summary>
    Recovery,
}

/// <summary>Whom and what a challenge is bound to.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Id">The journey, or the signed-in session, that asked.</param>
/// <param name="SubjectId">The account.</param>
public sealed record ChallengeOwner(ChallengePurpose Purpose, Guid Id, Guid SubjectId);

/// <summary>One challenge as the database has it. Only its own verbs change it.</summary>
/// <param name="Id">The row.</param>
/// <param name="Owner">Whom it is bound to.</param>
/// <param name="MethodId">The method that issued it and alone may verify it.</param>
/// <param name="Target">Where it was sent, or what is being registered; encrypted at rest, never taken from the browser.</param>
/// <param name="Secret">What an answer is compared with: a keyed hash, never the code.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="ResendAt">When the next one may be asked for (UTC).</param>
/// <param name="Sends">How many were sent to this target for this owner, this one included.</param>
/// <param name="Attempts">How many answers were counted; carried over by a resend.</param>
/// <param name="ConsumedAt">When it was answered rightly (UTC).</param>
/// <param name="ReplacedAt">When a newer one, another method or an ending made it worthless (UTC).</param>
/// <param name="ConfirmedAt">When the called person pressed # (UTC).</param>
public sealed record VerificationChallenge(
    Guid Id,
    ChallengeOwner Owner,
    string MethodId,
    string Target,
    byte[] Secret,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ResendAt,
    int Sends,
    int Attempts = 0,
    DateTimeOffset? ConsumedAt = null,
    DateTimeOffset? ReplacedAt = null,
    DateTimeOffset? ConfirmedAt = null)
{
    /// <summary>Answers that are looked at, then the challenge is dead (N4).</summary>
    public const int MaxAttempts = 5;

    /// <inheritdoc/>
    public override string ToString() => $"{MethodId} {Id}";
}
