using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using SsprPortal.Core.SignIn;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Sessions;

/// <summary>The page is there to complete a sign-in whose second factor is still asked for. No other page is open to one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenToHalfSignInAttribute : Attribute;

/// <summary>Sign-in to the portal's own pages.</summary>
public static class SessionExtensions
{
    /// <summary>One opaque cookie, a row behind it.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseTicketStore>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<DatabaseTicketStore, PortalCookies>((options, store, cookies) =>
            {
                options.SessionStore = store;
                options.Cookie = cookies.Builder("session");
                options.ExpireTimeSpan = IPortalSessionStore.Lifetime;
                options.SlidingExpiration = false;
                // No return URL travels: the sign-in page knows the few pages it leads to by name (C19 of the security notes).
                options.Events.OnRedirectToLogin = context =>
                {
                    context.Response.Redirect(context.Request.Path.StartsWithSegments("/ssprsetup", StringComparison.OrdinalIgnoreCase) ? "/?to=ssprsetup" : "/");
                    return Task.CompletedTask;
                };
                // The password was right; the second factor is still asked for. No other page forbids anything to people who are signed in.
                options.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.Redirect(context.Request.Path.StartsWithSegments("/ssprsetup", StringComparison.OrdinalIgnoreCase) ? "/signin/method?to=ssprsetup" : "/signin/method");
                    return Task.CompletedTask;
                };
            });
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .RequireAssertion(asked => asked.User.HasClaim(claim => claim.Type == SignedIn.Complete)
                    || asked.Resource is HttpContext http && http.GetEndpoint()?.Metadata.GetMetadata<OpenToHalfSignInAttribute>() is not null)
                .Build());
        return services;
    }
}
