using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>More information required: whoever has registered too little is asked to at every sign-in, and may put it off until the next.</summary>
[Authorize]
[Route("/ssprsetup/required")]
public sealed class RequiredController(RegistrationService registration) : Controller
{
    /// <summary>Asks; whoever has nothing to register goes on.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) =>
        await registration.DueAsync(User.Person(), cancellationToken) == RegistrationDue.Register
            ? View("Required", await registration.ChecklistAsync(User.Person(), cancellationToken))
            : Redirect("/profile");

    /// <summary>Puts it off, unless an administrator demands it.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        if (await registration.ChecklistAsync(User.Person(), cancellationToken) is { IsDemanded: true, IsComplete: false })
            return Redirect("/ssprsetup/required");
        await registration.PostponeAsync(User.Person(), HttpContext.Caller(), cancellationToken);
        return Redirect("/profile");
    }
}
