using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SsprPortal.Data.Imports;

/// <summary>Writes the lines of files, some hundreds at a time, until none is left.</summary>
internal sealed class ImportWork(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ImportWork> logger) : RecurringWork(scopes, TimeSpan.FromSeconds(2), clock, logger)
{
    protected override async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // Each in a scope of its own: policy as it is now.
        while (await StepAsync(cancellationToken))
        {
            // There may be more.
        }
    }

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await using var scope = Scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Imports>().StepAsync(cancellationToken);
    }
}
