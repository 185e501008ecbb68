using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Is it all still right? Asked at sign-in when the last time is as long ago as policy says.</summary>
[Authorize]
[Route("/ssprsetup/review")]
public sealed class ReviewController(RegistrationService registration) : Controller
{
    /// <summary>Shows what is registered.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) =>
        await registration.ChecklistAsync(User.Person(), cancellationToken) is { HasAny: true } list ? View("Review", list) : Redirect("/ssprsetup");

    /// <summary>Looks good.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        await registration.ReviewAsync(User.Person(), HttpContext.Caller(), cancellationToken);
        return Redirect("/profile");
    }
}
