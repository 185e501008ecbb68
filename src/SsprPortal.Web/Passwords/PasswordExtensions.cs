using SsprPortal.Core.Passwords;

namespace SsprPortal.Web.Passwords;

/// <summary>Registers the lists of leaked passwords that the configuration names.</summary>
public static class PasswordExtensions
{
    /// <summary>Adds them from the section <c>Passwords</c>; a filter that cannot be used ends the start.</summary>
    /// <exception cref="IOException">The filter cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The address is not https.</exception>
    public static IServiceCollection AddBreachedPasswords(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = configuration.GetSection("Passwords").Get<BreachedPasswordOptions>() ?? new();
        if (!string.IsNullOrEmpty(options.FilterPath))
        {
            // Opened now, for the message; closed by the container.
            var filter = PasswordFilter.Open(options.FilterPath);
            services.AddSingleton(_ => filter);
            services.AddSingleton<IBreachedPasswords>(provider => provider.GetRequiredService<PasswordFilter>());
        }

        if (options.RangeUrl is not { } url)
            return services;
        if (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback || url.Query.Length > 0 || url.Fragment.Length > 0)
            throw new InvalidOperationException("Passwords:RangeUrl must be an https address without a query: a part of what people type is in every request.");
        services.AddHttpClient(nameof(PasswordRange), http => PasswordRange.Configure(http, url))
            // The address holds a part of the hash of what somebody typed.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton<IBreachedPasswords, PasswordRange>();
        return services;
    }
}
