using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Auditing;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>Ends the session.</summary>
[AllowAnonymous]
[Route("/signout")]
public sealed class SignOutController(IAuditLog audit) : Controller
{
    /// <summary>Signs out; harmless when nobody is signed in.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        if (User.Identity?.IsAuthenticated == true)
        {
            var person = User.Person();
            await audit.WriteAsync(new(AuditCode.SignedOut, person.UserId, person.SessionId, HttpContext.Caller().Address), cancellationToken);
        }

        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return Redirect("/");
    }
}
