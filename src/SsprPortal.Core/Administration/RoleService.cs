using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Administration;

/// <summary>
/// Who administers, and whose account may be used. There is always an administrator who can sign in, and nobody does either to themselves.
/// What is taken is taken from the portal's own record: also of who is gone from the directory, and when it does not answer.
/// </summary>
public sealed class RoleService(IDirectory directory, [FromKeyedServices(IDirectory.Portal)] IDirectory portal, IPeople people, IPortalSessionStore sessions, IAuditLog audit, ITransaction transaction)
{
    /// <summary>Lets somebody hold exactly these roles; their sessions end, so that the next one begins with the second factor that a role takes.</summary>
    public Task<ActResult> SetRolesAsync(Guid id, IReadOnlySet<PortalRole> roles, SignedInPerson who, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id,
        who,
        async _ =>
        {
            var before = await people.RolesAsync(id, cancellationToken);
            if (before.SetEquals(roles))
                return ActResult.Nothing;
            if (!roles.IsSubsetOf(before) && await directory.GetAsync(id, cancellationToken) is null)
                return ActResult.NotFound;
            if (!await people.TrySetRolesAsync(id, roles, cancellationToken))
                return ActResult.LastAdministrator;
            await sessions.EndAllAsync(id, cancellationToken);
            await audit.WriteAsync(new(AuditCode.RoleChanged, id, null, caller.Address, Reason: $"{Names(before)} → {Names(roles)}", ActorId: who.UserId), cancellationToken);
            return ActResult.Done;
        },
        cancellationToken);

    /// <summary>Lets an account be used or not; one that may not be used has no sessions.</summary>
    public Task<ActResult> SetEnabledAsync(Guid id, bool enabled, SignedInPerson who, Caller caller, CancellationToken cancellationToken) => ActAsync(
        id,
        who,
        async person =>
        {
            if (person.IsFromDirectory)
                return ActResult.FromDirectory;
            if (person.Enabled == enabled)
                return ActResult.Nothing;
            if (!await people.TrySetEnabledAsync(id, enabled, cancellationToken))
                return ActResult.LastAdministrator;
            if (!enabled)
                await sessions.EndAllAsync(id, cancellationToken);
            await audit.WriteAsync(new(AuditCode.AccountChanged, id, null, caller.Address, Reason: enabled ? "Enabled" : "Disabled", ActorId: who.UserId), cancellationToken);
            return ActResult.Done;
        },
        cancellationToken);

    private async Task<ActResult> ActAsync(Guid id, SignedInPerson who, Func<DirectoryUser, Task<ActResult>> act, CancellationToken cancellationToken)
    {
        if (id == who.UserId)
            return ActResult.Own;
        var result = ActResult.NotFound;
        await transaction.TryAsync(
            async () =>
            {
                result = await portal.GetAsync(id, cancellationToken) is { } person ? await act(person) : ActResult.NotFound;
                return result == ActResult.Done;
            },
            cancellationToken);
        return result;
    }

    private static string Names(IReadOnlySet<PortalRole> roles) => roles.Count == 0 ? "–" : string.Join(", ", roles.Order());
}
