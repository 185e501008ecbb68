using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>It was done to this account often enough for a day.</summary>
    TooMany,

    /// <summary>A code of the help desk would open nothing: the person can use nothing that it could stand beside.</summary>
    NothingBeside,

    /// <summary>The account is one of the organisation's directory, where this is done.</summary>
    FromDirectory,
}

/// <summary>What is done for a person who needs help: no password, code or answer of the person is ever seen or set by it.</summary>
public sealed class HelpDesk(
    IDirectory directory,
    [FromKeyedServices(IDirectory.Portal)] IDirectory portal,
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
    /// <summary>Clears the block after too many wrong tries, and the tries, and tells the person; three times in a day.</summary>
    public Task<ActResult> ClearBlockAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id,
        who,
        async person =>
        {
            var result = await ClearAsync(id, who, caller, cancellationToken);
            if (result == ActResult.Done)
            {
                var policy = await policies.GetAsync(cancellationToken);
                await notices.SendAsync(NoticeKind.BlockCleared, person, await known.OfAsync(person, policy, cancellationToken), null, clock.GetUtcNow(), policy, caller.Language, cancellationToken);
            }

            return result;
        },
        cancellationToken);

    /// <summary>Ends every session of the person in this portal: also of who is gone from the directory, and when it does not answer.</summary>
    public Task<ActResult> EndSessionsAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken) => ActAsync(
        portal,
        id,
        who,
        async _ =>
        {
            if (await sessions.EndAllAsync(id, cancellationToken) == 0)
                return ActResult.Nothing;
            await audit.WriteAsync(Entry(AuditCode.SessionsRevoked, id, who, caller), cancellationToken);
            return ActResult.Done;
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
            return ActResult.Done;
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
        var result = await ActAsync(
            id,
            who,
            async person =>
            {
                if (person.IsAdministrator)
                    return ActResult.HoldsRole;
                var policy = await policies.GetAsync(cancellationToken);
                var all = await known.OfAsync(person, policy, cancellationToken);
                if (!Eligibility.MayBeVouchedFor(Eligibility.Usable(methods, policy, person, all)))
                    return ActResult.NothingBeside;
                await registrations.RemoveAllAsync(id, TicketMethod.Kind, cancellationToken);
                if (!await registrations.TryAddAsync(ticket, cancellationToken))
                    return ActResult.Conflict;
                if (await ClearAsync(id, who, caller, cancellationToken) == ActResult.TooMany)
                    return ActResult.TooMany;
                await notices.SendAsync(NoticeKind.HelpDeskReset, person, all, null, clock.GetUtcNow(), policy, caller.Language, cancellationToken);
                await audit.WriteAsync(Entry(AuditCode.TicketIssued, id, who, caller) with { MethodId = TicketMethod.Kind }, cancellationToken);
                return ActResult.Done;
            },
            cancellationToken);
        return (result, result == ActResult.Done ? code : null);
    }

    /// <summary>Whether somebody may do something to this person: what the help desk may not do to people with a role.</summary>
    public static bool MayActOn(DirectoryUser person, SignedInPerson who)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(who);
        return !person.IsAdministrator || who.Roles.Contains(PortalRole.Administrator);
    }

    private Task<ActResult> ActAsync(Guid id, SignedInPerson who, Func<DirectoryUser, Task<ActResult>> act, CancellationToken cancellationToken) => ActAsync(directory, id, who, act, cancellationToken);

    // Whether the person may be acted on is read with what is written.
    private async Task<ActResult> ActAsync(IDirectory from, Guid id, SignedInPerson who, Func<DirectoryUser, Task<ActResult>> act, CancellationToken cancellationToken)
    {
        var result = ActResult.NotFound;
        await transaction.TryAsync(
            async () =>
            {
                result = await from.GetAsync(id, cancellationToken) is not { } person ? ActResult.NotFound
                    : !MayActOn(person, who) ? ActResult.HoldsRole
                    : await act(person);
                return result == ActResult.Done;
            },
            cancellationToken);
        return result;
    }

    private async Task<ActResult> ClearAsync(Guid id, SignedInPerson who, Caller caller, CancellationToken cancellationToken)
    {
        if (!await throttles.ClearAsync(Throttle.GateAttempts, id, cancellationToken))
            return ActResult.Nothing;
        if (await throttles.TryTakeAsync(Throttle.BlockClears, id, cancellationToken) is null)
            return ActResult.TooMany;
        await audit.WriteAsync(Entry(AuditCode.BlockCleared, id, who, caller), cancellationToken);
        return ActResult.Done;
    }

    private static AuditEntry Entry(AuditCode code, Guid id, SignedInPerson who, Caller caller) => new(code, id, null, caller.Address, ActorId: who.UserId);
}
