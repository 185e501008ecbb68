using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Passwords;

namespace SsprPortal.Data.Accounts;

internal sealed class PasswordAges(PortalDbContext context, TimeProvider clock) : IPasswordAges
{
    public Task<int> CountAsync(DateTimeOffset setUntil, int atMost, CancellationToken cancellationToken) =>
        Aging().Where(user => user.PasswordSetAt <= setUntil).Take(atMost).CountAsync(cancellationToken);

    public async Task<IReadOnlyList<Guid>> UntoldAsync(ExpiringPasswords expiring, int atMost, CancellationToken cancellationToken)
    {
        var untold = Untold(expiring);
        return await (expiring.ExpiryDays is null ? untold.OrderBy(user => user.PasswordExpiresAt) : untold.OrderBy(user => user.PasswordSetAt))
            .Select(user => user.Id).Take(atMost).ToListAsync(cancellationToken);
    }

    public async Task<bool> TryTellAsync(Guid userId, ExpiringPasswords expiring, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await Untold(expiring).Where(user => user.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordAgeToldAt, now), cancellationToken) == 1;
    }

    private IQueryable<PortalUser> Aging() => context.Users.Where(user => user.Enabled && !user.PasswordNeverExpires && user.PasswordHash != null);

    private IQueryable<PortalUser> Untold(ExpiringPasswords expiring)
    {
        var (now, until, left) = (expiring.Now, expiring.Now.AddDays(expiring.DaysLeft), expiring.DaysLeft);
        if (expiring.ExpiryDays is not { } days)
        {
            return context.Users.Where(user => user.Enabled && user.IsFromDirectory
                && user.PasswordExpiresAt > now && user.PasswordExpiresAt <= until
                && (user.PasswordAgeToldAt == null || user.PasswordAgeToldAt < user.PasswordExpiresAt!.Value.AddDays(-left)));
        }

        var (setAfter, setUntil, old) = (now.AddDays(-days), until.AddDays(-days), days - left);
        return Aging().Where(user => user.PasswordSetAt > setAfter && user.PasswordSetAt <= setUntil
            && (user.PasswordAgeToldAt == null || user.PasswordAgeToldAt < user.PasswordSetAt!.Value.AddDays(old)));
    }
}
