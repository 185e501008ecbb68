using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;

namespace SsprPortal.Data.Throttling;

internal sealed class ThrottleStore(PortalDbContext context, IKeyedHash hash, DatabaseErrors errors, TimeProvider clock) : IThrottleStore
{
    public Task<int?> TryTakeAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken) => TryTakeAsync(throttle, subject, 1, cancellationToken);

    public Task<int?> TryTakeNothingAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken) => TryTakeAsync(throttle, subject, 0, cancellationToken);

    private async Task<int?> TryTakeAsync(Throttle throttle, ThrottleSubject subject, int amount, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        var now = clock.GetUtcNow();
        var fresh = now + throttle.Window;
        var full = throttle.Block is { } block ? now + block : (DateTimeOffset?)null;

        // Twice, because another caller may write the first row in between.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var taken = await context.Throttles
                .Where(row => row.Key == key && (row.WindowEndsAt <= now || row.Count < throttle.Limit))
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.WindowEndsAt, row => row.WindowEndsAt <= now ? fresh : row.Count + amount >= throttle.Limit && full != null ? full.Value : row.WindowEndsAt)
                        .SetProperty(row => row.Count, row => row.WindowEndsAt <= now ? amount : row.Count + amount),
                    cancellationToken);
            if (taken == 1)
                return Math.Max(0, throttle.Limit - await context.Throttles.Where(row => row.Key == key).Select(row => row.Count).SingleOrDefaultAsync(cancellationToken));

            if (await IsExhaustedAsync(throttle, subject, cancellationToken))
                return null;
            context.Throttles.Add(new() { Key = key, SubjectId = subject.AccountId, Count = amount, WindowEndsAt = fresh });
            if (await errors.TryInsertAsync(context, cancellationToken))
                return throttle.Limit - amount;
        }

        return null;
    }

    public Task GiveBackAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        return context.Throttles.Where(row => row.Key == key && row.Count > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, row => row.Count - 1), cancellationToken);
    }

    public Task<bool> IsExhaustedAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        var now = clock.GetUtcNow();
        return context.Throttles.AnyAsync(row => row.Key == key && row.WindowEndsAt > now && row.Count >= throttle.Limit, cancellationToken);
    }

    public Task<DateTimeOffset?> ExhaustedUntilAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        var now = clock.GetUtcNow();
        return context.Throttles.Where(row => row.Key == key && row.WindowEndsAt > now && row.Count >= throttle.Limit).Select(row => (DateTimeOffset?)row.WindowEndsAt).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<bool> ClearAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        return await context.Throttles.Where(row => row.Key == key).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    public async Task<bool> ClearAccountAsync(Guid accountId, CancellationToken cancellationToken) =>
        await context.Throttles.Where(row => row.SubjectId == accountId).ExecuteDeleteAsync(cancellationToken) > 0;

    public async Task<IReadOnlyList<AccountBlock>> BlocksAsync(Throttle throttle, Guid? after, int atMost, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var prefix = Prefix(throttle);
        return await context.Throttles
            .Where(row => row.SubjectId != null && (after == null || row.SubjectId.Value.CompareTo(after.Value) > 0)
                && row.Key.StartsWith(prefix) && row.WindowEndsAt > now && row.Count >= throttle.Limit)
            .OrderBy(row => row.SubjectId)
            .Take(atMost)
            .Select(row => new AccountBlock(row.SubjectId!.Value, row.WindowEndsAt))
            .ToListAsync(cancellationToken);
    }

    private static string Prefix(Throttle throttle) => $"{throttle.Name}:";

    // Keyed: a phone number has few enough values to be found from a plain hash.
    private string Key(Throttle throttle, ThrottleSubject subject) =>
        Prefix(throttle) + Convert.ToHexString(hash.Compute("throttle", Encoding.UTF8.GetBytes(subject.Text)));
}
