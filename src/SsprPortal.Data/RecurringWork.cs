using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SsprPortal.Data;

/// <summary>Work that is done again and again, each time in a scope of its own; what fails is tried again the next time.</summary>
internal abstract partial class RecurringWork(IServiceScopeFactory scopes, TimeSpan every, TimeProvider clock, ILogger logger) : BackgroundService
{
    protected IServiceScopeFactory Scopes => scopes;

    protected TimeProvider Clock => clock;

    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await RunAsync(scope.ServiceProvider, cancellationToken);
    }

    protected abstract Task RunAsync(IServiceProvider services, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RunOnceAsync(stoppingToken);
                }
#pragma warning disable CA1031 // The database may be away; the next turn comes. What is cut off at the end of the portal fails as it will.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    if (!stoppingToken.IsCancellationRequested)
                        LogFailed(logger, GetType().Name, exception);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    [LoggerMessage(LogLevel.Error, "{Work} failed; it is tried again.")]
    private static partial void LogFailed(ILogger logger, string work, Exception exception);
}
