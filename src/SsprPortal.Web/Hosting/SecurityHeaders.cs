using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace SsprPortal.Web.Hosting;

/// <summary>Response headers of every answer: N36, N38 and N39 of the security notes.</summary>
public static class SecurityHeaders
{
    private const string Picture = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private static readonly object OriginsKey = new();
    private static readonly object PictureKey = new();

    /// <summary>Keeps Kestrel from naming itself.</summary>
    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);

    /// <summary>
    /// Writes the headers when an answer starts, so that an error page (whose handler clears the headers) has them too. Comes first in the pipeline.
    /// HSTS follows <c>PublicBaseUrl</c>: behind a proxy that ends TLS the request itself looks plain.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var overTls = Uri.TryCreate(app.ApplicationServices.GetRequiredService<IConfiguration>()["PublicBaseUrl"], UriKind.Absolute, out var url)
            && url.Scheme == Uri.UriSchemeHttps;
        return app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Write(context, overTls);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    /// <summary>Lets this one page load from other origins: an external CAPTCHA needs it.</summary>
    public static void AllowOrigins(this HttpContext context, IReadOnlyList<string> origins) => context.Items[OriginsKey] = origins;

    /// <summary>Says of this one answer that it is a picture: opened by itself, it has no origin, runs nothing and loads nothing.</summary>
    public static void ShowAsPicture(this HttpContext context) => context.Items[PictureKey] = true;

    private static void Write(HttpContext context, bool overTls)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Items.ContainsKey(PictureKey) ? Picture : Policy(context.Items[OriginsKey] as IReadOnlyList<string> ?? []);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.Remove(HeaderNames.Server);
        headers.Remove(HeaderNames.XPoweredBy);
        if (overTls)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        // Pages are never kept; style sheets and scripts say for themselves how long they last.
        if (headers.CacheControl.Count == 0 || context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            headers.CacheControl = "no-store";
        }
    }

    /// <summary>Nothing is written inline anywhere, so no nonce and no "unsafe-…" is needed.</summary>
    private static string Policy(IReadOnlyList<string> origins)
    {
        var others = string.Concat(origins.Select(origin => " " + origin));
        var frames = origins.Count == 0 ? "" : $" frame-src{others};";
        return $"default-src 'none'; script-src 'self'{others}; style-src 'self'{others}; img-src 'self' data:{others}; font-src 'self'; " +
            $"connect-src 'self'{others}; worker-src 'self';{frames} form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
    }
}
