using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Policies;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>
/// A way back in, from user ID to the last gate; <see cref="RecoveryCommit"/> writes to the directory. Each verb takes the journey as
/// the guard read it and moves it by one event: state, proof, audit and messages in one transaction.
/// </summary>
public sealed class RecoveryService(
    IRecoveryJourneyStore journeys,
    Standings standings,
    Decoys decoys,
    IDirectory directory,
    IPolicyStore policies,
    IChallengeStore challenges,
    VerificationMethods methods,
    VerificationService verification,
    IThrottleStore throttles,
    JourneyEndings endings,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    /// <summary>
    /// Begins a journey for a user ID; the CAPTCHA is already solved. A person who may not reset gets a journey too: one that is refused
    /// from the start, or, where that must not be told, one that looks like any other.
    /// </summary>
    public async Task<StartResult> StartAsync(string? userId, OpaqueHandle browser, Caller caller, CancellationToken cancellationToken)
    {
        if (UserNames.Normalize(userId) is not { } name)
            return new(StartOutcome.NotAUserId);
        // A part of a name and the whole of it lead to one account, and to two of what stands for nobody: that would tell them apart.
        var policy = await policies.GetAsync(cancellationToken);
        if (policy.Disclosure != DisclosureMode.Informative && !name.Contains('@', StringComparison.Ordinal))
            return new(StartOutcome.NotWhole);

        // The handle is another one at every start; what the browser is called stays.
        var browserId = (await journeys.FindAsync(browser.Hash, cancellationToken))?.BrowserId ?? Guid.NewGuid();
        if (!await MayIdentifyAsync(browserId, caller, cancellationToken))
            return new(StartOutcome.TooMany);

        // Whether or not there is anybody: the same statements (I14; Keycloak #48888).
        DirectoryUser? found;
        try
        {
            found = await directory.FindAsync(name, cancellationToken);
        }
        catch (DirectoryUnreachableException)
        {
            return await StartAsync(decoys.SubjectOf(name), null, policy, isRehearsal: false, browser, browserId, caller, cancellationToken, RecoveryRefusal.DirectoryUnreachable);
        }

        var subjectId = found?.Id ?? decoys.SubjectOf(name);
        return await StartAsync(subjectId, found ?? await directory.GetAsync(subjectId, cancellationToken), policy, isRehearsal: false, browser, browserId, caller, cancellationToken);
    }

    /// <summary>Begins a journey that changes nothing at its end, for a signed-in person who wants to know whether a reset would work.</summary>
    public async Task<StartResult> RehearseAsync(SignedInPerson who, OpaqueHandle browser, Caller caller, CancellationToken cancellationToken) =>
        await StartAsync(who.UserId, await directory.GetAsync(who.UserId, cancellationToken), await policies.GetAsync(cancellationToken), isRehearsal: true, browser, Guid.NewGuid(), caller, cancellationToken);

    private async Task<StartResult> StartAsync(Guid subjectId, DirectoryUser? person, SsprPolicy policy, bool isRehearsal, OpaqueHandle browser, Guid browserId, Caller caller, CancellationToken cancellationToken, RecoveryRefusal? fault = null)
    {
        var standing = await standings.OfAsync(subjectId, person, policy, cancellationToken);
        var blocked = await throttles.IsExhaustedAsync(Throttle.GateAttempts, subjectId, cancellationToken);
        // Whoever is signed in knows that the account is there.
        var disclosure = isRehearsal ? DisclosureMode.Informative : policy.Disclosure;
        var concealed = disclosure != DisclosureMode.Informative;
        // What may be told at once comes first: a reason that is concealed would hide it.
        RecoveryRefusal? refusal = fault is not null && policy.Scope != ResetScope.None ? fault
            : concealed && policy.Scope == ResetScope.None ? RecoveryRefusal.TurnedOff
            : concealed && blocked ? RecoveryRefusal.Blocked
            : Eligibility.Refusal(policy, person, Eligibility.Gates(standing.Own), blocked);
        var refused = refusal is { } why && Eligibility.IsToldAtOnce(why, disclosure);
        var twoGoals = !isRehearsal && policy.UnlocksWithoutReset && (concealed || person is { IsLocked: true });
        var when = refused ? RecoveryCondition.NotEligible : twoGoals ? RecoveryCondition.TwoGoals : RecoveryCondition.Eligible;

        var now = clock.GetUtcNow();
        var handle = OpaqueHandle.Create();
        var journey = new RecoveryJourney
        {
            Id = Guid.NewGuid(),
            HandleHash = handle.Hash,
            BrowserId = browserId,
            SubjectId = subjectId,
            LiveFor = refused ? null : subjectId,
            Step = RecoveryStateMachine.Next(null, RecoveryEvent.Started, when),
            Refusal = refusal,
            Disclosure = disclosure,
            Language = caller.Language,
            IsRehearsal = isRehearsal,
            GatesRequired = concealed || person is null ? policy.GatesRequired : policy.GatesFor(person),
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + RecoveryJourney.Lifetime,
        };
        await transaction.TryAsync(
            async () =>
            {
                await journeys.AddAsync(journey, browser.Hash, cancellationToken);
                var entry = JourneyEndings.Entry(refused ? fault is not null && refusal == fault ? AuditCode.DirectoryUnreachable : AuditCode.RecoveryRefused : AuditCode.RecoveryStarted, journey, caller, reason: refusal?.ToString());
                await audit.WriteAsync(person is null ? entry with { SubjectId = null } : entry, cancellationToken);
                return true;
            },
            cancellationToken);
        return new(StartOutcome.Started, handle);
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

    /// <summary>Notes what the person is here for.</summary>
    public Task ChooseGoalAsync(RecoveryJourney journey, RecoveryGoal goal, CancellationToken cancellationToken) =>
        journeys.TrySaveAsync(journey.After(RecoveryEvent.GoalChosen, RecoveryCondition.None, clock.GetUtcNow()) with { Goal = goal }, cancellationToken);

    /// <summary>How the person of a journey stands, and what can be chosen next.</summary>
    public Task<Standing> StandingAsync(RecoveryJourney journey, CancellationToken cancellationToken) => standings.OfAsync(journey, cancellationToken);

    /// <summary>Ends a journey in which nothing can be chosen any more: policy or what is registered has changed, or a key proved less than it could.</summary>
    public Task GiveUpAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken) =>
        endings.RefuseAsync(journey, RecoveryRefusal.NotEnoughRegistered, AuditCode.RecoveryRefused, caller, cancellationToken);

    /// <summary>Chooses a method and issues its challenge, to the registered target and nowhere else.</summary>
    /// <param name="journey">The journey, as the guard read it.</param>
    /// <param name="methodId">The method that was posted; looked up among this person's own, never trusted.</param>
    /// <param name="typedTarget">The whole number, where the method asks for it.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    public async Task<ChooseResult> ChooseAsync(RecoveryJourney journey, string? methodId, string? typedTarget, Caller caller, CancellationToken cancellationToken)
    {
        var standing = await standings.OfAsync(journey, cancellationToken);
        if (standing.Choices.FirstOrDefault(each => each.Method.Id == methodId) is not { } choice)
            return new(ChooseOutcome.NotAMethod);
        // What an administrator changes is in effect at the next step; where it must not be told yet, the journey goes on and leads nowhere.
        RecoveryRefusal? refusal = standing.Policy.Scope == ResetScope.None ? RecoveryRefusal.TurnedOff
            : journey.IsDoomed ? null
            : Eligibility.Refusal(standing.Policy, standing.Person, int.MaxValue, blocked: false);
        if (refusal is { } why && (standing.Passed.Count > 0 || Eligibility.IsToldAtOnce(why, journey.Disclosure)))
        {
            await endings.RefuseAsync(journey, why, AuditCode.RecoveryRefused, caller, cancellationToken);
            return new(ChooseOutcome.Moved);
        }

        journey = journey with { Refusal = journey.Refusal ?? refusal };

        if (choice.Method.AsksForTarget)
        {
            if (string.IsNullOrWhiteSpace(typedTarget))
                return new(ChooseOutcome.TargetMissing);
            var (outcome, looked, left) = await verification.CompareTargetAsync(journey.SubjectId, choice.Method, choice.Entries[0], typedTarget, standing.Policy, cancellationToken);
            if (!looked)
                return new(outcome == AnswerOutcome.Blocked ? ChooseOutcome.Blocked : ChooseOutcome.NotATarget);
            if (outcome != AnswerOutcome.Passed)
            {
                await audit.WriteAsync(JourneyEndings.Entry(AuditCode.TargetMismatch, journey, caller, choice.Method.Id), cancellationToken);
                if (outcome != AnswerOutcome.Blocked)
                    return new(ChooseOutcome.TargetMismatch, TriesLeft: left);
                await endings.BlockAsync(journey, RecoveryEvent.PolicyRefused, RecoveryCondition.None, choice.Method.Id, caller);
                return new(ChooseOutcome.Moved);
            }
        }

        return await IssueAsync(journey, RecoveryEvent.ChallengeIssued, choice, standing.Policy, caller, cancellationToken);
    }

    /// <summary>Sends the challenge once more; the one before is worthless then.</summary>
    public async Task<ChooseResult> ResendAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken)
    {
        var standing = await standings.OfAsync(journey, cancellationToken);
        return await CurrentAsync(journey, standing, cancellationToken) is { } current
            ? await IssueAsync(journey, RecoveryEvent.ChallengeReissued, current.Used, standing.Policy, caller, cancellationToken)
            : new(ChooseOutcome.Moved);
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
    public async Task<PendingChallenge?> PendingAsync(RecoveryJourney journey, string language, CancellationToken cancellationToken)
    {
        if (journey.ChallengeId is null)
            return null;
        var standing = await standings.OfAsync(journey, cancellationToken);
        return await CurrentAsync(journey, standing, cancellationToken) is { } current
            ? new(current.Challenge, current.Used.Method, current.Used.Hint, current.Used.Method.Prompts(current.Challenge, language)) { GatesPassed = standing.Passed.Count }
            : null;
    }

    /// <summary>Looks at an answer; a right one becomes a recorded gate and the browser gets another handle.</summary>
    public async Task<VerifyResult> VerifyAsync(RecoveryJourney journey, VerificationResponse response, Caller caller, CancellationToken cancellationToken)
    {
        var standing = await standings.OfAsync(journey, cancellationToken);
        if (await CurrentAsync(journey, standing, cancellationToken) is not { } current)
            return new(AnswerOutcome.Expired);
        var answer = await verification.AnswerAsync(journey.Owner(), current.Challenge.Id, response, current.Used.Entries, cancellationToken);
        var methodId = current.Used.Method.Id;
        switch (answer.Outcome)
        {
            case AnswerOutcome.Passed:
                return await PassAsync(journey, standing, current.Used.Method, answer, caller, cancellationToken);

            // Only the request whose answer was the last to be looked at moves the journey: of many sent at once, one may still be right.
            case AnswerOutcome.Blocked when answer.Challenge is not null:
                await endings.BlockAsync(journey, RecoveryEvent.PolicyRefused, RecoveryCondition.None, methodId, caller);
                return new(answer.Outcome, Moved: true);
            case AnswerOutcome.Exhausted when answer.Challenge is not null && current.Used.Method.Tries == 1:
                // One answer ends the challenge of a security key, right or wrong (I10); the person may try with the next.
                await audit.WriteAsync(JourneyEndings.Entry(AuditCode.ChallengeFailed, journey, caller, methodId), cancellationToken);
                await IssueAsync(journey, RecoveryEvent.ChallengeReissued, current.Used, standing.Policy, caller, cancellationToken);
                return new(AnswerOutcome.Wrong, answer.TriesLeft, Journey: await journeys.FindAsync(journey.HandleHash, cancellationToken));
            case AnswerOutcome.Exhausted when answer.Challenge is not null:
                await ExhaustAsync(journey, standing, current.Used.Method, caller, cancellationToken);
                return new(answer.Outcome, Moved: true);

            case AnswerOutcome.Wrong:
                await audit.WriteAsync(JourneyEndings.Entry(AuditCode.ChallengeFailed, journey, caller, methodId), cancellationToken);
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

    /// <summary>Ends the journey at the person's wish.</summary>
    public Task CancelAsync(RecoveryJourney journey, Caller caller, CancellationToken cancellationToken) =>
        journey.IsBeingFinished
            ? Task.CompletedTask
            : endings.EndAsync(journey.After(RecoveryEvent.Cancelled, RecoveryCondition.None, clock.GetUtcNow()), JourneyEndings.Entry(AuditCode.RecoveryCancelled, journey, caller), cancellationToken);

    private async Task<bool> MayIdentifyAsync(Guid browserId, Caller caller, CancellationToken cancellationToken) =>
        (caller.Address is not { } address
            || (await throttles.TryTakeAsync(Throttle.IdentifyPerAddress, Throttle.Network(address), cancellationToken) is not null
                && await throttles.TryTakeAsync(Throttle.IdentifyPerNetwork, Throttle.WideNetwork(address), cancellationToken) is not null))
        && await throttles.TryTakeAsync(Throttle.IdentifyPerBrowser, browserId.ToString("N"), cancellationToken) is not null;

    private async Task<ChooseResult> IssueAsync(RecoveryJourney journey, RecoveryEvent happened, UsableMethod used, SsprPolicy policy, Caller caller, CancellationToken cancellationToken)
    {
        var issued = new IssueResult(IssueOutcome.Issued);
        var saved = await transaction.TryAsync(
            async () =>
            {
                issued = await verification.IssueAsync(journey.Owner(), used.Method, used.Target, used.Entries, caller, policy, cancellationToken);
                if (issued.Outcome != IssueOutcome.Issued)
                    return false;
                // The versioned save last: of two requests at one time the loser's message rolls back with it.
                var after = journey.After(happened, RecoveryCondition.None, clock.GetUtcNow()) with { ChallengeId = issued.Challenge!.Id };
                if (!await journeys.TrySaveAsync(after, cancellationToken))
                    return false;
                await audit.WriteAsync(JourneyEndings.Entry(AuditCode.ChallengeIssued, journey, caller, used.Method.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return saved || issued.Outcome != IssueOutcome.Issued ? ChooseResult.Of(issued) : new(ChooseOutcome.Moved);
    }

    private async Task<VerifyResult> PassAsync(RecoveryJourney journey, Standing standing, IVerificationMethod method, AnswerResult right, Caller caller, CancellationToken cancellationToken)
    {
        // What an administrator changed meanwhile is in effect here too.
        journey = journey with { Refusal = journey.Refusal ?? Eligibility.Refusal(standing.Policy, standing.Person, int.MaxValue, blocked: false) };
        var now = clock.GetUtcNow();
        var gate = new PassedGate(right.Challenge!.Id, journey.Id, journey.SubjectId, method.Id, method.Class, now, right.Proof!.Gates);
        var passed = Eligibility.GatesPassed([.. standing.Passed, gate], standing.Person!, methods, standing.Policy, standing.Own);
        var when = passed < standing.GatesNeeded(journey) ? RecoveryCondition.GatesMissing
            : journey.IsRehearsal ? RecoveryCondition.Rehearsed
            : journey.Goal == RecoveryGoal.Unlock ? RecoveryCondition.GatesMetToUnlock
            : RecoveryCondition.GatesMet;
        var handle = OpaqueHandle.Create();
        // Whoever has proved something is told what was concealed.
        var after = (journey.IsDoomed ? journey.After(RecoveryEvent.PolicyRefused, RecoveryCondition.None, now) : journey.After(RecoveryEvent.ChallengePassed, when, now)) with { HandleHash = handle.Hash };
        var saved = await transaction.TryAsync(
            async () =>
            {
                if (!await verification.TryConsumeAsync(right, cancellationToken))
                    return false;
                await journeys.AddGateAsync(gate, cancellationToken);
                if (!await journeys.TrySaveAsync(after, cancellationToken))
                    return false;
                await audit.WriteAsync(JourneyEndings.Entry(AuditCode.GatePassed, journey, caller, method.Id), cancellationToken);
                if (journey.IsDoomed)
                    await audit.WriteAsync(JourneyEndings.Entry(AuditCode.RecoveryRefused, journey, caller, reason: journey.Refusal.ToString()), cancellationToken);
                else if (when == RecoveryCondition.Rehearsed)
                    await audit.WriteAsync(JourneyEndings.Entry(AuditCode.RecoveryRehearsed, journey, caller), cancellationToken);
                return true;
            },
            cancellationToken);
        return saved ? new(AnswerOutcome.Passed, Moved: true, Handle: handle) : new(AnswerOutcome.Expired);
    }

    private Task<bool> ExhaustAsync(RecoveryJourney journey, Standing standing, IVerificationMethod tried, Caller caller, CancellationToken cancellationToken) =>
        standing.Choices.Any(each => each.Method.Class != tried.Class)
            ? endings.EndAsync(
                journey.After(RecoveryEvent.ChallengeExhausted, RecoveryCondition.MethodsLeft, clock.GetUtcNow()),
                JourneyEndings.Entry(AuditCode.ChallengeFailed, journey, caller, tried.Id, "Exhausted"),
                cancellationToken)
            : endings.BlockAsync(journey, RecoveryEvent.ChallengeExhausted, RecoveryCondition.NoMethodsLeft, tried.Id, caller);

    // The challenge that was issued last, and what it was issued for as it is registered now.
    private async Task<(VerificationChallenge Challenge, UsableMethod Used)?> CurrentAsync(RecoveryJourney journey, Standing standing, CancellationToken cancellationToken)
    {
        if (journey.ChallengeId is not { } id || await challenges.FindAsync(id, journey.Owner(), cancellationToken) is not { } challenge)
            return null;
        var used = standing.Shown.FirstOrDefault(each => each.Method.Id == challenge.MethodId && each.Target == challenge.Target);
        return used is null ? null : (challenge, used);
    }
}
