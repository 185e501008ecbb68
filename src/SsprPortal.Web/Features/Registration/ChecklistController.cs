using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Don't lose access to your account: what can be registered, what is, what is still needed.</summary>
[Authorize]
[Route("/ssprsetup")]
public sealed class ChecklistController(RegistrationService registration, IPolicyStore policies, IStringLocalizer<RegistrationTexts> texts) : Controller
{
    /// <summary>Shows the list.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) =>
        await PageAsync(await registration.ChecklistAsync(User.Person(), cancellationToken), cancellationToken);

    /// <summary>Finish: goes on when enough is registered.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        var list = await registration.ChecklistAsync(User.Person(), cancellationToken);
        if (list is { IsComplete: true })
            return Redirect("/ssprsetup/done");
        if (list is not null)
            ModelState.AddModelError("", texts["NotYet", list.Required - list.Registered]);
        return await PageAsync(list, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(RegistrationChecklist? list, CancellationToken cancellationToken)
    {
        if (list is null)
            return View("NotEnabled");
        var zone = TimeZoneInfo.FindSystemTimeZoneById((await policies.GetAsync(cancellationToken)).TimeZone);
        return View("Checklist", new ChecklistPage(list, list.HeldUntil is { } held ? TimeZoneInfo.ConvertTime(held, zone).ToString("f", CultureInfo.CurrentCulture) : null));
    }
}
