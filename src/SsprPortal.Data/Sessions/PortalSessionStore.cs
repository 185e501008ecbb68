using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.SignIn;

namespace SsprPortal.Data.Sessions;

internal sealed class PortalSessionStore(PortalDbContext context, TimeProvider clock) : IPortalSessionStore
{
    /// <summary>A visit is noted this often at most: a page is not worth a write.</summary>
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    public async Task<OpaqueHandle> OpenAsync(Guid userId, string stamp, bool needsProof, bool needsNewPassword, CancellationToken cancellationToken)
    {
        var handle = OpaqueHandle.Create();
        var now = clock.GetUtcNow();
        var id = Guid.NewGuid();
        context.Sessions.Add(new() { Id = id, HandleHash = handle.Hash, UserId = userId, SecurityStamp = stamp, OpenedAt = now, LastSeenAt = now, NeedsProof = needsProof, NeedsNewPassword = needsNewPassword });
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        await KeepNewestAsync(id, cancellationToken);
        return handle;
    }

    public async Task<SignedInPerson?> FindAsync(OpaqueHandle handle, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var openedAfter = now - IPortalSessionStore.Lifetime;
        var seenAfter = now - IPortalSessionStore.IdleLifetime;
        var rolesSeenAfter = now - IPortalSessionStore.IdleLifetimeOfRoles;
        var halfOpenedAfter = now - IPortalSessionStore.HalfLifetime;
        var found = await (
            from session in context.Sessions
            join user in context.Users on session.UserId equals user.Id
            where session.HandleHash == handle.Hash && session.OpenedAt > openedAfter && session.LastSeenAt > seenAfter
                && (!session.NeedsProof || session.OpenedAt > halfOpenedAfter)
                && session.SecurityStamp == (user.SecurityStamp ?? "") && user.Enabled
            select new
            {
                session.LastSeenAt,
                Person = new SignedInPerson(session.Id, user.Id, user.UserName!, user.DisplayName)
                {
                    OpenedAt = session.OpenedAt,
                    ProvedAt = session.ProvedAt,
                    NeedsProof = session.NeedsProof,
                    NeedsNewPassword = session.NeedsNewPassword,
                },
                Roles = context.UserRoles.Where(held => held.UserId == user.Id).Join(context.Roles, held => held.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
            })
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.Roles.Count > 0 && found.LastSeenAt <= rolesSeenAfter)
            return null;
        if (found.LastSeenAt < now - NotedEvery)
            await context.Sessions.Where(row => row.Id == found.Person.SessionId).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellationToken);
        // A role of a newer instance's is none here.
        return found.Person with { Roles = found.Roles.Select(name => Enum.TryParse<PortalRole>(name, out var role) ? role : (PortalRole?)null).OfType<PortalRole>().ToHashSet() };
    }

    public async Task ProveAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await context.Sessions.Where(row => row.Id == sessionId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ProvedAt, now).SetProperty(row => row.NeedsProof, false), cancellationToken);
        await KeepNewestAsync(sessionId, cancellationToken);
    }

    // Half sign-ins push out no whole ones: a password alone must not sign anybody out.
    private Task<int> KeepNewestAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var seenAfter = clock.GetUtcNow() - IPortalSessionStore.IdleLifetime;
        return context.Sessions
            .Where(row => row.Id != sessionId && context.Sessions.Any(kept => kept.Id == sessionId && kept.UserId == row.UserId && kept.NeedsProof == row.NeedsProof)
                && context.Sessions.Count(other => other.UserId == row.UserId && other.NeedsProof == row.NeedsProof && other.Id != sessionId && other.Id != row.Id
                    && other.LastSeenAt > seenAfter && (other.OpenedAt > row.OpenedAt || (other.OpenedAt == row.OpenedAt && other.Id.CompareTo(row.Id) > 0))) >= IPortalSessionStore.AtOnce - 1)
            .ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> EndAllAsync(Guid userId, CancellationToken cancellationToken) => context.Sessions.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);

    public Task EndAsync(OpaqueHandle handle, CancellationToken cancellationToken) =>
        context.Sessions.Where(row => row.HandleHash == handle.Hash).ExecuteDeleteAsync(cancellationToken);
}
