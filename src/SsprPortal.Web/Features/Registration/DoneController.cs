using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Thank you: enough is registered.</summary>
[Authorize]
[Route("/ssprsetup/done")]
public sealed class DoneController(RegistrationService registration) : Controller
{
    /// <summary>Thanks, or goes back to the list when something is missing.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) =>
        await registration.ChecklistAsync(User.Person(), cancellationToken) is { IsComplete: true } list ? View("Done", list) : Redirect("/ssprsetup");
}
