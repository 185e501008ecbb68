using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>
/// One person's way back in: one row. Holds no password, code, answer or phone. Changed only by saving a changed copy against
/// <see cref="Version"/>, so of two requests at one time one wins.
/// </summary>
public sealed record RecoveryJourney
{
    /// <summary>How long a journey lives, whatever is done in it (N22).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long it lives when nothing is done in it (N22).</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The shape of this row; a row of another shape is an expired journey.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The row, and the support reference people are shown.</summary>
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of what the browser holds; another one after every gate (I9).</summary>
    public required byte[] HandleHash { get; init; }

    /// <summary>Which browser, over all the journeys it starts: user IDs are counted by it.</summary>
    public Guid BrowserId { get; init; }

    /// <summary>Whose account; of a user ID that nobody has, what stands for it (<see cref="Decoys.SubjectOf"/>).</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The subject while the journey is live, else null.</summary>
    public Guid? LiveFor { get; init; }

    /// <summary>What the person is here for.</summary>
    public RecoveryGoal Goal { get; init; }

    /// <summary>What was told of the account at the start: a policy that changes meanwhile must not give away what was concealed.</summary>
    public DisclosureMode Disclosure { get; init; }

    /// <summary>The language of the page it was begun on, "en" or "ja": in it the person is told what happens without one.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Where it stands.</summary>
    public required RecoveryStep Step { get; init; }

    /// <summary>Why it was refused, or, while it is live, why it will be: see <see cref="IsDoomed"/>.</summary>
    public RecoveryRefusal? Refusal { get; init; }

    /// <summary>Whether nothing is changed at the end: a signed-in person tries whether it would work.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Gates that policy asked for at the start; policy may ask for more by the end.</summary>
    public int GatesRequired { get; init; }

    /// <summary>The challenge that waits for an answer.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When something was last done (UTC).</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the right to write to the directory was claimed (UTC); a claim that is neither completed nor released is the end.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When its end was looked after: audit and notices that no page writes (UTC).</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Counts the saves.</summary>
    public int Version { get; init; }

    /// <summary>The shape of the row.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>When it ends if nothing more is done in it (UTC): at its absolute limit or its idle one, whichever comes first.</summary>
    public DateTimeOffset EndsAt => ExpiresAt < LastSeenAt + IdleLifetime ? ExpiresAt : LastSeenAt + IdleLifetime;

    /// <summary>Whether it can be gone on with.</summary>
    public bool IsAlive(DateTimeOffset now) => Format == CurrentFormat && now < EndsAt;

    /// <summary>Whether somebody has claimed the right to write to the directory and not said how it ended. Nothing can be done in it meanwhile.</summary>
    public bool IsBeingFinished => Step is RecoveryStep.SetPassword or RecoveryStep.ConfirmUnlock && ClaimedAt is not null;

    /// <summary>Whether it looks like any other and leads nowhere, because it may not be told that this account cannot be reset, or that there is none.</summary>
    public bool IsDoomed => Refusal is not null && RecoveryStateMachine.IsLive(Step);

    /// <summary>To whom challenges of this journey belong.</summary>
    public ChallengeOwner Owner() => new(ChallengePurpose.Recovery, Id, SubjectId);

    /// <summary>The journey after an event.</summary>
    public RecoveryJourney After(RecoveryEvent happened, RecoveryCondition when, DateTimeOffset now)
    {
        var step = RecoveryStateMachine.Next(Step, happened, when);
        return this with { Step = step, LastSeenAt = now, ChallengeId = null, LiveFor = RecoveryStateMachine.IsLive(step) ? LiveFor : null };
    }
}

/// <summary>
/// Proof: one gate, passed in one journey by one person, by answering one challenge of one method (I1). Rows are only ever added.
/// </summary>
/// <param name="ChallengeId">The challenge that was consumed: a challenge is one gate at most.</param>
/// <param name="JourneyId">The journey.</param>
/// <param name="SubjectId">The account.</param>
/// <param name="MethodId">The method that verified.</param>
/// <param name="Class">Gates of one class count once.</param>
/// <param name="PassedAt">UTC.</param>
/// <param name="Gates">How many gates it counts as.</param>
public sealed record PassedGate(Guid ChallengeId, Guid JourneyId, Guid SubjectId, string MethodId, MethodClass Class, DateTimeOffset PassedAt, int Gates = 1);
