using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;

namespace SsprPortal.Data.Throttling;

internal sealed class ThrottleStore(PortalDbContext context, IKeyedHash hash, DatabaseErrors errors, TimeProvider clock) : IThrottleStore
{
    public async Task<int?> TryTakeAsync(Throttle throttle, string subject, CancellationToken cancellationToken)
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
                        .SetProperty(row => row.WindowEndsAt, row => row.WindowEndsAt <= now ? fresh : row.Count + 1 >= throttle.Limit && full != null ? full.Value : row.WindowEndsAt)
                        .SetProperty(row => row.Count, row => row.WindowEndsAt <= now ? 1 : row.Count + 1),
                    cancellationToken);
            if (taken == 1)
                return Math.Max(0, throttle.Limit - await context.Throttles.Where(row => row.Key == key).Select(row => row.Count).SingleOrDefaultAsync(cancellationToken));

            if (await IsExhaustedAsync(throttle, subject, cancellationToken))
                return null;
            context.Throttles.Add(new() { Key = key, Count = 1, WindowEndsAt = fresh });
            if (await errors.TryInsertAsync(context, cancellationToken))
                return throttle.Limit - 1;
        }

        return null;
    }

    public Task GiveBackAsync(Throttle throttle, string subject, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        return context.Throttles.Where(row => row.Key == key && row.Count > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, row => row.Count - 1), cancellationToken);
    }

    public Task<bool> IsExhaustedAsync(Throttle throttle, string subject, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        var now = clock.GetUtcNow();
        return context.Throttles.AnyAsync(row => row.Key == key && row.WindowEndsAt > now && row.Count >= throttle.Limit, cancellationToken);
    }

    public Task ClearAsync(Throttle throttle, string subject, CancellationToken cancellationToken)
    {
        var key = Key(throttle, subject);
        return context.Throttles.Where(row => row.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    // Keyed: a phone number has few enough values to be found from a plain hash.
    private string Key(Throttle throttle, string subject) =>
        $"{throttle.Name}:{Convert.ToHexString(hash.Compute("throttle", Encoding.UTF8.GetBytes(subject)))}";
}
