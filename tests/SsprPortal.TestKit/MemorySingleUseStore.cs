using System.Collections.Concurrent;
using SsprPortal.Core.Throttling;

namespace SsprPortal.TestKit;

/// <summary>Remembers in memory what was used; one caller wins, as with the unique key of the database.</summary>
public sealed class MemorySingleUseStore : ISingleUseStore
{
    private readonly ConcurrentDictionary<(string Purpose, string Token), DateTimeOffset> used = new();

    /// <summary>How many tokens were marked.</summary>
    public int Count => used.Count;

    public Task<bool> TryUseAsync(string purpose, string token, DateTimeOffset expires, CancellationToken cancellationToken) =>
        Task.FromResult(used.TryAdd((purpose, token), expires));
}
