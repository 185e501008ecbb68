using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>
/// A signed-in person registers a phone or an address by proving it with a code. What is being registered waits in the challenge, on
/// the server; nothing half-way is usable for anything.
/// </summary>
public sealed class RegistrationService(
    IRegistrationStore registrations,
    IDirectory directory,
    IPolicyStore policies,
    IChallengeStore challenges,
    VerificationMethods methods,
    VerificationService verification,
    Notices notices,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    /// <summary>The list of this person; null when the person is outside the scope of self-service.</summary>
    public async Task<RegistrationChecklist?> ChecklistAsync(SignedInPerson who, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var person = await directory.GetAsync(who.UserId, cancellationToken);
        return person is null || !policy.Covers(person.Groups)
            ? null
            : RegistrationChecklist.For(methods, policy, await registrations.ListAsync(who.UserId, cancellationToken));
    }

    /// <summary>Reads what was typed and sends a code to it.</summary>
    public async Task<BeginResult> BeginAsync(SignedInPerson who, string kind, string? typed, Caller caller, CancellationToken cancellationToken)
    {
        if (await OfferedAsync(who, kind, cancellationToken) is not { } method)
            return new(BeginOutcome.NotOffered);
        var policy = await policies.GetAsync(cancellationToken);
        var person = await directory.GetAsync(who.UserId, cancellationToken);
        var target = method.ReadTarget(typed, person!, policy);
        return target.Refusal is { } refusal
            ? new(BeginOutcome.Refused, refusal)
            : await SendAsync(who, method, target.Value, policy, caller, cancellationToken);
    }

    /// <summary>What waits for its code, for this kind; null when nothing does.</summary>
    public async Task<PendingRegistration?> PendingAsync(SignedInPerson who, string kind, CancellationToken cancellationToken)
    {
        var challenge = await challenges.FindPendingAsync(Owner(who), cancellationToken);
        if (challenge is null || methods.Find(challenge.MethodId) is not IRegistrableMethod method || method.RegistrationKind != kind)
            return null;
        var person = await directory.GetAsync(who.UserId, cancellationToken);
        return person is not null && method.ReadTarget(challenge.Target, person, await policies.GetAsync(cancellationToken)) is { Refusal: null } target
            ? new(method, target.Hint, challenge)
            : null;
    }

    /// <summary>Sends the code once more.</summary>
    public async Task<BeginResult> ResendAsync(SignedInPerson who, PendingRegistration pending, Caller caller, CancellationToken cancellationToken) =>
        await SendAsync(who, pending.Method, pending.Challenge.Target, await policies.GetAsync(cancellationToken), caller, cancellationToken);

    /// <summary>Looks at the code; a right one registers what waited for it, and every known mailbox is told.</summary>
    public async Task<AnswerResult> ConfirmAsync(SignedInPerson who, PendingRegistration pending, VerificationResponse response, Caller caller, CancellationToken cancellationToken)
    {
        // Scope, policy or another session may have changed since the code was sent.
        if (await OfferedAsync(who, pending.Method.RegistrationKind, cancellationToken) is null)
            return new(AnswerOutcome.Expired);
        var answer = await verification.AnswerAsync(Owner(who), pending.Challenge.Id, response, cancellationToken);
        if (answer.Outcome != AnswerOutcome.Passed)
        {
            if (answer.Challenge is not null)
                await audit.WriteAsync(Entry(AuditCode.RegistrationRefused, who, caller, pending.Method.Id, answer.Outcome.ToString()), cancellationToken);
            return answer;
        }

        var policy = await policies.GetAsync(cancellationToken);
        var person = await directory.GetAsync(who.UserId, cancellationToken);
        var added = await transaction.TryAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                var entry = new RegisteredMethod(Guid.NewGuid(), who.UserId, pending.Method.RegistrationKind, pending.Hint, answer.Challenge!.Target, now);
                if (person is null || !await verification.TryConsumeAsync(answer.Challenge, cancellationToken) || !await registrations.TryAddAsync(entry, cancellationToken))
                    return false;
                await notices.MethodRegisteredAsync(person, await registrations.ListAsync(who.UserId, cancellationToken), entry, now, policy, caller.Language, cancellationToken);
                await audit.WriteAsync(Entry(AuditCode.MethodRegistered, who, caller, pending.Method.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return added ? answer : new(AnswerOutcome.Expired);
    }

    private async Task<BeginResult> SendAsync(SignedInPerson who, IVerificationMethod method, string target, SsprPolicy policy, Caller caller, CancellationToken cancellationToken)
    {
        var issued = new IssueResult(IssueOutcome.Issued);
        await transaction.TryAsync(
            async () =>
            {
                issued = await verification.IssueAsync(Owner(who), method, target, caller.Language, policy, cancellationToken);
                if (issued.Outcome != IssueOutcome.Issued)
                    return false;
                await audit.WriteAsync(Entry(AuditCode.RegistrationCodeSent, who, caller, method.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return issued.Outcome switch
        {
            IssueOutcome.Issued => new(BeginOutcome.Sent),
            IssueOutcome.TooSoon => new(BeginOutcome.TooSoon, Wait: issued.Wait),
            IssueOutcome.TooMany => new(BeginOutcome.TooMany),
        };
    }

    private async Task<IRegistrableMethod?> OfferedAsync(SignedInPerson who, string kind, CancellationToken cancellationToken) =>
        (await ChecklistAsync(who, cancellationToken))?.Items.FirstOrDefault(item => item.Method.RegistrationKind == kind && item.Registered is null)?.Method;

    private static ChallengeOwner Owner(SignedInPerson who) => new(ChallengePurpose.Registration, who.SessionId, who.UserId);

    private static AuditEntry Entry(AuditCode code, SignedInPerson who, Caller caller, string methodId, string? reason = null) =>
        new(code, who.UserId, who.SessionId, caller.Address, methodId, reason);
}
