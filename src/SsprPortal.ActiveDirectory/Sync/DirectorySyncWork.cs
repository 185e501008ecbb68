using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SsprPortal.ActiveDirectory.Accounts;

namespace SsprPortal.ActiveDirectory.Sync;

/// <summary>Looks again and again whether the directory is to be read: at the start, then when it is time or somebody asks for it.</summary>
internal sealed partial class DirectorySyncWork(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DirectorySyncWork> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        var before = clock.GetUtcNow();
        try
        {
            do
            {
                try
                {
                    await RunOnceAsync(before, stoppingToken);
                }
#pragma warning disable CA1031 // The database may be away; the next turn comes.
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogFailed(logger, exception);
                }

                before = clock.GetUtcNow() - DirectorySync.Every;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task RunOnceAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<CurrentAccounts>().GetAsync(cancellationToken) is { } accounts)
            await scope.ServiceProvider.GetRequiredService<DirectorySync>().RunAsync(accounts, before, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Whether the directory is to be read could not be told; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
