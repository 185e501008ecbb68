using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Don't lose access to your account: what can be registered, what is, what is still needed.</summary>
[Authorize]
[Route("/ssprsetup")]
public sealed class ChecklistController(RegistrationService registration, IStringLocalizer<RegistrationTexts> texts) : Controller
{
    /// <summary>Shows the list.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => Page(await registration.ChecklistAsync(User.Person(), cancellationToken));

    /// <summary>Finish: goes on when enough is registered.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        var list = await registration.ChecklistAsync(User.Person(), cancellationToken);
        if (list is { IsComplete: true })
            return Redirect("/ssprsetup/done");
        if (list is not null)
            ModelState.AddModelError("", texts["NotYet", list.Required - list.Registered]);
        return Page(list);
    }

    private ViewResult Page(RegistrationChecklist? list) => list is null ? View("NotEnabled") : View("Checklist", list);
}
