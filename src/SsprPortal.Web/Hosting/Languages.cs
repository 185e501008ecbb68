using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace SsprPortal.Web.Hosting;

/// <summary>Japanese and English: <c>?mkt=</c> first, which is remembered, then what was remembered, then the browser's.</summary>
public static class Languages
{
    private const string Parameter = "mkt";
    private const string Cookie = "language";

    private static readonly CultureInfo[] All = [new("en"), new("ja")];

    /// <summary>Registers texts and the choice of language.</summary>
    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddOptions<RequestLocalizationOptions>().Configure<PortalCookies>((options, cookies) =>
        {
            options.SupportedCultures = All;
            options.SupportedUICultures = All;
            options.DefaultRequestCulture = new(All[0]);
            options.FallBackToParentUICultures = true;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(Chosen(context, cookies))),
                new AcceptLanguageHeaderRequestCultureProvider { Options = options },
            ];
        });
        return services;
    }

    // Only a name of the list is taken up: nothing of the query string ever reaches a header (AC-91).
    private static ProviderCultureResult? Chosen(HttpContext context, PortalCookies cookies)
    {
        if (Find(context.Request.Query[Parameter]) is { } asked)
        {
            context.Response.Cookies.Append(cookies.Name(Cookie), asked, cookies.Options(context));
            return new(asked);
        }

        return Find(context.Request.Cookies[cookies.Name(Cookie)]) is { } remembered ? new(remembered) : null;
    }

    // "ja", "ja-JP", "JA-jp": the language decides, the market does not.
    private static string? Find(string? market) =>
        All.FirstOrDefault(culture => market is not null && market.Split('-')[0].Equals(culture.Name, StringComparison.OrdinalIgnoreCase))?.Name;
}
