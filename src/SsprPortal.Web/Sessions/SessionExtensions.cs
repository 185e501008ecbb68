using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.SignIn;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Sessions;

/// <summary>The page is there to complete a sign-in whose second factor is still asked for. No other page is open to one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenToHalfSignInAttribute : Attribute;

/// <summary>The page is there to change a password that is too old. No other page is open to a sign-in with one, but those that complete it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenToOldPasswordAttribute : Attribute;

/// <summary>Sign-in to the portal's own pages.</summary>
public static class SessionExtensions
{
    // The pages that people ask for by their address: what they asked for is where the sign-in leads, by name.
    private static readonly string[] Named = ["ssprsetup", "changepassword"];

    private const string Administration = "/admin";

    /// <summary>Opens another session in place of the one that has just ended with its password; nothing that was proved in that one is carried over.</summary>
    public static async Task SignInAnewAsync(this HttpContext context, SignedInPerson who, string stamp)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(who);
        // In a scope of its own: the handler of this request still holds the session that ended, and would keep its handle.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var handler = await scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, CookieAuthenticationDefaults.AuthenticationScheme);
        await ((IAuthenticationSignInHandler)handler!).SignInAsync(SignedIn.Principal(new(Guid.Empty, who.UserId, who.UserName, who.DisplayName), stamp), null);
    }

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
                    context.Response.Redirect("/" + To(context.Request.Path));
                    return Task.CompletedTask;
                };
                // The password was right and more is asked for: to complete the sign-in, or to administer. Whoever has no such role is
                // refused, whatever they prove.
                options.Events.OnRedirectToAccessDenied = async context =>
                {
                    var allowed = context.HttpContext.GetEndpoint()?.Metadata.GetOrderedMetadata<AdministrationAttribute>() ?? [];
                    var who = context.HttpContext.User.Person();
                    if (who is { NeedsProof: false, NeedsNewPassword: true })
                    {
                        context.Response.Redirect("/changepassword");
                    }
                    else if (!who.NeedsProof && (who.ProvedAt is not null || !allowed.All(each => each.Allowed.Any(who.Roles.Contains))))
                    {
                        await context.HttpContext.RequestServices.GetRequiredService<IAuditLog>().WriteAsync(
                            new(AuditCode.AdministrationRefused, who.UserId, who.SessionId, context.HttpContext.Caller().Address, Reason: $"{context.Request.Method} {context.Request.Path}"), context.HttpContext.RequestAborted);
                        context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    }
                    else
                    {
                        context.Response.Redirect("/signin/method" + To(context.Request.Path));
                    }
                };
            });
        services.AddSingleton<IAuthorizationHandler, AdministrationHandler>();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .RequireAssertion(asked =>
                {
                    var page = (asked.Resource as HttpContext)?.GetEndpoint()?.Metadata;
                    return Has(SignedIn.Complete) && (Has(SignedIn.Current) || page?.GetMetadata<OpenToOldPasswordAttribute>() is not null)
                        || page?.GetMetadata<OpenToHalfSignInAttribute>() is not null;

                    bool Has(string claim) => asked.User.HasClaim(each => each.Type == claim);
                })
                .Build());
        return services;
    }

    /// <summary>The query by which a sign-in or a proof leads back to a page; empty where it leads to none.</summary>
    internal static string To(PathString path) =>
        path.StartsWithSegments(Administration, StringComparison.OrdinalIgnoreCase, out var rest) ? $"?to=admin{Section(rest)}"
        : Named.FirstOrDefault(name => path.StartsWithSegments("/" + name, StringComparison.OrdinalIgnoreCase)) is { } name ? "?to=" + name : "";

    // "/users/4711/sessions" → "-users": the section, not the person.
    private static string Section(PathString rest) => rest.Value?.Split('/').ElementAtOrDefault(1) is { Length: > 0 } section && section.All(char.IsAsciiLetterLower) ? "-" + section : "";
}
