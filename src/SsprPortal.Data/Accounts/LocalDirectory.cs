using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Accounts;

/// <summary>The portal's own accounts, and what it has recorded of the directory's: whose passwords it neither knows nor writes.</summary>
internal sealed class LocalDirectory(PortalDbContext context, PasswordHashing hashing, ProtectedColumn protect, WrongPasswords wrong, TimeProvider clock) : IDirectory, IDirectoryGroups
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
                user.PhoneNumber,
                user.LockoutEnd,
                user.PasswordSetAt,
                user.PasswordNeverExpires,
                user.PasswordExpiresAt,
                user.ContactsWrittenAt,
                user.IsFromDirectory,
                HasPassword = user.PasswordHash != null,
                user.ProtectedMobile,
                user.ProtectedAlternateMail,
                HasRole = context.UserRoles.Any(role => role.UserId == id),
                // Of the directory's groups the directory says who is in them.
                Groups = context.GroupMembers.Where(member => member.UserId == id && !context.Groups.Any(group => group.Id == member.GroupId && group.IsFromDirectory)).Join(context.GroupAncestors, member => member.GroupId, ancestor => ancestor.GroupId, (_, ancestor) => ancestor.AncestorId).Distinct().ToList(),
            })
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new(id, found.UserName!, found.DisplayName, found.Email, found.Language, found.Enabled, found.Groups.ToHashSet(), found.PhoneNumber, found.HasRole)
            {
                IsLocked = found.LockoutEnd > clock.GetUtcNow(),
                PasswordSetAt = found.PasswordSetAt,
                PasswordNeverExpires = found.PasswordNeverExpires,
                PasswordExpiresAt = found.PasswordExpiresAt,
                HasFreshContacts = found.ContactsWrittenAt > clock.GetUtcNow() - DirectoryUser.ContactHold,
                IsFromDirectory = found.IsFromDirectory,
                HasPassword = found.HasPassword,
                MobilePhone = protect.UnprotectMobile(id, found.ProtectedMobile),
                AlternateMail = protect.UnprotectAlternateMail(id, found.ProtectedAlternateMail),
            };
    }

    public async Task<IReadOnlyList<DirectoryUser>> AdministratorsAsync(int atMost, CancellationToken cancellationToken)
    {
        var found = await context.Administrators()
            .OrderBy(user => user.NormalizedUserName)
            .Take(atMost)
            .Select(user => new
            {
                user.Id,
                user.UserName,
                user.DisplayName,
                user.Email,
                user.Language,
                user.PhoneNumber,
                user.IsFromDirectory,
                Groups = context.GroupMembers.Where(member => member.UserId == user.Id).Join(context.GroupAncestors, member => member.GroupId, ancestor => ancestor.GroupId, (_, ancestor) => ancestor.AncestorId).Distinct().ToList(),
            })
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. found.Select(user => new DirectoryUser(user.Id, user.UserName!, user.DisplayName, user.Email, user.Language, Enabled: true, user.Groups.ToHashSet(), user.PhoneNumber, IsAdministrator: true) { IsFromDirectory = user.IsFromDirectory })];
    }

    public async Task<(PasswordCheck Check, DirectoryUser? User, string Stamp)> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var id = await IdAsync(userName, cancellationToken);
        var counted = id is not null && await wrong.TryCountAsync(id.Value, MaxFailures, Lockout, cancellationToken);
        // Hash and stamp are read together: a reset that commits while this hash is verified leaves a stamp that opens nothing.
        var stored = counted
            ? await context.Users.Where(user => user.Id == id).Select(user => new { user.PasswordHash, Stamp = user.SecurityStamp ?? "" }).SingleOrDefaultAsync(cancellationToken)
            : null;
        if (await hashing.VerifyAsync(stored?.PasswordHash, password, cancellationToken) is not { } right)
            return (PasswordCheck.Unreachable, null, "");
        if (id is null)
            return (PasswordCheck.Wrong, null, "");
        var person = await GetAsync(id.Value, cancellationToken);
        if (!counted)
            return (PasswordCheck.Locked, person, "");
        if (!right)
            return (PasswordCheck.Wrong, person, "");

        await WrongPasswords.ForgiveAsync(context.Users.Where(user => user.Id == id && user.PasswordHash == stored!.PasswordHash), cancellationToken);
        return (person is { Enabled: true } ? PasswordCheck.Right : PasswordCheck.Disabled, person, stored!.Stamp);
    }

    public async Task<(PasswordChange Change, string Stamp)> ChangePasswordAsync(Guid id, string old, NewPassword password, CancellationToken cancellationToken)
    {
        if (!await wrong.TryCountAsync(id, MaxFailures, Lockout, cancellationToken))
            return (PasswordChange.Locked, "");
        var stored = await context.Users.Where(user => user.Id == id).Select(user => user.PasswordHash).SingleOrDefaultAsync(cancellationToken);
        if (await hashing.VerifyAsync(stored, old, cancellationToken) is not { } right)
            return (PasswordChange.Unreachable, "");
        if (!right)
            return (PasswordChange.OldWrong, "");
        if (await hashing.TryHashAsync(password.Reveal(), cancellationToken) is not { } hash)
            return (PasswordChange.Unreachable, "");

        // Only over the very hash that was verified: a reset in the meantime stands.
        var stamp = Guid.NewGuid().ToString("N");
        var written = await WriteAsync(context.Users.Where(user => user.Id == id && user.Enabled && !user.IsFromDirectory && user.PasswordHash == stored), hash, stamp, cancellationToken);
        return written ? (PasswordChange.Done, stamp) : (PasswordChange.AccountRefused, "");
    }

    public Task<DirectoryPasswordRules?> PasswordRulesAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult<DirectoryPasswordRules?>(null);

    public Task<Group?> FindGroupAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Group?>(null);

    public async Task<DirectoryResult> SetPasswordAsync(Guid id, NewPassword password, CancellationToken cancellationToken)
    {
        if (await hashing.TryHashAsync(password.Reveal(), cancellationToken) is not { } hash)
            return DirectoryResult.Unreachable;

        return await WriteAsync(context.Users.Where(user => user.Id == id && user.Enabled && !user.IsFromDirectory), hash, Guid.NewGuid().ToString("N"), cancellationToken)
            ? DirectoryResult.Done
            : DirectoryResult.AccountRefused;
    }

    public async Task<UnlockResult> UnlockAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var unlocked = await context.Users.Where(user => user.Id == id && user.Enabled && !user.IsFromDirectory && user.LockoutEnd > now).ExecuteUpdateAsync(
            set => set.SetProperty(user => user.AccessFailedCount, 0).SetProperty(user => user.LockoutEnd, (DateTimeOffset?)null), cancellationToken);
        return unlocked == 1 ? UnlockResult.Unlocked
            : await context.Users.AnyAsync(user => user.Id == id && user.Enabled, cancellationToken) ? UnlockResult.NotLocked
            : UnlockResult.AccountRefused;
    }

    // One statement: with the new password comes a new security stamp, and every session that was opened under the old one is out.
    private async Task<bool> WriteAsync(IQueryable<PortalUser> whose, string hash, string stamp, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await whose.ExecuteUpdateAsync(
            set => set
                .SetProperty(user => user.PasswordHash, hash)
                .SetProperty(user => user.SecurityStamp, stamp)
                .SetProperty(user => user.ConcurrencyStamp, stamp)
                .SetProperty(user => user.PasswordSetAt, now)
                .SetProperty(user => user.AccessFailedCount, 0)
                .SetProperty(user => user.LockoutEnd, (DateTimeOffset?)null),
            cancellationToken) == 1;
    }

    private async Task<Guid?> IdAsync(string userName, CancellationToken cancellationToken)
    {
        if (UserNames.Normalize(userName) is not { } name)
            return null;

        // Compared once more here, character by character: what a database's collation takes for equal need not be (D10).
        var exact = await context.Users.Where(user => user.NormalizedUserName == name).Select(user => new { user.Id, Name = user.NormalizedUserName! }).ToListAsync(cancellationToken);
        if (exact.Find(user => user.Name == name) is { } found)
            return found.Id;
        if (name.Contains('@', StringComparison.Ordinal))
            return null;
        var bare = await context.Users.Where(user => user.NormalizedBareName == name).OrderBy(user => user.Id).Select(user => new { user.Id, Name = user.NormalizedBareName }).Take(2).ToListAsync(cancellationToken);
        return bare.Count == 1 && bare[0].Name == name ? bare[0].Id : null;
    }
}
