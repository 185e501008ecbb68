using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Imports;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.Tickets;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Messages;

namespace SsprPortal.Data;

/// <summary>Deletes what is worthless by now. Safe on many instances: a row is deleted by whoever comes first.</summary>
internal sealed class PurgeExpired(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PurgeExpired> logger) : RecurringWork(scopes, TimeSpan.FromMinutes(10), clock, logger)
{
    /// <summary>Ended journeys and sent messages are kept for support for so long.</summary>
    private static readonly TimeSpan KeptAfterwards = TimeSpan.FromDays(1);

    /// <summary>Messages that did not arrive, or may not have, are kept for so long.</summary>
    private static readonly TimeSpan UnsentKept = TimeSpan.FromDays(30);

    /// <summary>What became of the lines of a file is kept for so long.</summary>
    private static readonly TimeSpan ImportsKept = TimeSpan.FromDays(30);

    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var context = services.GetRequiredService<PortalDbContext>();
        var now = Clock.GetUtcNow();
        var old = now - KeptAfterwards;
        var idle = now - IPortalSessionStore.IdleLifetime;
        var opened = now - IPortalSessionStore.Lifetime;
        await context.PassedGates.Where(gate => context.Journeys.Any(journey => journey.Id == gate.JourneyId && journey.ExpiresAt < old)).ExecuteDeleteAsync(cancellationToken);
        await context.Journeys.Where(journey => journey.ExpiresAt < old).ExecuteDeleteAsync(cancellationToken);
        // What was being registered may be a seed or a list of codes: it goes as soon as it is worthless.
        await context.Challenges.Where(row => row.ExpiresAt < (row.Purpose == ChallengePurpose.Registration ? now : old)).ExecuteDeleteAsync(cancellationToken);
        var issued = now - TicketMethod.Validity;
        await context.RegisteredMethods.Where(row => row.Kind == TicketMethod.Kind && row.RegisteredAt < issued).ExecuteDeleteAsync(cancellationToken);
        await context.Throttles.Where(row => row.WindowEndsAt < now).ExecuteDeleteAsync(cancellationToken);
        await context.UsedTokens.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        var unsent = now - UnsentKept;
        await context.Outbox.Where(row => row.DoneAt < (row.State == OutboxState.Sent ? old : unsent)).ExecuteDeleteAsync(cancellationToken);
        await context.Sessions.Where(row => row.LastSeenAt < idle || row.OpenedAt < opened).ExecuteDeleteAsync(cancellationToken);
        var counted = now - TimeSpan.FromDays(services.GetRequiredService<IOptions<AuditOptions>>().Value.RetentionDays);
        await context.HourlyCounts.Where(row => row.Hour < counted).ExecuteDeleteAsync(cancellationToken);
        var imported = now - ImportsKept;
        await context.Imports.Where(row => row.At < imported || (row.At < old && (row.State == ImportState.Uploading || row.State == ImportState.Ready))).ExecuteDeleteAsync(cancellationToken);
        await context.ApiReplies.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await services.GetRequiredService<AuditRetention>().PurgeAsync(cancellationToken);
    }
}
