using Microsoft.EntityFrameworkCore;

namespace SsprPortal.Data.Accounts;

/// <summary>
/// Counts passwords before they are looked at, and makes sign-in wait with the same statement (D3 of the security notes: read-then-save
/// lets parallel guesses through).
/// </summary>
internal sealed class WrongPasswords(PortalDbContext context, TimeProvider clock)
{
    /// <summary>Counts one.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="atMost">So many in a row; the next ones wait.</param>
    /// <param name="wait">How long.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether the password may be looked at.</returns>
    public async Task<bool> TryCountAsync(Guid id, int atMost, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (atMost <= 0)
            return false;
        var now = clock.GetUtcNow();
        var until = now + wait;
        return await context.Users
            .Where(user => user.Id == id && (user.LockoutEnd == null || user.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(user => user.LockoutEnd, user => (user.LockoutEnd == null ? user.AccessFailedCount + 1 : 1) >= atMost ? until : null)
                    .SetProperty(user => user.AccessFailedCount, user => user.LockoutEnd == null ? user.AccessFailedCount + 1 : 1),
                cancellationToken) == 1;
    }

    /// <summary>Takes the last count back, and the wait that it began.</summary>
    public Task GiveBackAsync(Guid id, CancellationToken cancellationToken) => context.Users
        .Where(user => user.Id == id && user.AccessFailedCount > 0)
        .ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, user => user.AccessFailedCount - 1).SetProperty(user => user.LockoutEnd, (DateTimeOffset?)null), cancellationToken);

    /// <summary>Forgets what was counted of these accounts.</summary>
    public static Task ForgiveAsync(IQueryable<PortalUser> whose, CancellationToken cancellationToken) =>
        whose.ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, 0).SetProperty(user => user.LockoutEnd, (DateTimeOffset?)null), cancellationToken);
}
