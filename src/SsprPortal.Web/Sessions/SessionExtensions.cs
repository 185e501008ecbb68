using Microsoft.AspNetCore.Authentication.Cookies;
using SsprPortal.Core.SignIn;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Sessions;

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
                    // Where nothing is served there is nothing to sign in for: a mistyped address says so.
                    if (context.HttpContext.GetEndpoint() is not RouteEndpoint)
                    {
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                        return Task.CompletedTask;
                    }

                    context.Response.Redirect(context.Request.Path.StartsWithSegments("/ssprsetup", StringComparison.OrdinalIgnoreCase) ? "/?to=ssprsetup" : "/");
                    return Task.CompletedTask;
                };
            });
        services.AddAuthorization();
        return services;
    }
}
