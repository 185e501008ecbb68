using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using SsprPortal.Core.Messages;
using IPNetwork = System.Net.IPNetwork;

namespace SsprPortal.Web.Hosting;

/// <summary>Where the portal is reached, and which proxies stand before it.</summary>
public static class PublicAddress
{
    /// <summary>
    /// Reads <c>PublicBaseUrl</c>: required outside Development, and https there. It is the only source of absolute links, and only its
    /// host (and those of <c>AllowedHosts</c>) is served.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message says which and what to do.</exception>
    public static IServiceCollection AddPublicAddress(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var setting = configuration["PublicBaseUrl"];
        if (!Uri.TryCreate(setting, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/")
            throw new InvalidOperationException($"PublicBaseUrl is '{setting}': set it to the address people type, for example https://reset.example.com");
        if (url.Scheme != Uri.UriSchemeHttps && !environment.IsDevelopment())
            throw new InvalidOperationException("PublicBaseUrl must begin with https:// outside Development.");
        // It would trust every proxy there is (D7 of the security notes).
        if (string.Equals(configuration["FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException("ASPNETCORE_FORWARDEDHEADERS_ENABLED trusts every proxy: remove it and name yours in Proxies:Known, by address or network.");

        services.AddSingleton(new PortalAddress(url));
        services.PostConfigure<HostFilteringOptions>(options =>
        {
            var others = (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(host => host != "*");
            options.AllowedHosts = [url.Host, .. others];
            options.AllowEmptyHosts = false;
        });
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            var proxies = configuration.GetSection("Proxies:Known").Get<string[]>() ?? [];
            // Two empty lists mean "everybody" to the middleware: without a proxy of ours, nothing that a request claims is taken up.
            options.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
            {
                if (IPNetwork.TryParse(proxy, out var network))
                    options.KnownIPNetworks.Add(network);
                else if (IPAddress.TryParse(proxy, out var one))
                    options.KnownProxies.Add(one);
                else
                    throw new InvalidOperationException($"Proxies:Known has '{proxy}': each must be an address (192.0.2.1) or a network (192.0.2.0/24).");
            }
        });
        services.AddHttpsRedirection(options =>
        {
            options.RedirectStatusCode = StatusCodes.Status308PermanentRedirect;
            options.HttpsPort = url.Scheme == Uri.UriSchemeHttps ? url.Port : null;
        });
        return services;
    }
}
