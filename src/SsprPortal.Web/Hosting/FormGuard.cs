namespace SsprPortal.Web.Hosting;

/// <summary>
/// What every form must be before anything binds to it: small, flat, each key once, no files. A repeated key is a trick played on
/// whoever reads the other value (GitLab CVE-2023-7028); it is refused, not joined.
/// </summary>
public static class FormGuard
{
    /// <summary>Bytes of a request body at most (N34).</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Keys of a form at most (N34).</summary>
    public const int MaxKeys = 100;

    /// <summary>Limits, where the server reads.</summary>
    public static IServiceCollection AddFormGuard(this IServiceCollection services)
    {
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = MaxBody);
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(options =>
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
    public static IApplicationBuilder UseFormGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // The page that tells of a refusal is made from the same request: it binds nothing, and must not be refused as well.
        var isErrorPage = context.IsErrorPage();
        if (!isErrorPage && await RefusalAsync(context.Request) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        await next(context);
    });

    private static async Task<int?> RefusalAsync(HttpRequest request)
    {
        // Browsers say where a form comes from: one of another site is refused before its antiforgery token is (OWASP ASVS 3.5.3).
        if (HttpMethods.IsPost(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return StatusCodes.Status400BadRequest;
        if (request.Query.Any(pair => pair.Value.Count > 1))
            return StatusCodes.Status400BadRequest;
        if (request.ContentLength > MaxBody)
            return StatusCodes.Status413PayloadTooLarge;
        if (!request.HasFormContentType)
            return null;
        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form.Files.Count > 0 || form.Any(pair => pair.Value.Count > 1 || pair.Key.Contains('[', StringComparison.Ordinal))
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
