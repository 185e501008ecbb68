using SsprPortal.Core.Throttling;

namespace SsprPortal.TestKit.Verification;

/// <summary>Counters in memory that no time resets, for one caller at a time.</summary>
public sealed class MemoryThrottleStore(List<string> journal) : IThrottleStore
{
    private readonly Dictionary<(string Throttle, string Subject), int> counts = [];

    /// <summary>How often a limit was taken from, over all subjects.</summary>
    public int Taken(Throttle throttle) => counts.Where(each => each.Key.Throttle == throttle.Name).Sum(each => each.Value);

    public Task<int?> TryTakeAsync(Throttle throttle, string subject, CancellationToken cancellationToken)
    {
        journal.Add($"take {throttle.Name}");
        var key = (throttle.Name, subject);
        var count = counts.GetValueOrDefault(key);
        if (count >= throttle.Limit)
            return Task.FromResult<int?>(null);
        counts[key] = count + 1;
        return Task.FromResult<int?>(throttle.Limit - count - 1);
    }

    public Task GiveBackAsync(Throttle throttle, string subject, CancellationToken cancellationToken)
    {
        journal.Add($"give back {throttle.Name}");
        counts[(throttle.Name, subject)]--;
        return Task.CompletedTask;
    }

    public Task<bool> IsExhaustedAsync(Throttle throttle, string subject, CancellationToken cancellationToken) =>
        Task.FromResult(counts.GetValueOrDefault((throttle.Name, subject)) >= throttle.Limit);

    public Task ClearAsync(Throttle throttle, string subject, CancellationToken cancellationToken)
    {
        counts.Remove((throttle.Name, subject));
        return Task.CompletedTask;
    }
}
