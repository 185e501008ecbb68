using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Api;

namespace SsprPortal.Web.Features.Api;

/// <summary>Programs show their key in each request: <c>Authorization: Bearer sspr_…</c>. No cookie opens the API, and no key a page.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IApiKeys keys) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    /// <summary>The claim of each thing that a key may do.</summary>
    public const string Scope = "scope";

    private const string Bearer = "Bearer ";
    private const int MaxLength = 100;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (header.Length > MaxLength || await keys.UseAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not { } key)
            return AuthenticateResult.Fail("No key that opens.");
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, key.Id.ToString("D", CultureInfo.InvariantCulture)), new(ClaimTypes.Name, key.Name), .. key.Scopes.Select(scope => new Claim(Scope, scope))], SchemeName);
        return AuthenticateResult.Success(new(new(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }

    /// <summary>The key of a request, as what the audit keeps of it.</summary>
    public static Actor Actor(ClaimsPrincipal principal) => new(Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!), principal.FindFirstValue(ClaimTypes.Name)!);
}
