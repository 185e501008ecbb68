using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>
/// A forgotten password, from user ID to new password. Each verb takes the journey as the guard read it and moves it by one event:
/// state, proof, audit and messages in one transaction. The directory is written last, after a claim, outside of any transaction.
/// </summary>
public sealed class RecoveryService(
    IRecoveryJourneyStore journeys,
    IDirectory directory,
    IPolicyStore policies,
    IRegistrationStore registrations,
    KnownMethods known,
    IChallengeStore challenges,
    VerificationMethods methods,
    VerificationService verification,
    PasswordRules passwordRules,
    IThrottleStore throttles,
    Notices notices,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    /// <summary>
    /// Begins a journey for a user ID; the CAPTCHA is already solved. A person who may not reset gets a journey too, one that is
    /// refused from the start, so that the answer is always the same kind of page.
    /// </summary>
    public async Task<StartResult> StartAsync(string? userId, OpaqueHandle browser, Caller caller, CancellationToken cancellationToken)
    {
        if (UserNames.Normalize(userId) is not { } name)
            return new(StartOutcome.NotAUserId);

        // The handle is another one at every start; what the browser is called stays.
        var browserId = (await journeys.FindAsync(browser.Hash, cancellationToken))?.BrowserId ?? Guid.NewGuid();
        if (caller.Address is { } address && await throttles.TryTakeAsync(Throttle.IdentifyPerAddress, Throttle.Network(address), cancellationToken) is null
            || await throttles.TryTakeAsync(Throttle.IdentifyPerBrowser, browserId.ToString("N"), cancellationToken) is null)
        {
            return new(StartOutcome.TooMany);
        }

        return await StartAsync(await directory.FindAsync(name, cancellationToken), isRehearsal: false, browser, browserId, caller, cancellationToken);
    }

    /// <summary>Begins a journey that changes nothing at its end, for a signed-in person who wants to know whether a reset would work.</summary>
    public async Task<StartResult> RehearseAsync(SignedInPerson who, OpaqueHandle browser, Caller caller, CancellationToken cancellationToken) =>
        await StartAsync(await directory.GetAsync(who.UserId, cancellationToken), isRehearsal: true, browser, Guid.NewGuid(), caller, cancellationToken);

    private async Task<StartResult> StartAsync(DirectoryUser? person, bool isRehearsal, OpaqueHandle browser, Guid browserId, Caller caller, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var refusal = await RefusalAsync(policy, person, cancellationToken);
        var step = RecoveryStateMachine.Next(null, RecoveryEvent.Started, refusal is null ? RecoveryCondition.Eligible : RecoveryCondition.NotEligible);

        // Twice, because another journey of the same account may have been written in between; it is ended the second time.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var now = clock.GetUtcNow();
            var handle = OpaqueHandle.Create();
            var journey = new RecoveryJourney
            {
                Id = Guid.NewGuid(),
                HandleHash = handle.Hash,
                BrowserId = browserId,
                SubjectId = person?.Id,
                LiveFor = refusal is null ? person?.Id : null,
                Step = step,
                Refusal = refusal,
                IsRehearsal = isRehearsal,
                GatesRequired = person is null ? policy.GatesRequired : policy.GatesFor(person),
                StartedAt = now,
                LastSeenAt = now,
                ExpiresAt = now + RecoveryJourney.Lifetime,
            };
            var written = await transaction.TryAsync(
                async () =>
                {
                    if (!await journeys.TryAddAsync(journey, browser.Hash, cancellationToken))
                        return false;
                    await audit.WriteAsync(Entry(refusal is null ? AuditCode.RecoveryStarted : AuditCode.RecoveryRefused, journey, caller, reason: refusal?.ToString()), cancellationToken);
                    return true;
                },
                cancellationToken);
            if (written)
                return new(StartOutcome.Started, handle);
        }

        return new(StartOutcome.TooMany);
    }

    /// <summary>The journey a browser holds, while it is alive; null otherwise, and that is all anybody learns.</summary>
    public async Task<RecoveryJourney?> FindAsync(OpaqueHandle handle, CancellationToken cancellationToken) =>
        await journeys.FindAsync(handle.Hash, cancellationToken) is { } journey && journey.IsAlive(clock.GetUtcNow()) ? journey : null;

    /// <summary>Notes that the person is still there.</summary>
    /// <returns>The journey as it is then.</returns>
    public async Task<RecoveryJourney> TouchAsync(RecoveryJourney journey, CancellationToken cancellationToken)
    {
        await journeys.TouchAsync(journey.Id, cancellationToken);
        return journey with { LastSeenAt = clock.GetUtcNow() };
    }

    /// <summary>The methods this person can still choose from: registered, allowed, and of a class that has not been passed.</summary>
    public async Task<IReadOnlyList<UsableMethod>> ChoicesAsync(RecoveryJourney journey, CancellationToken cancellationToken) =>
        Eligibility.Choices(await UsableAsync(journey, cancellationToken), await journeys.GatesAsync(journey.Id, cancellationToken));

    /// <summary>Whether a gate is passed already, so that the page can say that another one follows.</summary>
    public async Task<bool> HasPassedAGateAsync(RecoveryJourney journey, CancellationToken cancellationToken) =>
        (await journeys.GatesAsync(journey.Id, cancellationToken)).Count > 0;

    /// <summary>Ends a journey in which nothing can be chosen any more: policy or what is registered has changed, or a key proved less than it could.</summary>
    public Task GiveUpAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken) =>
        RefuseAsync(journey, RecoveryEvent.PolicyRefused, RecoveryCondition.None, RecoveryRefusal.NotEnoughRegistered, AuditCode.RecoveryRefused, caller, cancellationToken);

    /// <summary>Chooses a method and issues its challenge, to the registered target and nowhere else.</summary>
    /// <param name="journey">The journey, as the guard read it.</param>
    /// <param name="methodId">The method that was posted; looked up among this person's own, never trusted.</param>
    /// <param name="typedTarget">The whole number, where the method asks for it.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    public async Task<ChooseResult> ChooseAsync(RecoveryJourney journey, string? methodId, string? typedTarget, Caller caller, CancellationToken cancellationToken)
    {
        var choice = (await ChoicesAsync(journey, cancellationToken)).FirstOrDefault(each => each.Method.Id == methodId);
        if (choice is null)
            return new(ChooseOutcome.NotAMethod);

        var policy = await policies.GetAsync(cancellationToken);
        if (choice.Method.AsksForTarget)
        {
            if (string.IsNullOrWhiteSpace(typedTarget))
                return new(ChooseOutcome.TargetMissing);
            var (outcome, looked, left) = await verification.CompareTargetAsync(journey.SubjectId!.Value, choice.Method, choice.Target, typedTarget, policy, cancellationToken);
            if (!looked)
                return new(outcome == AnswerOutcome.Blocked ? ChooseOutcome.Blocked : ChooseOutcome.NotATarget);
            if (outcome != AnswerOutcome.Passed)
            {
                await audit.WriteAsync(Entry(AuditCode.TargetMismatch, journey, caller, choice.Method.Id), cancellationToken);
                if (outcome != AnswerOutcome.Blocked)
                    return new(ChooseOutcome.TargetMismatch, TriesLeft: left);
                await RefuseAsync(journey, RecoveryEvent.PolicyRefused, RecoveryCondition.None, RecoveryRefusal.Blocked, AuditCode.AccountBlocked, caller, cancellationToken);
                return new(ChooseOutcome.Moved);
            }
        }

        return await IssueAsync(journey, RecoveryEvent.ChallengeIssued, choice, policy, caller, cancellationToken);
    }

    /// <summary>Sends the challenge once more; the one before is worthless then.</summary>
    public async Task<ChooseResult> ResendAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken)
    {
        if (await CurrentAsync(journey, cancellationToken) is not { } current)
            return new(ChooseOutcome.Moved);
        return await IssueAsync(journey, RecoveryEvent.ChallengeReissued, current.Used, await policies.GetAsync(cancellationToken), caller, cancellationToken);
    }

    /// <summary>Goes back to the choice of methods. Every pending challenge is worthless and nothing is carried over (I1; Keycloak CVE-2026-18963).</summary>
    public Task AbandonMethodAsync(RecoveryJourney journey, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                // Challenges before the journey, as everywhere: two orders of locks would be a deadlock.
                await challenges.ReplaceAllAsync(journey.Owner(), cancellationToken);
                return await journeys.TrySaveAsync(journey.After(RecoveryEvent.MethodAbandoned, RecoveryCondition.None, clock.GetUtcNow()), cancellationToken);
            },
            cancellationToken);

    /// <summary>The challenge that waits for an answer; null when there is none, or when what it was sent to is not registered any more.</summary>
    public async Task<PendingChallenge?> PendingAsync(RecoveryJourney journey, string language, CancellationToken cancellationToken) =>
        await CurrentAsync(journey, cancellationToken) is { } current
            ? new(current.Challenge, current.Used.Method, current.Used.Hint, current.Used.Method.Prompts(current.Challenge, language))
            : null;

    /// <summary>Looks at an answer; a right one becomes a recorded gate and the browser gets another handle.</summary>
    public async Task<VerifyResult> VerifyAsync(RecoveryJourney journey, VerificationResponse response, Caller caller, CancellationToken cancellationToken)
    {
        if (journey.ChallengeId is not { } challengeId)
            return new(AnswerOutcome.Expired);
        var answer = await verification.AnswerAsync(journey.Owner(), challengeId, response, await KnownAsync(journey, cancellationToken), cancellationToken);
        switch (answer.Outcome)
        {
            case AnswerOutcome.Passed:
                return await PassAsync(journey, answer, caller, cancellationToken);

            // Only the request whose answer was the last to be looked at moves the journey: of many sent at once, one may still be right.
            case AnswerOutcome.Blocked when answer.Challenge is not null:
                await RefuseAsync(journey, RecoveryEvent.PolicyRefused, RecoveryCondition.None, RecoveryRefusal.Blocked, AuditCode.AccountBlocked, caller, cancellationToken);
                return new(answer.Outcome, Moved: true);
            case AnswerOutcome.Exhausted when answer.Challenge is not null && methods.Find(answer.Challenge.MethodId) is { Tries: 1 }:
                // One answer ends the challenge of a security key, right or wrong (I10); the person may try with the next.
                await audit.WriteAsync(Entry(AuditCode.ChallengeFailed, journey, caller, answer.Challenge.MethodId), cancellationToken);
                await ResendAsync(journey, caller, cancellationToken);
                return new(AnswerOutcome.Wrong, answer.TriesLeft, Journey: await journeys.FindAsync(journey.HandleHash, cancellationToken));
            case AnswerOutcome.Exhausted when answer.Challenge is not null:
                await ExhaustAsync(journey, answer.Challenge, caller, cancellationToken);
                return new(answer.Outcome, Moved: true);

            case AnswerOutcome.Wrong:
                await audit.WriteAsync(Entry(AuditCode.ChallengeFailed, journey, caller, answer.Challenge!.MethodId), cancellationToken);
                return new(answer.Outcome, answer.TriesLeft);
            case AnswerOutcome.Empty:
            case AnswerOutcome.Expired:
            case AnswerOutcome.Exhausted:
            case AnswerOutcome.Blocked:
                return new(answer.Outcome);
            default:
                throw new InvalidOperationException($"No such outcome: {answer.Outcome}.");
        }
    }

    /// <summary>Whose account a verified journey is for, so that a password manager keeps the new password under its name; empty when it is gone.</summary>
    public async Task<string> UserNameAsync(RecoveryJourney journey, CancellationToken cancellationToken) =>
        (await directory.GetAsync(journey.SubjectId!.Value, cancellationToken))?.UserName ?? "";

    /// <summary>
    /// Sets the new password: re-count, rules, claim, directory, then complete or release. The page does not decide that this may be
    /// done, nor does the step: the gates recorded in the database do, against the stricter of the policy at the start and now.
    /// </summary>
    public async Task<SetPasswordResult> SetPasswordAsync(RecoveryJourney journey, string? typed, string? repeated, Caller caller, CancellationToken cancellationToken)
    {
        // Read after somebody else's claim, the version would be the right one for a second claim.
        if (journey.IsBeingFinished)
            return SetPasswordResult.Gone;
        var policy = await policies.GetAsync(cancellationToken);
        var person = await directory.GetAsync(journey.SubjectId!.Value, cancellationToken);
        // What was used up on the way, the last recovery code, still counts as what it proved.
        var passed = await GatesPassedAsync(journey, person, policy, cancellationToken);
        var refusal = await RefusalAsync(policy, person, cancellationToken, passed);
        if (refusal is null && (journey.IsRehearsal || passed < Math.Max(journey.GatesRequired, policy.GatesFor(person!))))
            refusal = RecoveryRefusal.NotEnoughRegistered;
        if (refusal is not null)
        {
            await RefuseAsync(journey, RecoveryEvent.PolicyRefused, RecoveryCondition.None, refusal.Value, AuditCode.RecoveryRefused, caller, cancellationToken);
            return SetPasswordResult.Gone;
        }

        var decision = await passwordRules.CheckAsync(typed, repeated, person!, policy, cancellationToken);
        if (decision.Password is null)
        {
            await audit.WriteAsync(Entry(AuditCode.PasswordRefused, journey, caller, reason: string.Join(' ', decision.Refusals)), cancellationToken);
            return new(false, decision.Refusals);
        }

        // The claim: of any number of requests that read this version of the journey, one goes on.
        var claim = journey with { ClaimedAt = clock.GetUtcNow() };
        var heldBefore = (await registrations.StateAsync(person!.Id, cancellationToken)).HeldUntil;
        var claimed = await transaction.TryAsync(
            async () =>
            {
                // Whoever resets another's password must not make the account theirs for good (N42; Storm-2949), not even if this process ends here.
                await registrations.HoldAsync(person.Id, claim.ClaimedAt + RegistrationService.HoldAfterReset, cancellationToken);
                if (!await journeys.TrySaveAsync(claim, cancellationToken))
                    return false;
                await audit.WriteAsync(Entry(AuditCode.PasswordClaimed, journey, caller), cancellationToken);
                return true;
            },
            cancellationToken);
        if (!claimed)
            return SetPasswordResult.Gone;
        claim = claim with { Version = claim.Version + 1 };
        var released = claim with { ClaimedAt = null, LastSeenAt = clock.GetUtcNow() };

        // From here on the request runs to its end: a person who closes the browser must not leave a claim without an outcome.
        var result = await directory.SetPasswordAsync(person.Id, decision.Password, CancellationToken.None);
        if (result != DirectoryResult.Done)
            await registrations.HoldAsync(person.Id, heldBefore, CancellationToken.None);
        switch (result)
        {
            case DirectoryResult.Done:
                await CompleteAsync(claim, person, policy, caller);
                return SetPasswordResult.Gone;
            case DirectoryResult.PasswordRefused:
                await transaction.TryAsync(
                    async () =>
                    {
                        await audit.WriteAsync(Entry(AuditCode.PasswordRefused, journey, caller, reason: nameof(PasswordRefusal.DirectoryRefused)), CancellationToken.None);
                        return await journeys.TrySaveAsync(released, CancellationToken.None);
                    },
                    CancellationToken.None);
                return new(false, [PasswordRefusal.DirectoryRefused]);
            case DirectoryResult.AccountRefused:
                await RefuseAsync(released, RecoveryEvent.PolicyRefused, RecoveryCondition.None, RecoveryRefusal.AccountDisabled, AuditCode.RecoveryRefused, caller, CancellationToken.None);
                return SetPasswordResult.Gone;
            case DirectoryResult.Unreachable:
                await RefuseAsync(released, RecoveryEvent.PolicyRefused, RecoveryCondition.None, RecoveryRefusal.DirectoryUnreachable, AuditCode.DirectoryUnreachable, caller, CancellationToken.None);
                return SetPasswordResult.Gone;
            default:
                throw new InvalidOperationException($"No such result: {result}.");
        }
    }

    /// <summary>Ends the journey at the person's wish.</summary>
    public Task CancelAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken) =>
        journey.IsBeingFinished
            ? Task.CompletedTask
            : EndAsync(journey.After(RecoveryEvent.Cancelled, RecoveryCondition.None, clock.GetUtcNow()), Entry(AuditCode.RecoveryCancelled, journey, caller), cancellationToken);

    private async Task<ChooseResult> IssueAsync(RecoveryJourney journey, RecoveryEvent happened, UsableMethod used, SsprPolicy policy, Caller caller, CancellationToken cancellationToken)
    {
        var issued = new IssueResult(IssueOutcome.Issued);
        var saved = await transaction.TryAsync(
            async () =>
            {
                issued = await verification.IssueAsync(journey.Owner(), used.Method, used.Target, used.Entries, caller.Language, policy, cancellationToken);
                if (issued.Outcome != IssueOutcome.Issued)
                    return false;
                // The versioned save last: of two requests at one time the loser's message rolls back with it.
                var after = journey.After(happened, RecoveryCondition.None, clock.GetUtcNow()) with { ChallengeId = issued.Challenge!.Id };
                if (!await journeys.TrySaveAsync(after, cancellationToken))
                    return false;
                await audit.WriteAsync(Entry(AuditCode.ChallengeIssued, journey, caller, used.Method.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return saved || issued.Outcome != IssueOutcome.Issued ? ChooseResult.Of(issued) : new(ChooseOutcome.Moved);
    }

    private async Task<VerifyResult> PassAsync(RecoveryJourney journey, AnswerResult right, Caller caller, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var challenge = right.Challenge!;
        var method = methods.Find(challenge.MethodId)!;
        var handle = OpaqueHandle.Create();
        var passed = await transaction.TryAsync(
            async () =>
            {
                if (!await verification.TryConsumeAsync(right, cancellationToken))
                    return false;
                var now = clock.GetUtcNow();
                await journeys.AddGateAsync(new(challenge.Id, journey.Id, journey.SubjectId!.Value, method.Id, method.Class, now, right.Proof!.Gates), cancellationToken);
                // A role that was given meanwhile asks for more.
                var person = await directory.GetAsync(journey.SubjectId!.Value, cancellationToken);
                var met = person is not null && await GatesPassedAsync(journey, person, policy, cancellationToken) >= Math.Max(journey.GatesRequired, policy.GatesFor(person));
                var when = !met ? RecoveryCondition.GatesMissing : journey.IsRehearsal ? RecoveryCondition.Rehearsed : RecoveryCondition.GatesMet;
                if (!await journeys.TrySaveAsync(journey.After(RecoveryEvent.ChallengePassed, when, now) with { HandleHash = handle.Hash }, cancellationToken))
                    return false;
                await audit.WriteAsync(Entry(AuditCode.GatePassed, journey, caller, method.Id), cancellationToken);
                if (when == RecoveryCondition.Rehearsed)
                    await audit.WriteAsync(Entry(AuditCode.RecoveryRehearsed, journey, caller), cancellationToken);
                return true;
            },
            cancellationToken);
        return passed ? new(AnswerOutcome.Passed, Moved: true, Handle: handle) : new(AnswerOutcome.Expired);
    }

    private async Task ExhaustAsync(RecoveryJourney journey, VerificationChallenge challenge, Caller caller, CancellationToken cancellationToken)
    {
        var tried = methods.Find(challenge.MethodId)!.Class;
        if ((await ChoicesAsync(journey, cancellationToken)).Any(each => each.Method.Class != tried))
        {
            await EndAsync(
                journey.After(RecoveryEvent.ChallengeExhausted, RecoveryCondition.MethodsLeft, clock.GetUtcNow()),
                Entry(AuditCode.ChallengeFailed, journey, caller, challenge.MethodId, "Exhausted"),
                cancellationToken);
        }
        else
        {
            await RefuseAsync(journey, RecoveryEvent.ChallengeExhausted, RecoveryCondition.NoMethodsLeft, RecoveryRefusal.Blocked, AuditCode.AccountBlocked, caller, cancellationToken);
        }
    }

    private Task<bool> RefuseAsync(RecoveryJourney journey, RecoveryEvent happened, RecoveryCondition when, RecoveryRefusal refusal, AuditCode code, Caller caller, CancellationToken cancellationToken) =>
        EndAsync(
            journey.After(happened, when, clock.GetUtcNow()) with { Refusal = refusal },
            Entry(code, journey, caller, reason: refusal.ToString()),
            cancellationToken);

    // Saves a journey none of whose challenges is worth anything from now on.
    private Task<bool> EndAsync(RecoveryJourney after, AuditEntry entry, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                await challenges.ReplaceAllAsync(after.Owner(), cancellationToken);
                if (!await journeys.TrySaveAsync(after, cancellationToken))
                    return false;
                await audit.WriteAsync(entry, cancellationToken);
                return true;
            },
            cancellationToken);

    private async Task CompleteAsync(RecoveryJourney journey, DirectoryUser person, SsprPolicy policy, Caller caller)
    {
        var contacts = await known.OfAsync(person, policy, CancellationToken.None);
        await transaction.TryAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                if (!await journeys.TrySaveAsync(journey.After(RecoveryEvent.PasswordSet, RecoveryCondition.None, now), CancellationToken.None))
                    return false;
                await throttles.ClearAsync(Throttle.GateAttempts, person.Id.ToString("N"), CancellationToken.None);
                await throttles.ClearAsync(Throttle.ProofAttempts, person.Id.ToString("N"), CancellationToken.None);
                await notices.SendAsync(NoticeKind.PasswordReset, person, contacts, null, now, policy, caller.Language, CancellationToken.None);
                await audit.WriteAsync(Entry(AuditCode.PasswordReset, journey, caller), CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }

    private async Task<int> GatesPassedAsync(RecoveryJourney journey, DirectoryUser? person, SsprPolicy policy, CancellationToken cancellationToken) => person is null
        ? 0
        : Eligibility.GatesPassed(
            await journeys.GatesAsync(journey.Id, cancellationToken), person, methods, policy, Eligibility.Usable(methods, policy, person, await known.OfAsync(person, policy, cancellationToken)));

    // The challenge that was issued last, and what it was issued for as it is registered now.
    private async Task<(VerificationChallenge Challenge, UsableMethod Used)?> CurrentAsync(RecoveryJourney journey, CancellationToken cancellationToken)
    {
        if (journey.ChallengeId is not { } id || await challenges.FindAsync(id, journey.Owner(), cancellationToken) is not { } challenge)
            return null;
        var used = (await UsableAsync(journey, cancellationToken)).FirstOrDefault(each => each.Method.Id == challenge.MethodId && each.Target == challenge.Target);
        return used is null ? null : (challenge, used);
    }

    private async Task<IReadOnlyList<UsableMethod>> UsableAsync(RecoveryJourney journey, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        return await directory.GetAsync(journey.SubjectId!.Value, cancellationToken) is { } person
            ? Eligibility.Usable(methods, policy, person, await known.OfAsync(person, policy, cancellationToken))
            : [];
    }

    private async Task<IReadOnlyList<RegisteredMethod>> KnownAsync(RecoveryJourney journey, CancellationToken cancellationToken) =>
        await directory.GetAsync(journey.SubjectId!.Value, cancellationToken) is { } person
            ? await known.OfAsync(person, await policies.GetAsync(cancellationToken), cancellationToken)
            : [];

    private async Task<RecoveryRefusal?> RefusalAsync(SsprPolicy policy, DirectoryUser? person, CancellationToken cancellationToken, int passed = 0)
    {
        if (person is null)
            return Eligibility.Refusal(policy, null, 0, false);
        var usable = Eligibility.Usable(methods, policy, person, await known.OfAsync(person, policy, cancellationToken));
        return Eligibility.Refusal(policy, person, Math.Max(passed, Eligibility.Gates(usable)), await throttles.IsExhaustedAsync(Throttle.GateAttempts, person.Id.ToString("N"), cancellationToken));
    }

    private static AuditEntry Entry(AuditCode code, RecoveryJourney journey, Caller caller, string? methodId = null, string? reason = null) =>
        new(code, journey.SubjectId, journey.Id, caller.Address, methodId, reason);
}
