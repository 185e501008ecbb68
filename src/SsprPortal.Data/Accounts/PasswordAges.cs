using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Passwords;

namespace SsprPortal.Data.Accounts;

internal sealed class PasswordAges(PortalDbContext context, TimeProvider clock) : IPasswordAges
{
    public Task<int> CountAsync(DateTimeOffset setUntil, int atMost, CancellationToken cancellationToken) =>
        Aging().Where(user => user.PasswordSetAt <= setUntil).Take(atMost).CountAsync(cancellationToken);

    public async Task<IReadOnlyList<Guid>> UntoldAsync(DateTimeOffset setAfter, DateTimeOffset setUntil, int days, int atMost, CancellationToken cancellationToken) =>
        await Untold(setAfter, setUntil, days).OrderBy(user => user.PasswordSetAt).Select(user => user.Id).Take(atMost).ToListAsync(cancellationToken);

    public async Task<bool> TryTellAsync(Guid userId, DateTimeOffset setAfter, DateTimeOffset setUntil, int days, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await Untold(setAfter, setUntil, days).Where(user => user.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordAgeToldAt, now), cancellationToken) == 1;
    }

    private IQueryable<PortalUser> Aging() => context.Users.Where(user => user.Enabled && !user.PasswordNeverExpires && user.PasswordHash != null);

    private IQueryable<PortalUser> Untold(DateTimeOffset setAfter, DateTimeOffset setUntil, int days) => Aging().Where(user =>
        user.PasswordSetAt > setAfter && user.PasswordSetAt <= setUntil
        && (user.PasswordAgeToldAt == null || user.PasswordAgeToldAt < user.PasswordSetAt!.Value.AddDays(days)));
}

