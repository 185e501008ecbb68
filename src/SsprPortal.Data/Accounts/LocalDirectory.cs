using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;

namespace SsprPortal.Data.Accounts;

/// <summary>The portal's own accounts.</summary>
internal sealed class LocalDirectory(PortalDbContext context, PasswordHashing hashing, TimeProvider clock) : IDirectory
{
    /// <summary>Wrong passwords in a row before sign-in waits.</summary>
    internal const int MaxFailures = 10;

    /// <summary>How long it waits.</summary>
    internal static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    public async Task<DirectoryUser?> FindAsync(string userName, CancellationToken cancellationToken) =>
        await IdAsync(userName, cancellationToken) is { } id ? await GetAsync(id, cancellationToken) : null;

    public async Task<DirectoryUser?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await context.Users.Where(user => user.Id == id)
            .Select(user => new
            {
                user.UserName,
                user.DisplayName,
                user.Email,
                user.Language,
                user.Enabled,
                Groups = context.GroupMembers.Where(member => member.UserId == id).Select(member => member.GroupId).ToList(),
            })
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new(id, found.UserName!, found.DisplayName, found.Email, found.Language, found.Enabled, found.Groups.ToHashSet());
    }

    public async Task<(PasswordCheck Check, DirectoryUser? User)> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var id = await IdAsync(userName, cancellationToken);
        var counted = id is not null && await TryCountAsync(id.Value, cancellationToken);
        var hash = counted ? await context.Users.Where(user => user.Id == id).Select(user => user.PasswordHash).SingleOrDefaultAsync(cancellationToken) : null;
        var right = await hashing.VerifyAsync(hash, password, cancellationToken);
        if (id is null)
            return (PasswordCheck.Wrong, null);
        var person = await GetAsync(id.Value, cancellationToken);
        if (!counted)
            return (PasswordCheck.Locked, person);
        if (!right)
            return (PasswordCheck.Wrong, person);

        await context.Users.Where(user => user.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(user => user.AccessFailedCount, 0).SetProperty(user => user.LockoutEnd, (DateTimeOffset?)null), cancellationToken);
        return (person is { Enabled: true } ? PasswordCheck.Right : PasswordCheck.Disabled, person);
    }

    public async Task<DirectoryResult> SetPasswordAsync(Guid id, NewPassword password, CancellationToken cancellationToken)
    {
        var hash = await hashing.HashAsync(password.Reveal(), cancellationToken);

        // One statement: with the new password comes a new security stamp, and every session that was opened under the old one is out.
        var stamp = Guid.NewGuid().ToString("N");
        var written = await context.Users.Where(user => user.Id == id && user.Enabled).ExecuteUpdateAsync(
            set => set
                .SetProperty(user => user.PasswordHash, hash)
                .SetProperty(user => user.SecurityStamp, stamp)
                .SetProperty(user => user.ConcurrencyStamp, stamp)
                .SetProperty(user => user.AccessFailedCount, 0)
                .SetProperty(user => user.LockoutEnd, (DateTimeOffset?)null),
            cancellationToken);
        return written == 1 ? DirectoryResult.Done : DirectoryResult.AccountRefused;
    }

    // Counts before the password is looked at, and locks with the same statement (D3 of the security notes: read-then-save lets parallel guesses through).
    internal async Task<bool> TryCountAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + Lockout;
        return await context.Users
            .Where(user => user.Id == id && (user.LockoutEnd == null || user.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(user => user.LockoutEnd, user => (user.LockoutEnd == null ? user.AccessFailedCount + 1 : 1) >= MaxFailures ? until : null)
                    .SetProperty(user => user.AccessFailedCount, user => user.LockoutEnd == null ? user.AccessFailedCount + 1 : 1),
                cancellationToken) == 1;
    }

    private async Task<Guid?> IdAsync(string userName, CancellationToken cancellationToken)
    {
        if (UserNames.Normalize(userName) is not { } name)
            return null;
        var exact = await context.Users.Where(user => user.NormalizedUserName == name).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(cancellationToken);
        if (exact is not null || name.Contains('@', StringComparison.Ordinal))
            return exact;
        var bare = await context.Users.Where(user => user.NormalizedBareName == name).Select(user => user.Id).Take(2).ToListAsync(cancellationToken);
        return bare.Count == 1 ? bare[0] : null;
    }
}
