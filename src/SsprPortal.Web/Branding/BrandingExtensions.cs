using Microsoft.Extensions.Options;

namespace SsprPortal.Web.Branding;

/// <summary>Registers the organisation's name and colour.</summary>
public static class BrandingExtensions
{
    /// <summary>Binds <see cref="BrandingOptions"/> to the section <c>Branding</c> and checks it at start.</summary>
    public static IServiceCollection AddBranding(this IServiceCollection services)
    {
        services.AddOptions<BrandingOptions>().BindConfiguration("Branding").ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Serves <c>/brand.css</c>: the colour cannot be written into pages, since no page may carry inline style.</summary>
    public static IEndpointConventionBuilder MapBranding(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/brand.css", (IOptionsSnapshot<BrandingOptions> branding, HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=300";
            return Results.Text(BrandStyle.Sheet(branding.Value.Color), "text/css; charset=utf-8");
        }).AllowAnonymous();
}
