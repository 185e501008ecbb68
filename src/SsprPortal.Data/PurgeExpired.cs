using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Verification;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Messages;

namespace SsprPortal.Data;

/// <summary>Deletes what is worthless by now. Safe on many instances: a row is deleted by whoever comes first.</summary>
internal sealed partial class PurgeExpired(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PurgeExpired> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Ended journeys and sent messages are kept for support for so long.</summary>
    private static readonly TimeSpan KeptAfterwards = TimeSpan.FromDays(1);

    /// <summary>Messages that did not arrive, or may not have, are kept for so long.</summary>
    private static readonly TimeSpan UnsentKept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await PurgeAsync(stoppingToken);
                }
#pragma warning disable CA1031 // The database may be away; the next turn comes.
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    LogFailed(exception);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    internal async Task PurgeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = clock.GetUtcNow();
        var old = now - KeptAfterwards;
        var idle = now - IPortalSessionStore.IdleLifetime;
        var opened = now - IPortalSessionStore.Lifetime;
        await context.PassedGates.Where(gate => context.Journeys.Any(journey => journey.Id == gate.JourneyId && journey.ExpiresAt < old)).ExecuteDeleteAsync(cancellationToken);
        await context.Journeys.Where(journey => journey.ExpiresAt < old).ExecuteDeleteAsync(cancellationToken);
        // What was being registered may be a seed or a list of codes: it goes as soon as it is worthless.
        await context.Challenges.Where(row => row.ExpiresAt < (row.Purpose == ChallengePurpose.Registration ? now : old)).ExecuteDeleteAsync(cancellationToken);
        await context.Throttles.Where(row => row.WindowEndsAt < now).ExecuteDeleteAsync(cancellationToken);
        await context.UsedTokens.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        var unsent = now - UnsentKept;
        await context.Outbox.Where(row => row.DoneAt < (row.State == OutboxState.Sent ? old : unsent)).ExecuteDeleteAsync(cancellationToken);
        await context.Sessions.Where(row => row.LastSeenAt < idle || row.OpenedAt < opened).ExecuteDeleteAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<AuditRetention>().PurgeAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "What has expired could not be deleted; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
