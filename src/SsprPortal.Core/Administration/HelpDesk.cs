using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;

namespace SsprPortal.Core.Administration;

/// <summary>What became of something that was to be done to an account.</summary>
public enum ActResult
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It was so already; nothing was written.</summary>
    Nothing,

    /// <summary>There is no such account (any more).</summary>
    NotFound,

    /// <summary>The person holds a role: the help desk does nothing to them, and nobody vouches for them.</summary>
    HoldsRole,

    /// <summary>People do not do this to their own account.</summary>
    Own,

    /// <summary>Nobody who can sign in would be an administrator.</summary>
    LastAdministrator,

    /// <summary>Somebody else did the same at the same moment.</summary>
    Conflict,

    /// <summary>A code of the help desk would open nothing: the person can use nothing that it could stand beside.</summary>
    NothingBeside,
}

/// <summary>What is done for a person who needs help: no password, code or answer of the person is ever seen or set by it.</summary>
public sealed class HelpDesk(
    IDirectory directory,
    IPolicyStore policies,
    KnownMethods known,
    IRegistrationStore registrations,
    IPortalSessionStore sessions,
    IThrottleStore throttles,
    VerificationMethods methods,
    Notices notices,
    IAuditLog audit,
    ITransaction transaction,
    TimeProvider clock)
{
    /// <summary>Clears the block after too many wrong tries, and whatever else is counted of the account.</summary>
    public Task<ActResult> ClearBlockAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id, who, _ => ClearAsync(id, who, caller, cancellationToken), cancellationToken);

    /// <summary>Ends every session of the person in this portal.</summary>
    public Task<ActResult> EndSessionsAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id,
        who,
        async _ =>
        {
            if (await sessions.EndAllAsync(id, cancellationToken) == 0)
                return false;
            await audit.WriteAsync(Entry(AuditCode.SessionsRevoked, id, who, caller), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Demands that the person registers anew: from now on they are asked to at every sign-in and cannot put it off, until as much as
    /// policy asks for was registered, or used for a proof, after this moment. A reset goes on to work with what is registered.
    /// </summary>
    public Task<ActResult> RequireRegistrationAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id,
        who,
        async _ =>
        {
            await registrations.RequireAsync(id, cancellationToken);
            await audit.WriteAsync(Entry(AuditCode.RegistrationRequired, id, who, caller), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Starts a reset for somebody who was recognised: a ticket, which takes the place of any other, a cleared block, and a notice to the
    /// person. Never for people who hold a role, whoever asks.
    /// </summary>
    /// <returns>What became of it, and the code to be told: this is the only time that it can be seen.</returns>
    public async Task<(ActResult Result, string? Code)> StartResetAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken)
    {
        var (ticket, code) = methods.All.OfType<TicketMethod>().Single().Issue(id);
        ActResult? refused = null;
        var result = await ActAsync(
            id,
            who,
            async person =>
            {
                var policy = await policies.GetAsync(cancellationToken);
                var all = await known.OfAsync(person, policy, cancellationToken);
                refused = person.IsAdministrator ? ActResult.HoldsRole : Eligibility.MayBeVouchedFor(Eligibility.Usable(methods, policy, person, all)) ? null : ActResult.NothingBeside;
                if (refused is not null)
                    return false;
                foreach (var old in all.Where(entry => entry.Kind == TicketMethod.Kind))
                    await registrations.TryRemoveAsync(id, old.Id, cancellationToken);
                if (!await registrations.TryAddAsync(ticket, cancellationToken))
                    return false;
                await ClearAsync(id, who, caller, cancellationToken);
                await notices.SendAsync(NoticeKind.HelpDeskReset, person, all, null, clock.GetUtcNow(), policy, caller.Language, cancellationToken);
                await audit.WriteAsync(Entry(AuditCode.TicketIssued, id, who, caller) with { MethodId = TicketMethod.Kind }, cancellationToken);
                return true;
            },
            cancellationToken);
        return result == ActResult.Done ? (result, code) : (refused ?? (result == ActResult.Nothing ? ActResult.Conflict : result), null);
    }

    /// <summary>Whether somebody may do something to this person: what the help desk may not do to people with a role.</summary>
    public static bool MayActOn(DirectoryUser person, SignedInPerson who)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(who);
        return !person.IsAdministrator || who.Roles.Contains(PortalRole.Administrator);
    }

    // Whether the person may be acted on is read with what is written.
    private async Task<ActResult> ActAsync(Guid id, SignedInPerson who, Func<DirectoryUser, Task<bool>> act, CancellationToken cancellationToken)
    {
        var refused = ActResult.Nothing;
        var done = await transaction.TryAsync(
            async () =>
            {
                refused = ActResult.Nothing;
                if (await directory.GetAsync(id, cancellationToken) is not { } person)
                    refused = ActResult.NotFound;
                else if (!MayActOn(person, who))
                    refused = ActResult.HoldsRole;
                else
                    return await act(person);
                return false;
            },
            cancellationToken);
        return done ? ActResult.Done : refused;
    }

    private async Task<bool> ClearAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken)
    {
        if (!await throttles.ClearAccountAsync(id, cancellationToken))
            return false;
        await audit.WriteAsync(Entry(AuditCode.BlockCleared, id, who, caller), cancellationToken);
        return true;
    }

    private static AuditEntry Entry(AuditCode code, Guid id, SignedInPerson who, Caller caller) => new(code, id, null, caller.Address, ActorId: who.UserId);
}
