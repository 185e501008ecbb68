using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>Ends the session.</summary>
[AllowAnonymous]
[Route("/signout")]
public sealed class SignOutController : Controller
{
    /// <summary>Signs out; harmless when nobody is signed in.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit()
    {
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return Redirect("/");
    }
}
