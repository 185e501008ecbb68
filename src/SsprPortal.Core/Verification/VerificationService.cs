using SsprPortal.Core.Auditing;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Throttling;

namespace SsprPortal.Core.Verification;

/// <summary>
/// What is done once around every method: throttle, count, verify, consume. The order is the point (I5 of the security notes): an
/// answer is counted before it is compared, and a right one is used up before anything is granted.
/// </summary>
public sealed class VerificationService(VerificationMethods methods, IChallengeStore challenges, IRegistrationStore registrations, IThrottleStore throttles, SendLimits sendLimits, IOutbox outbox, TimeProvider clock)
{
    /// <summary>Waits before the second, third and every further message to one target (N8).</summary>
    internal static readonly TimeSpan[] ResendWaits = [TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(300)];

    /// <summary>
    /// Issues a challenge and writes its message to the outbox; belongs into a transaction, with the state that says it was issued.
    /// Only the newest challenge of an owner can be answered, and it inherits the wrong tries of the one it takes the place of.
    /// </summary>
    /// <param name="owner">Whom it is bound to.</param>
    /// <param name="method">The method.</param>
    /// <param name="target">Where a message goes, or what is being registered; empty where neither is.</param>
    /// <param name="entries">What the person registered, of any kind.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="policy">The organisation's policy.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IssueResult> IssueAsync(
        ChallengeOwner owner, IVerificationMethod method, string target, IReadOnlyList<RegisteredMethod> entries, Caller caller, SsprPolicy policy, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var last = await challenges.FindNewestAsync(owner, method.Id, cancellationToken);
        var again = last is not null && method.TargetKey(last.Target) == method.TargetKey(target);
        var own = OfKind(entries, method);
        if (method.Channel is not null && await RefuseToSendAsync(owner, method, target, again ? last : null, AreDecoys(own), caller, policy, cancellationToken) is { } refused)
            return refused;

        var id = Guid.NewGuid();
        var start = await method.BeginAsync(new(id, owner, target, own, caller.Language, policy), cancellationToken);
        var sends = again ? last!.Sends + 1 : 1;
        var wait = method.Channel is null ? TimeSpan.Zero : ResendWaits[Math.Min(sends, ResendWaits.Length) - 1];
        // A challenge out of tries has no heir: what guards then is the limit of the account.
        var attempts = again && last!.ConsumedAt is null && last.Attempts < method.Tries ? last.Attempts : 0;
        var challenge = new VerificationChallenge(id, owner, method.Id, target, start.Secret, now, now + method.Lifetime, now + wait, sends, attempts);
        await challenges.AddAsync(challenge, cancellationToken);
        if (start.Message is { } message)
            await outbox.AddAsync(message with { IsDecoy = AreDecoys(own) }, challenge.ExpiresAt, cancellationToken);
        return new(IssueOutcome.Issued, challenge);
    }

    /// <summary>
    /// Looks at an answer. <see cref="AnswerOutcome.Passed"/> says that it is right; the caller then consumes it by
    /// <see cref="TryConsumeAsync"/> in the transaction that records the proof, and only that grants anything.
    /// </summary>
    public async Task<AnswerResult> AnswerAsync(ChallengeOwner owner, Guid challengeId, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken)
    {
        // A method that is not offered (any more) verifies nothing.
        if (await challenges.FindAsync(challengeId, owner, cancellationToken) is not { } issued || methods.Find(issued.MethodId) is not { } method)
            return new(AnswerOutcome.Expired);
        if (!method.HasAnswer(issued, response))
            return new(AnswerOutcome.Empty);

        // Counted on the account first: guesses spread over challenges, journeys and instances are still guesses at one account.
        var limit = Limit(owner);
        var accountTries = await throttles.TryTakeAsync(limit, owner.SubjectId, cancellationToken);
        if (accountTries is null)
            return new(AnswerOutcome.Blocked);

        if (!await challenges.TryCountAsync(challengeId, owner, method.Tries, cancellationToken))
        {
            // Nothing was compared, so nothing was guessed.
            await throttles.GiveBackAsync(limit, owner.SubjectId, cancellationToken);
            var dead = await challenges.FindAsync(challengeId, owner, cancellationToken);
            return new(dead is { ConsumedAt: null, ReplacedAt: null } && dead.Attempts >= method.Tries ? AnswerOutcome.Exhausted : AnswerOutcome.Expired);
        }

        var challenge = await challenges.FindAsync(challengeId, owner, cancellationToken)
            ?? throw new InvalidOperationException("A challenge that was counted is gone.");
        var own = OfKind(entries, method);
        // A decoy is compared like anything else, so that the time tells nothing, and proves nothing.
        if (await method.VerifyAsync(challenge, response, own, cancellationToken) is not { } proof || AreDecoys(own))
        {
            if (accountTries == 0)
                return new(AnswerOutcome.Blocked, 0, challenge);
            var left = Math.Min(method.Tries - challenge.Attempts, accountTries.Value);
            return left <= 0 ? new(AnswerOutcome.Exhausted, 0, challenge) : new(AnswerOutcome.Wrong, left, challenge);
        }

        await throttles.GiveBackAsync(limit, owner.SubjectId, cancellationToken);
        return new(AnswerOutcome.Passed, 0, challenge, proof);
    }

    /// <summary>
    /// Uses up the challenge of a right answer, and of the registered entry what may be used once: true for exactly one caller. What was
    /// used up before another part said no rolls back with the caller's transaction.
    /// </summary>
    public async Task<bool> TryConsumeAsync(AnswerResult right, CancellationToken cancellationToken) =>
        right is { Challenge: { } challenge, Proof: { } proof }
        && await challenges.TryConsumeAsync(challenge.Id, challenge.Owner, cancellationToken)
        && (proof.Entry is null || await registrations.TryUseAsync(proof.Entry, proof.Counter ?? proof.Entry.Counter, cancellationToken));

    /// <summary>
    /// Compares what a person typed with the registered target, counted like an answer: two digits of it are shown, the rest is a
    /// secret of sorts.
    /// </summary>
    /// <returns>
    /// Passed, Wrong or Blocked, or Empty for what cannot be a target and costs no try; whether it was looked at (of many at once, those
    /// that were not may still have been right); and how many tries are left.
    /// </returns>
    public async Task<(AnswerOutcome Outcome, bool Looked, int TriesLeft)> CompareTargetAsync(Guid subjectId, IVerificationMethod method, RegisteredMethod entry, string? typed, SsprPolicy policy, CancellationToken cancellationToken)
    {
        // Nobody can have typed a decoy rightly: like a number that no numbering plan has.
        if (method.IsTarget(entry.Value, typed, policy) is not { } same || (same && entry.IsDecoy))
            return (AnswerOutcome.Empty, false, 0);
        if (await throttles.TryTakeAsync(Throttle.GateAttempts, subjectId, cancellationToken) is not { } left)
            return (AnswerOutcome.Blocked, false, 0);
        if (method.IsTarget(entry.Value, typed, policy) != true || entry.IsDecoy)
            return (left == 0 ? AnswerOutcome.Blocked : AnswerOutcome.Wrong, true, left);
        await throttles.GiveBackAsync(Throttle.GateAttempts, subjectId, cancellationToken);
        return (AnswerOutcome.Passed, true, left);
    }

    private static List<RegisteredMethod> OfKind(IReadOnlyList<RegisteredMethod> entries, IVerificationMethod method) => [.. entries.Where(entry => entry.Kind == method.RegistrationKind)];

    private static bool AreDecoys(List<RegisteredMethod> entries) => entries.Exists(entry => entry.IsDecoy);

    // Why no message can be sent now; null when it can, and then it is counted. What was counted before a refusal rolls back with the caller's transaction.
    private async Task<IssueResult?> RefuseToSendAsync(ChallengeOwner owner, IVerificationMethod method, string target, VerificationChallenge? last, bool isDecoy, Caller caller, SsprPolicy policy, CancellationToken cancellationToken)
    {
        if (TooSoon(last) is { } wait)
            return wait;

        // Whoever is signed in chooses the destination: then the account is counted too, and what is sent to a stranger's phone is not counted as the stranger's.
        // Whoever gave the password does not run out of what strangers use up.
        var (registering, apart) = owner.Purpose switch
        {
            ChallengePurpose.Registration => (true, "registering "),
            ChallengePurpose.SignIn => (false, "signing in "),
            ChallengePurpose.Recovery => (false, ""),
        };
        if (registering && await throttles.TryTakeAsync(Throttle.RegistrationSends, owner.SubjectId, cancellationToken) is null)
            return new(IssueOutcome.TooMany);
        IEnumerable<Throttle> limits = registering ? Throttle.RegistrationSendsTo : Throttle.Sends;
        foreach (var limit in method.Channel == MessageChannel.Call ? limits.Concat(Throttle.Calls) : limits)
        {
            if (await throttles.TryTakeAsync(limit, $"{apart}{method.RegistrationKind}:{method.TargetKey(target)}", cancellationToken) is null)
                return new(IssueOutcome.TooMany);
        }

        // Of many requests at one time the counters have let one through at a time: the others see here what it sent.
        var newest = await challenges.FindNewestAsync(owner, method.Id, cancellationToken);
        if (newest is not null && newest.Id != last?.Id && method.TargetKey(newest.Target) == method.TargetKey(target) && TooSoon(newest) is { } sooner)
            return sooner;
        return owner.Purpose == ChallengePurpose.SignIn || await sendLimits.TryTakeAsync(caller, isDecoy, policy, cancellationToken) ? null : new(IssueOutcome.TooMany);
    }

    private IssueResult? TooSoon(VerificationChallenge? last)
    {
        var now = clock.GetUtcNow();
        return last is not null && last.ResendAt > now ? new(IssueOutcome.TooSoon, last, last.ResendAt - now) : null;
    }

    private static Throttle Limit(ChallengeOwner owner) => owner.Purpose switch
    {
        ChallengePurpose.Registration => Throttle.RegistrationAttempts,
        ChallengePurpose.Recovery => Throttle.GateAttempts,
        ChallengePurpose.SignIn => Throttle.ProofAttempts,
    };
}
