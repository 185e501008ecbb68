using System.Globalization;
using System.Text;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;

namespace SsprPortal.Core.Registration;

/// <summary>
/// A signed-in person registers, changes and removes security info. What is being registered waits in the challenge, on the server;
/// nothing half-way is usable for anything. Once something is registered, every change takes a recent proof beyond the password and
/// is told to every contact there was.
/// </summary>
public sealed class RegistrationService(
    IRegistrationStore registrations,
    KnownMethods known,
    IDirectory directory,
    IPolicyStore policies,
    IChallengeStore challenges,
    IRecoveryJourneyStore journeys,
    VerificationMethods methods,
    VerificationService verification,
    IPortalSessionStore sessions,
    IThrottleStore throttles,
    Notices notices,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    /// <summary>How long nothing may be changed after a reset (N42).</summary>
    public static readonly TimeSpan HoldAfterReset = TimeSpan.FromHours(24);

    /// <summary>
    /// How long whoever holds a role, and has lost every second factor by a change of the policy, may register another after an
    /// administrator demanded it.
    /// </summary>
    public static readonly TimeSpan DemandedFor = TimeSpan.FromHours(24);

    /// <summary>Longest name of an entry, in UTF-16 units.</summary>
    public const int MaxName = 40;

    /// <summary>The list of this person; null when the person is outside the scope of self-service.</summary>
    public async Task<RegistrationChecklist?> ChecklistAsync(SignedInPerson who, CancellationToken cancellationToken) =>
        (await ReadAsync(who, cancellationToken))?.List;

    /// <summary>What the person is asked for at sign-in.</summary>
    public async Task<RegistrationDue> DueAsync(SignedInPerson who, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        if (await ReadAsync(who, cancellationToken) is not { List: { HeldUntil: null } list } read || !policy.AsksToRegister && !list.IsDemanded && !policy.AsksForSecondFactor(read.Person))
            return RegistrationDue.Nothing;
        if (!list.IsComplete)
            return list.Items.Any(item => item.CanAdd) ? RegistrationDue.Register : RegistrationDue.Nothing;
        var since = read.State.ReviewedAt ?? read.Known.Where(entry => entry.IsStored).Select(entry => (DateTimeOffset?)entry.RegisteredAt).Max();
        return policy.ReviewDays > 0 && since <= clock.GetUtcNow() - TimeSpan.FromDays(policy.ReviewDays) ? RegistrationDue.Review : RegistrationDue.Nothing;
    }

    /// <summary>Notes that the person was asked to register and put it off.</summary>
    public Task PostponeAsync(SignedInPerson who, Caller caller, CancellationToken cancellationToken) =>
        audit.WriteAsync(Entry(AuditCode.RegistrationPostponed, who, caller), cancellationToken);

    /// <summary>Notes that everything that is registered is still right.</summary>
    public Task ReviewAsync(SignedInPerson who, Caller caller, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                await registrations.NoteReviewAsync(who.UserId, cancellationToken);
                await audit.WriteAsync(Entry(AuditCode.RegistrationReviewed, who, caller), cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>Whether what is registered may be changed now.</summary>
    public async Task<MayChange> MayChangeAsync(SignedInPerson who, CancellationToken cancellationToken) =>
        await ReadAsync(who, cancellationToken) is { } read ? Permission(who, read) : MayChange.Allowed;

    /// <summary>Reads what was typed, or makes what is to be given; sends a code where one proves it.</summary>
    /// <param name="who">Who is signed in.</param>
    /// <param name="kind">What is to be registered.</param>
    /// <param name="methodId">By which method, where several register this kind; null for the first.</param>
    /// <param name="input">What was typed.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    public async Task<BeginResult> BeginAsync(SignedInPerson who, string kind, string? methodId, EnrolmentInput input, Caller caller, CancellationToken cancellationToken)
    {
        if (await OfferedAsync(who, kind, cancellationToken) is not { } offered)
            return new(BeginOutcome.NotOffered);
        if (Permission(who, offered.Read) is var permission && permission != MayChange.Allowed)
            return new(BeginOutcome.NotPermitted) { Permission = permission };

        if (await throttles.TryTakeAsync(Throttle.RegistrationDrafts, who.UserId, cancellationToken) is null)
            return new(BeginOutcome.TooManyDrafts);
        var method = offered.Item.Registrable.FirstOrDefault(each => each.Id == methodId) ?? offered.Item.Registrable[0];
        var draft = await method.DraftAsync(input, offered.Read.Person, offered.Read.Policy, cancellationToken);
        if (draft.Refusal is { } refusal)
            return new(BeginOutcome.Refused) { Refusal = refusal, RefusedAnswer = draft.RefusedAnswer };
        if (!draft.IsProved)
            return await IssueAsync(who, method, draft.Target, offered.Read, caller, cancellationToken);
        return await RegisterAsync(who, method, method.HintOf(draft.Target), draft.Target, new(), () => Task.FromResult(true), caller, cancellationToken)
            ? new(BeginOutcome.Registered)
            : new(BeginOutcome.NotOffered);
    }

    /// <summary>What waits for its proof, of this kind; null when nothing does.</summary>
    public async Task<PendingChallenge?> PendingAsync(SignedInPerson who, string kind, string language, CancellationToken cancellationToken) =>
        await challenges.FindPendingAsync(Owner(who), cancellationToken) is { } challenge
            && methods.Find(challenge.MethodId) is IRegistrableMethod method && method.RegistrationKind == kind
            // What was made to be put away is not shown any longer than it can be proved; a code that has expired can be sent again.
            && (method.Channel is not null || challenge.ExpiresAt > clock.GetUtcNow())
            ? new(challenge, method, method.HintOf(challenge.Target), method.Prompts(challenge, language))
            : null;

    /// <summary>Sends the code once more.</summary>
    public async Task<BeginResult> ResendAsync(SignedInPerson who, PendingChallenge pending, Caller caller, CancellationToken cancellationToken)
    {
        if (await OfferedAsync(who, pending.Method.RegistrationKind, cancellationToken) is not { } offered)
            return new(BeginOutcome.NotOffered);
        if (Permission(who, offered.Read) is var permission && permission != MayChange.Allowed)
            return new(BeginOutcome.NotPermitted) { Permission = permission };
        return await IssueAsync(who, pending.Method, pending.Challenge.Target, offered.Read, caller, cancellationToken);
    }

    /// <summary>Looks at the proof; a right one registers what waited for it, in the place of what there was where there can be only one.</summary>
    /// <param name="who">Who is signed in.</param>
    /// <param name="pending">What waits, from <see cref="PendingAsync"/>.</param>
    /// <param name="response">The proof.</param>
    /// <param name="name">What the person calls it, where there may be several.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels, before anything is committed.</param>
    public async Task<AnswerResult> ConfirmAsync(SignedInPerson who, PendingChallenge pending, VerificationResponse response, string? name, Caller caller, CancellationToken cancellationToken)
    {
        // Scope, policy, a reset or another session may have changed since it was begun.
        if (pending.Method is not IRegistrableMethod method
            || await OfferedAsync(who, method.RegistrationKind, cancellationToken) is not { } offered
            || Permission(who, offered.Read) != MayChange.Allowed)
        {
            return new(AnswerOutcome.Expired);
        }

        var answer = await verification.AnswerAsync(Owner(who), pending.Challenge.Id, response, offered.Read.Known, cancellationToken);
        if (answer.Outcome == AnswerOutcome.Passed)
        {
            var hint = method.MaxEntries > 1 ? ReadName(name) ?? FreeName(offered.Item) : pending.Hint;
            var registered = await RegisterAsync(
                who, method, hint, answer.Proof!.Value ?? answer.Challenge!.Target, answer.Proof, () => verification.TryConsumeAsync(answer, cancellationToken), caller, cancellationToken);
            return registered ? answer : new(AnswerOutcome.Expired);
        }

        if (answer.Challenge is not null)
            await audit.WriteAsync(Entry(AuditCode.RegistrationRefused, who, caller, method.Id, answer.Outcome.ToString()), cancellationToken);
        return answer;
    }

    /// <summary>Gives one of several another name.</summary>
    public async Task<ChangeOutcome> RenameAsync(SignedInPerson who, string kind, Guid id, string? name, Caller caller, CancellationToken cancellationToken)
    {
        if (await ReadAsync(who, cancellationToken) is not { } read || read.List.Find(kind) is not { IsNamed: true } item || item.Entries.All(entry => entry.Id != id))
            return ChangeOutcome.NotFound;
        if (ReadName(name) is not { } text)
            return ChangeOutcome.NotAName;
        if (Permission(who, read) != MayChange.Allowed)
            return ChangeOutcome.NotPermitted;
        var renamed = await transaction.TryAsync(
            async () =>
            {
                if (!await registrations.TryRenameAsync(who.UserId, id, text, cancellationToken))
                    return false;
                await audit.WriteAsync(Entry(AuditCode.MethodRenamed, who, caller, item.Methods[0].Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return renamed ? ChangeOutcome.Done : ChangeOutcome.NotFound;
    }

    /// <summary>Removes an entry for good, and tells every contact there was, the removed one too.</summary>
    public async Task<ChangeOutcome> RemoveAsync(SignedInPerson who, string kind, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (await ReadAsync(who, cancellationToken) is not { } read || read.Known.FirstOrDefault(entry => entry.IsStored && entry.Kind == kind && entry.Id == id) is not { } entry)
            return ChangeOutcome.NotFound;
        if (Permission(who, read) != MayChange.Allowed)
            return ChangeOutcome.NotPermitted;
        var removed = await transaction.TryAsync(
            async () =>
            {
                // Challenges before entries, as everywhere: two orders of locks would be a deadlock.
                await challenges.ReplaceAllAsync(Owner(who), cancellationToken);
                if (await ReadAsync(who, cancellationToken) is not { } now || Permission(who, now) != MayChange.Allowed || !await registrations.TryRemoveAsync(who.UserId, id, cancellationToken))
                    return false;
                await journeys.EndAllAsync(who.UserId, RecoveryRefusal.Superseded, cancellationToken);
                await notices.SendAsync(NoticeKind.MethodRemoved, read.Person, read.Known, entry, clock.GetUtcNow(), read.Policy, caller.Language, cancellationToken);
                await audit.WriteAsync(Entry(AuditCode.MethodRemoved, who, caller, kind), cancellationToken);
                return true;
            },
            cancellationToken);
        return removed ? ChangeOutcome.Done : ChangeOutcome.NotFound;
    }

    /// <summary>A name as it is kept: without characters that cannot be shown, trimmed; null when nothing is left or it is too long.</summary>
    private static string? ReadName(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > MaxName || typed.Any(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || c == '\uFFFE'))
            return null;
        return typed.Normalize(NormalizationForm.FormKC).Trim() is { Length: > 0 and <= MaxName } name ? name : null;
    }

    private static string FreeName(ChecklistItem item) =>
        Enumerable.Range(1, item.Entries.Count + 1).Select(number => $"#{number}").First(name => item.Entries.All(entry => entry.Hint != name));

    private async Task<BeginResult> IssueAsync(SignedInPerson who, IVerificationMethod method, string target, Reading read, Caller caller, CancellationToken cancellationToken)
    {
        var issued = new IssueResult(IssueOutcome.Issued);
        await transaction.TryAsync(
            async () =>
            {
                issued = await verification.IssueAsync(Owner(who), method, target, read.Known, caller, read.Policy, cancellationToken);
                if (issued.Outcome != IssueOutcome.Issued)
                    return false;
                if (method.Channel is not null)
                    await audit.WriteAsync(Entry(AuditCode.RegistrationCodeSent, who, caller, method.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return issued.Outcome switch
        {
            IssueOutcome.Issued => new(BeginOutcome.Begun),
            IssueOutcome.TooSoon => new(BeginOutcome.TooSoon) { Wait = issued.Wait },
            IssueOutcome.TooMany => new(BeginOutcome.TooMany),
        };
    }

    // In one transaction: the proof is used up, the old entry goes, the new one comes, everybody is told.
    private Task<bool> RegisterAsync(SignedInPerson who, IRegistrableMethod method, string hint, string value, Proof proof, Func<Task<bool>> consume, Caller caller, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                // As it is now: a reset that was finished in between holds this back.
                if (!await consume() || await ReadAsync(who, cancellationToken) is not { } read || Permission(who, read) != MayChange.Allowed)
                    return false;
                var now = clock.GetUtcNow();
                var own = read.Known.Where(entry => entry.IsStored && entry.Kind == method.RegistrationKind).ToList();
                var replaced = method.MaxEntries == 1 ? own.FirstOrDefault() : null;
                if (own.Count >= method.MaxEntries && replaced is null
                    || replaced is not null && !await registrations.TryRemoveAsync(who.UserId, replaced.Id, cancellationToken))
                {
                    return false;
                }

                var entry = new RegisteredMethod(Guid.NewGuid(), who.UserId, method.RegistrationKind, hint, value, now)
                {
                    Slot = replaced?.Slot ?? Enumerable.Range(0, method.MaxEntries).First(slot => own.TrueForAll(each => each.Slot != slot)),
                    Counter = proof.Counter ?? 0,
                    Gates = proof.Gates,
                    LookupKey = proof.LookupKey,
                };
                if (!await registrations.TryAddAsync(entry, cancellationToken))
                    return false;
                // Whoever registers the first has proved just that; later ones take a proof already.
                if (read.Known.All(each => !each.IsStored))
                    await sessions.ProveAsync(who.SessionId, cancellationToken);
                await registrations.NoteReviewAsync(who.UserId, cancellationToken);
                if (replaced is not null)
                    await journeys.EndAllAsync(who.UserId, RecoveryRefusal.Superseded, cancellationToken);
                await notices.SendAsync(replaced is null ? NoticeKind.MethodRegistered : NoticeKind.MethodChanged, read.Person, read.Known, entry, now, read.Policy, caller.Language, cancellationToken);
                await audit.WriteAsync(Entry(replaced is null ? AuditCode.MethodRegistered : AuditCode.MethodChanged, who, caller, method.Id), cancellationToken);
                return true;
            },
            cancellationToken);

    private MayChange Permission(SignedInPerson who, Reading read)
    {
        var recently = clock.GetUtcNow() - ProofService.ProofLifetime;
        return read.List.HeldUntil is not null ? MayChange.Held
            : read.Known.All(entry => !entry.IsStored) || who.ProvedAt > recently ? MayChange.Allowed
            : Eligibility.Usable(methods, read.Policy, read.Person, read.Known).Any(each => each.Method.IsSecondFactor) ? MayChange.ProofNeeded
            : read.Person.IsAdministrator && HasSecondFactor(read.Known) && !(read.State.RequiredAt > clock.GetUtcNow() - DemandedFor) ? MayChange.AskAdministrator
            : who.OpenedAt > recently ? MayChange.Allowed
            : MayChange.SignInNeeded;
    }

    // Policy, or the absence of a sender, may have made it useless; that makes nobody who proved more than the password somebody who need not.
    private bool HasSecondFactor(IReadOnlyList<RegisteredMethod> known) =>
        known.Any(entry => entry.IsStored && methods.All.Where(method => method.RegistrationKind == entry.Kind).All(method => method.IsSecondFactor));

    private async Task<(ChecklistItem Item, Reading Read)?> OfferedAsync(SignedInPerson who, string kind, CancellationToken cancellationToken) =>
        await ReadAsync(who, cancellationToken) is { } read && read.List.Find(kind) is { } item && (item.CanAdd || item.CanChange) ? (item, read) : null;

    // Everything about the person as it is now; null when the person is outside the scope of self-service.
    private async Task<Reading?> ReadAsync(SignedInPerson who, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        if (await directory.GetAsync(who.UserId, cancellationToken) is not { } person || !policy.Covers(person.Groups) && !policy.AsksForSecondFactor(person) && !person.IsAdministrator)
            return null;
        // What the help desk gave is nothing that the person registered.
        IReadOnlyList<RegisteredMethod> all = [.. (await known.OfAsync(person, policy, cancellationToken)).Where(entry => entry.Kind != TicketMethod.Kind)];
        var state = await registrations.StateAsync(who.UserId, cancellationToken);
        var list = RegistrationChecklist.For(methods, policy, person, all, state.RequiredAt) with { HeldUntil = state.HeldUntil > clock.GetUtcNow() ? state.HeldUntil : null };
        return new(policy, person, all, state, list);
    }

    private static ChallengeOwner Owner(SignedInPerson who) => new(ChallengePurpose.Registration, who.SessionId, who.UserId);

    private static AuditEntry Entry(AuditCode code, SignedInPerson who, Caller caller, string? methodId = null, string? reason = null) =>
        new(code, who.UserId, who.SessionId, caller.Address, methodId, reason);

    private sealed record Reading(SsprPolicy Policy, DirectoryUser Person, IReadOnlyList<RegisteredMethod> Known, RegistrationState State, RegistrationChecklist List);
}
