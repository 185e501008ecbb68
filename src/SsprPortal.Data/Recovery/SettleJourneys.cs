using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Recovery;

namespace SsprPortal.Data.Recovery;

/// <summary>Looks after journeys that nobody came back to; often enough that people are told within a minute (N41).</summary>
internal sealed class SettleJourneys(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SettleJourneys> logger) : RecurringWork(scopes, TimeSpan.FromSeconds(15), clock, logger)
{
    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        while (await services.GetRequiredService<RecoverySettlement>().SettleAsync(cancellationToken) == RecoverySettlement.Batch)
        {
            // There may be more.
        }
    }
}
