using System.Globalization;
using System.Threading.RateLimiting;
using SsprPortal.Core.Throttling;
using SsprPortal.Web.Features.Api;

namespace SsprPortal.Web.Hosting;

/// <summary>
/// A coarse limit on requests of one address, on this instance: it keeps a flood away from the database. What decides about accounts,
/// codes and messages is counted in the database (Core, Throttling).
/// </summary>
public static class RateLimits
{
    /// <summary>The policy that pages carry.</summary>
    public const string PerAddress = "per-address";

    private const int DefaultPermits = 300;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>300 requests in 5 minutes (N33), or what <c>RateLimits:RequestsPerAddress</c> says; style sheets and probes do not count. Beside it, the limits on messages of the section <c>Sending</c>.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SendLimitOptions>(configuration.GetSection("Sending"));
        var permits = configuration.GetValue("RateLimits:RequestsPerAddress", DefaultPermits);
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            // A page that waits for a call asks every few seconds: many may wait behind one address, so this is counted apart, and more freely.
            // Programs, which are limited by their keys, too.
            // Error pages are counted apart: whoever is refused for asking too often is told so, and a flood of refusals ends too.
            options.AddPolicy(PerAddress, context => RateLimitPartition.GetFixedWindowLimiter(
                (Throttle.Network(context.Connection.RemoteIpAddress?.ToString() ?? ""), context.IsErrorPage(), IsWaiting(context), context.IsApi()),
                key => new() { PermitLimit = key.Item4 ? 10 * permits : key.Item3 ? 4 * permits : permits, Window = Window }));
        });
    }

    private static bool IsWaiting(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Path.Value?.EndsWith("/state", StringComparison.OrdinalIgnoreCase) == true;
}
