using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.SignIn;

/// <summary>
/// A person whose password was right proves more: as the second factor of the sign-in, and before security info is changed. By what
/// is registered for resets, so that nobody registers twice.
/// </summary>
public sealed class ProofService(
    KnownMethods known,
    IDirectory directory,
    IPolicyStore policies,
    IChallengeStore challenges,
    VerificationMethods methods,
    VerificationService verification,
    IPortalSessionStore sessions,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    /// <summary>How long a proof is recent enough for a change of security info (OWASP ASVS 7.5.1; Entra's number).</summary>
    public static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Whether a person who has just given the right password is asked for more before the sign-in is complete.</summary>
    public async Task<bool> IsAskedForAsync(DirectoryUser person, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        // The organisation's phone on a desk far away must not keep out who has registered nothing yet.
        return policy.AsksForSecondFactor(person) && (await UsableAsync(person, policy, cancellationToken)).Any(each => each.Entries.Any(entry => entry.IsStored));
    }

    /// <summary>Whether the sign-in is complete and was proved in the last ten minutes.</summary>
    public bool IsRecent(SignedInPerson who) => !who.NeedsProof && who.ProvedAt > clock.GetUtcNow() - ProofLifetime;

    /// <summary>What the person can prove it by.</summary>
    public async Task<IReadOnlyList<UsableMethod>> ChoicesAsync(SignedInPerson who, CancellationToken cancellationToken) =>
        await directory.GetAsync(who.UserId, cancellationToken) is { } person
            ? await UsableAsync(person, await policies.GetAsync(cancellationToken), cancellationToken)
            : [];

    /// <summary>Chooses a method and issues its challenge. Whoever gave the password need not type the whole number.</summary>
    public async Task<ChooseResult> ChooseAsync(SignedInPerson who, string? methodId, Caller caller, CancellationToken cancellationToken) =>
        (await ChoicesAsync(who, cancellationToken)).FirstOrDefault(each => each.Method.Id == methodId) is { } choice
            ? await IssueAsync(who, choice, caller, cancellationToken)
            : new(ChooseOutcome.NotAMethod);

    /// <summary>Sends the challenge once more.</summary>
    public async Task<ChooseResult> ResendAsync(SignedInPerson who, Caller caller, CancellationToken cancellationToken) =>
        await CurrentAsync(who, cancellationToken) is { } current
            ? await IssueAsync(who, current.Used, caller, cancellationToken)
            : new(ChooseOutcome.Moved);

    /// <summary>The challenge that waits for an answer; null when there is none.</summary>
    public async Task<PendingChallenge?> PendingAsync(SignedInPerson who, string language, CancellationToken cancellationToken) =>
        await CurrentAsync(who, cancellationToken) is { } current
            ? new(current.Challenge, current.Used.Method, current.Used.Hint, current.Used.Method.Prompts(current.Challenge, language))
            : null;

    /// <summary>Goes back to the choice: what was sent is worthless.</summary>
    public Task AbandonAsync(SignedInPerson who, CancellationToken cancellationToken) => challenges.ReplaceAllAsync(Owner(who), cancellationToken);

    /// <summary>Looks at an answer; a right one completes the sign-in and lets security info be changed for a while.</summary>
    public async Task<AnswerResult> AnswerAsync(SignedInPerson who, VerificationResponse response, Caller caller, CancellationToken cancellationToken)
    {
        if (await CurrentAsync(who, cancellationToken) is not { } current)
            return new(AnswerOutcome.Expired);
        var answer = await verification.AnswerAsync(Owner(who), current.Challenge.Id, response, current.Used.Entries, cancellationToken);
        if (answer.Outcome != AnswerOutcome.Passed)
        {
            if (answer.Challenge is not null)
                await audit.WriteAsync(Entry(AuditCode.ProofRefused, who, caller, current.Used.Method.Id, answer.Outcome.ToString()), cancellationToken);
            // One answer ends the challenge of a security key, right or wrong (I10); the person may try with the next.
            if (answer is { Outcome: AnswerOutcome.Exhausted, Challenge: not null } && current.Used.Method.Tries == 1)
            {
                await IssueAsync(who, current.Used, caller, cancellationToken);
                return answer with { Outcome = AnswerOutcome.Wrong };
            }

            return answer;
        }

        var passed = await transaction.TryAsync(
            async () =>
            {
                if (!await verification.TryConsumeAsync(answer, cancellationToken))
                    return false;
                await sessions.ProveAsync(who.SessionId, cancellationToken);
                await audit.WriteAsync(Entry(AuditCode.ProofPassed, who, caller, current.Used.Method.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return passed ? answer : new(AnswerOutcome.Expired);
    }

    private async Task<ChooseResult> IssueAsync(SignedInPerson who, UsableMethod used, Caller caller, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var issued = new IssueResult(IssueOutcome.Issued);
        await transaction.TryAsync(
            async () =>
            {
                issued = await verification.IssueAsync(Owner(who), used.Method, used.Target, used.Entries, caller, policy, cancellationToken);
                if (issued.Outcome != IssueOutcome.Issued)
                    return false;
                await audit.WriteAsync(Entry(AuditCode.ProofIssued, who, caller, used.Method.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return ChooseResult.Of(issued);
    }

    // The newest challenge of this session, and what it was issued for as it is registered now.
    private async Task<(VerificationChallenge Challenge, UsableMethod Used)?> CurrentAsync(SignedInPerson who, CancellationToken cancellationToken)
    {
        if (await challenges.FindPendingAsync(Owner(who), cancellationToken) is not { } challenge)
            return null;
        var used = (await ChoicesAsync(who, cancellationToken)).FirstOrDefault(each => each.Method.Id == challenge.MethodId && each.Target == challenge.Target);
        return used is null ? null : (challenge, used);
    }

    private async Task<IReadOnlyList<UsableMethod>> UsableAsync(DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        [.. Eligibility.Usable(methods, policy, person, await known.OfAsync(person, policy, cancellationToken)).Where(each => each.Method.IsSecondFactor)];

    private static ChallengeOwner Owner(SignedInPerson who) => new(ChallengePurpose.SignIn, who.SessionId, who.UserId);

    private static AuditEntry Entry(AuditCode code, SignedInPerson who, Caller caller, string? methodId = null, string? reason = null) =>
        new(code, who.UserId, who.SessionId, caller.Address, methodId, reason);
}
