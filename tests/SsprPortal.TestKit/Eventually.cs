using System.Diagnostics;

namespace SsprPortal.TestKit;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Eventually
{
    // Of a slow machine with much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<T> GetAsync<T>(Func<T?> value, string what)
        where T : class
    {
        T? found = null;
        await IsAsync(() => Task.FromResult((found = value()) is not null), what);
        return found!;
    }

    public static async Task IsAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await condition())
                return;
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s for {what}.");
            await Task.Yield();
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            await pause.WaitForNextTickAsync();
        }
    }
}
