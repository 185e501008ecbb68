using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Branding;

/// <summary>Whose portal this is, for the frame of every page: also of the page that says the database is away.</summary>
public sealed partial class Organization(IPolicyStore policies, ILogger<Organization> logger)
{
    /// <summary>The policy, or what a portal without one looks like when it cannot be read.</summary>
    public async Task<SsprPolicy> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await policies.GetAsync(cancellationToken);
        }
#pragma warning disable CA1031 // The error page must not fail for the reason it tells of.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogUnreadable(exception);
            return new();
        }
    }

    /// <summary>The first letter of a name, as a reader sees it: an emoji or an accented letter is several chars.</summary>
    public static string Initial(string name) =>
        System.Globalization.StringInfo.GetNextTextElement(name.Trim()) is { Length: > 0 } first ? first.ToUpperInvariant() : "S";

    [LoggerMessage(LogLevel.Warning, "The policy could not be read; the page is shown without the organisation's name.")]
    private partial void LogUnreadable(Exception exception);
}

/// <summary>Serves the organisation's colour.</summary>
public static class BrandingExtensions
{
    /// <summary>Registers what the frame of a page shows of the organisation.</summary>
    public static IServiceCollection AddBranding(this IServiceCollection services) => services.AddScoped<Organization>();

    /// <summary>
    /// Serves <c>/brand.css</c>: the colour cannot be written into pages, since no page may carry inline style; and <c>/brand/logo</c>,
    /// which never changes at its address and is opened as a document by nobody: it may run nothing and load nothing.
    /// </summary>
    public static IEndpointConventionBuilder MapBranding(this IEndpointRouteBuilder endpoints)
    {
        var brand = endpoints.MapGroup("").AllowAnonymous();
        brand.MapGet("/brand.css", async (Organization organization, HttpResponse response, CancellationToken cancellationToken) =>
        {
            response.Headers.CacheControl = "public, max-age=300";
            return Results.Text(BrandStyle.Sheet((await organization.GetAsync(cancellationToken)).BrandColor), "text/css; charset=utf-8");
        });
        brand.MapGet("/brand/logo", async (string? v, ILogos logos, HttpContext context, CancellationToken cancellationToken) =>
        {
            if (v is not { Length: 64 } || await logos.FindAsync(v, cancellationToken) is not { } logo)
                return Results.NotFound();
            context.ShowAsPicture();
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(logo.Content, logo.MediaType);
        });
        return brand;
    }
}
