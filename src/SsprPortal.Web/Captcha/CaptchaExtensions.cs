using Microsoft.Extensions.Options;

namespace SsprPortal.Web.Captcha;

/// <summary>Registers the CAPTCHA that the configuration names.</summary>
public static class CaptchaExtensions
{
    /// <summary>Adds <see cref="ICaptcha"/> with options from the section <c>Captcha</c>, checked at start.</summary>
    public static IServiceCollection AddCaptcha(this IServiceCollection services)
    {
        services.AddOptions<CaptchaOptions>()
            .BindConfiguration("Captcha")
            .Configure<IConfiguration>((options, configuration) =>
                options.Host = Uri.TryCreate(configuration["PublicBaseUrl"], UriKind.Absolute, out var url) ? url.Host : "")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<CaptchaOptions>, CaptchaOptions.Validator>();
        services.AddScoped<ProofOfWorkCaptcha>();
        services.AddHttpClient<SiteVerifyCaptcha>(SiteVerifyCaptcha.Configure)
            // A provider that answers with a redirect must not lead the secret elsewhere.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddScoped<ICaptcha>(provider => provider.GetRequiredService<IOptionsMonitor<CaptchaOptions>>().CurrentValue.Provider == CaptchaProvider.BuiltIn
            ? provider.GetRequiredService<ProofOfWorkCaptcha>()
            : provider.GetRequiredService<SiteVerifyCaptcha>());
        return services;
    }

    /// <summary>Serves challenges of the built-in check at <c>/captcha/challenge</c>.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="browser">Reads the opaque value that the pages gave this browser; without one there is no challenge.</param>
    public static IEndpointConventionBuilder MapCaptcha(this IEndpointRouteBuilder endpoints, Func<HttpContext, string?> browser) =>
        endpoints.MapGet("/captcha/challenge", IResult (HttpContext context, ProofOfWorkCaptcha captcha) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return browser(context) is { Length: > 0 } owner
                ? TypedResults.Json(captcha.CreateChallenge(owner))
                : TypedResults.Json(new { error = "Load the page again." }, statusCode: StatusCodes.Status400BadRequest);
        }).AllowAnonymous();

    /// <summary>What the widget of <paramref name="captcha"/> put into the form; null when it put nothing, or more than one thing.</summary>
    public static string? TokenFrom(this ICaptcha captcha, HttpRequest request) =>
        request.HasFormContentType && request.Form[captcha.TokenField] is [var token] ? token : null;
}
