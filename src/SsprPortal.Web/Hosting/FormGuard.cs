using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Messages;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Hosting;

/// <summary>
/// What every form must be before anything binds to it: small, flat, each key once, no files but a logo and what <see cref="UploadedFile"/>
/// takes. A repeated key is a trick played on whoever reads the other value (GitLab CVE-2023-7028); it is refused, not joined.
/// </summary>
public static class FormGuard
{
    /// <summary>Bytes of a request body at most (N34).</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Keys of a form at most (N34).</summary>
    public const int MaxKeys = 100;

    // What takes more than a form: a logo, and a thousand Japanese terms as a browser writes them. By the path, and nothing beneath it.
    private static readonly Dictionary<string, (long MaxBody, string? File)> Larger = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/admin/logo"] = (256 * 1024, "File"),
        ["/admin/passwordprotection"] = (256 * 1024, null),
    };

    /// <summary>Limits, where the server reads.</summary>
    public static IServiceCollection AddFormGuard(this IServiceCollection services)
    {
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = MaxBody);
        services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = MaxKeys;
            options.KeyLengthLimit = 128;
            options.ValueLengthLimit = MaxBody;
            options.MultipartBodyLengthLimit = MaxBody;
            options.BufferBodyLengthLimit = MaxBody;
        });
        return services;
    }

    /// <summary>Refuses what is not such a form, before anything reads it.</summary>
    public static IApplicationBuilder UseFormGuard(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var portal = app.ApplicationServices.GetRequiredService<PortalAddress>().BaseUrl;
        StringSegment[] hosts = [portal.IdnHost, .. app.ApplicationServices.GetRequiredService<IOptions<HostFilteringOptions>>().Value.AllowedHosts];
        return app.Use(async (context, next) =>
        {
            // The page that tells of a refusal is made from the same request: it binds nothing, and must not be refused as well.
            var isErrorPage = context.IsErrorPage();
            if (!isErrorPage && await RefusalAsync(context.Request, portal.Scheme, hosts) is { } status)
            {
                context.Response.StatusCode = status;
                return;
            }

            await next(context);
        });
    }

    // Browsers say where a form comes from: one of another site is refused before its antiforgery token is (OWASP ASVS 3.5.1, 3.5.3).
    // Because no page tells its address as a referrer, the origin of our own forms is "null", and of anybody's who does the same.
    private static bool IsForeign(HttpRequest request, string scheme, StringSegment[] hosts) =>
        HttpMethods.IsPost(request.Method)
        && (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            || (request.Headers.Origin is { Count: > 0 } origins && origins.ToString() is var origin && origin != "null"
                && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme == scheme && HostString.MatchesAny(from.IdnHost, hosts))));

    private static void Open(HttpRequest request, long most)
    {
        var features = request.HttpContext.Features;
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
        features.Set<IFormFeature>(new FormFeature(request, new()
        {
            ValueCountLimit = MaxKeys,
            KeyLengthLimit = 128,
            ValueLengthLimit = (int)most,
            MultipartBodyLengthLimit = most,
            BufferBodyLengthLimit = most,
        }));
    }

    private static async Task<bool> IsAdministratorAsync(HttpContext context) =>
        (await context.AuthenticateAsync()).Principal is { } who && AdministrationAttribute.IsOpenTo(who, [PortalRole.Administrator]);

    private static async Task<int?> RefusalAsync(HttpRequest request, string scheme, StringSegment[] hosts)
    {
        if (IsForeign(request, scheme, hosts))
            return StatusCodes.Status400BadRequest;
        if (request.Query.Any(pair => pair.Value.Count > 1))
            return StatusCodes.Status400BadRequest;
        var takesFile = UploadedFile.IsTakenBy(request);
        var (most, file) = HttpMethods.IsPost(request.Method) && Larger.TryGetValue(request.Path, out var larger) ? larger : (MaxBody, null);
        // More than a form is read of administrators only. Whoever is none is refused by the endpoint, which reads nothing before.
        if ((takesFile || most > MaxBody) && !await IsAdministratorAsync(request.HttpContext))
            return null;
        if (most > MaxBody)
            Open(request, most);
        if (request.ContentLength > most && !takesFile)
            return StatusCodes.Status413PayloadTooLarge;
        if (!request.HasFormContentType)
            return null;
        try
        {
            if (takesFile)
                return await UploadedFile.OpenAsync(request);
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form.Files.Any(each => each.Name != file) || form.Files.Count > 1 || form.Any(pair => pair.Value.Count > 1 || pair.Key.Contains('[', StringComparison.Ordinal))
                ? StatusCodes.Status400BadRequest
                : null;
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode;
        }
        catch (NotSupportedException)
        {
            // An encoding that .NET refuses to read (UTF-7).
            return StatusCodes.Status400BadRequest;
        }
        catch (InvalidDataException)
        {
            return StatusCodes.Status400BadRequest;
        }
        catch (IOException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }
}
