using SsprPortal.Core.Verification;

namespace SsprPortal.Data.Verification;

/// <summary><see cref="VerificationChallenge"/> at rest: the target encrypted, the code a keyed hash.</summary>
internal sealed class ChallengeRow
{
    public required Guid Id { get; set; }

    public required ChallengePurpose Purpose { get; set; }

    public required Guid OwnerId { get; set; }

    public required Guid SubjectId { get; set; }

    public required string MethodId { get; set; }

    public required string ProtectedTarget { get; set; }

    public required byte[] Secret { get; set; }

    public required DateTimeOffset IssuedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset ResendAt { get; set; }

    public int Sends { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? ConsumedAt { get; set; }

    public DateTimeOffset? ReplacedAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }
}
