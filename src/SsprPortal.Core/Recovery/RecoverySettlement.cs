using Microsoft.Extensions.Logging;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Core.Recovery;

/// <summary>
/// Looks after journeys whose end no page writes: those that nobody came back to, those whose process died, and notices that must not
/// make one person's page slower than another's. Safe on many instances: each step is one versioned save.
/// </summary>
public sealed partial class RecoverySettlement(
    IRecoveryJourneyStore journeys,
    RecoveryCommit commit,
    Standings standings,
    IThrottleStore throttles,
    JourneyEndings endings,
    Notices notices,
    ITransaction transaction,
    TimeProvider clock,
    ILogger<RecoverySettlement> logger)
{
    /// <summary>How many are looked after at a time.</summary>
    public const int Batch = 100;

    /// <summary>Looks after what has ended since the last time.</summary>
    /// <returns>How many journeys were looked after; those that failed are not counted, and wait for the next time.</returns>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var settled = 0;
        foreach (var journey in await journeys.UnsettledAsync(Batch, cancellationToken))
        {
            try
            {
                if (journey.IsBeingFinished)
                    await commit.FindOutcomeAsync(journey, cancellationToken);
                else if (RecoveryStateMachine.IsLive(journey.Step))
                    await AbandonAsync(journey, cancellationToken);
                else
                    await TellAsync(journey, cancellationToken);
                settled++;
            }
#pragma warning disable CA1031 // One that cannot be looked after must not keep the others from it.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(journey.Id, exception);
            }
        }

        return settled;
    }

    private Task<bool> AbandonAsync(RecoveryJourney journey, CancellationToken cancellationToken) =>
        endings.EndAsync(
            journey.After(RecoveryEvent.Expired, RecoveryCondition.None, clock.GetUtcNow()),
            JourneyEndings.Entry(AuditCode.RecoveryAbandoned, journey, new(null, journey.Language), reason: journey.Refusal?.ToString()),
            cancellationToken);

    // A person is told once a day at most of what strangers can bring about.
    private async Task TellAsync(RecoveryJourney journey, CancellationToken cancellationToken)
    {
        var kind = journey.Refusal == RecoveryRefusal.Blocked ? NoticeKind.AccountBlocked : NoticeKind.ResetNotPossible;
        var standing = await standings.OfAsync(journey, cancellationToken);
        await transaction.TryAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                if (!await journeys.TrySaveAsync(journey with { SettledAt = now }, cancellationToken))
                    return false;
                if (standing.Person is { } person && await throttles.TryTakeAsync(Throttle.OncePerDay(kind), journey.SubjectId, cancellationToken) is not null)
                    await notices.SendAsync(kind, person, standing.Known, null, now, standing.Policy, journey.Language, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The end of journey {Journey} could not be looked after; it is tried again.")]
    private partial void LogFailed(Guid journey, Exception exception);
}
