using SsprPortal.Core.Throttling;

namespace SsprPortal.TestKit.Verification;

/// <summary>Counters in memory that no time resets, for one caller at a time.</summary>
public sealed class MemoryThrottleStore(List<string> journal) : IThrottleStore
{
    private readonly Dictionary<(string Throttle, string Subject), int> counts = [];

    /// <summary>How often a limit was taken from, over all subjects.</summary>
    public int Taken(Throttle throttle) => counts.Where(each => each.Key.Throttle == throttle.Name).Sum(each => each.Value);

    public Task<int?> TryTakeAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken)
    {
        journal.Add($"take {throttle.Name}");
        var key = (throttle.Name, subject.Text);
        var count = counts.GetValueOrDefault(key);
        if (count >= throttle.Limit)
            return Task.FromResult<int?>(null);
        counts[key] = count + 1;
        return Task.FromResult<int?>(throttle.Limit - count - 1);
    }

    public Task<int?> TryTakeNothingAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken)
    {
        journal.Add($"look {throttle.Name}");
        var left = throttle.Limit - counts.GetValueOrDefault((throttle.Name, subject.Text));
        return Task.FromResult<int?>(left > 0 ? left : null);
    }

    public Task GiveBackAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken)
    {
        journal.Add($"give back {throttle.Name}");
        counts[(throttle.Name, subject.Text)]--;
        return Task.CompletedTask;
    }

    public Task<bool> IsExhaustedAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken) =>
        Task.FromResult(counts.GetValueOrDefault((throttle.Name, subject.Text)) >= throttle.Limit);

    public Task<DateTimeOffset?> ExhaustedUntilAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No time passes here.");

    public Task<bool> ClearAsync(Throttle throttle, ThrottleSubject subject, CancellationToken cancellationToken) =>
        Task.FromResult(counts.Remove((throttle.Name, subject.Text)));

    public Task<bool> ClearAccountAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var own = counts.Keys.Where(key => key.Subject == ((ThrottleSubject)accountId).Text).ToList();
        own.ForEach(key => counts.Remove(key));
        return Task.FromResult(own.Count > 0);
    }

    public Task<IReadOnlyList<AccountBlock>> BlocksAsync(Throttle throttle, Guid? after, int atMost, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What is blocked is asked of the database.");
}
