namespace SsprPortal.Web.Hosting;

/// <summary>What the process says of itself.</summary>
public static class Telemetry
{
    /// <summary>
    /// One JSON object a line outside Development, each with the trace id that error pages show as the support reference. Audit is not
    /// logging: outcomes are in the database.
    /// </summary>
    public static ILoggingBuilder AddTelemetry(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        return environment.IsDevelopment()
            ? logging
            : logging.ClearProviders().AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "O";
            });
    }
}
