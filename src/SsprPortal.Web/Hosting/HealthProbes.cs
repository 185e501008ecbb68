using Microsoft.Extensions.Diagnostics.HealthChecks;
using SsprPortal.Data;

namespace SsprPortal.Web.Hosting;

/// <summary>/health/live: the process answers. /health/ready: the database answers, has every migration, and its keys can be read.</summary>
public static class HealthProbes
{
    /// <summary>Registers the checks.</summary>
    public static IServiceCollection AddHealthProbes(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    /// <summary>Serves them. What is wrong stands in the log, not in the answer.</summary>
    public static void MapHealthProbes(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready").AllowAnonymous();
    }

    private sealed class DatabaseCheck(IServiceProvider services) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await services.CheckDatabaseAsync(cancellationToken) is { } wrong ? HealthCheckResult.Unhealthy(wrong) : HealthCheckResult.Healthy();
    }
}
