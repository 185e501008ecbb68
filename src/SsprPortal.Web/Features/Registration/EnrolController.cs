using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Typing the phone or address that is to be registered.</summary>
[Authorize]
[Route("/ssprsetup/{kind:regex(^[[a-z-]]{{1,32}}$)}")]
public sealed class EnrolController(RegistrationService registration, IStringLocalizer<RegistrationTexts> texts) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public Task<IActionResult> Show([FromRoute] string kind, [FromQuery] string? replaced, CancellationToken cancellationToken)
    {
        // Another code of this session, or another tab, took the place of the one that was typed.
        if (replaced == "true")
            ModelState.AddModelError("", texts["Confirm.Replaced"]);
        return PageAsync(kind, new(), cancellationToken);
    }

    /// <summary>Sends a code to what was typed.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] string kind, [FromForm] EnrolForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var result = await registration.BeginAsync(User.Person(), kind, form.Target, HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case BeginOutcome.Sent:
                return Redirect($"/ssprsetup/{kind}/verify");
            case BeginOutcome.NotOffered:
                return Redirect("/ssprsetup");
            case BeginOutcome.TooSoon when await registration.PendingAsync(User.Person(), kind, cancellationToken) is not null:
                // The code that was sent a moment ago still works.
                return Redirect($"/ssprsetup/{kind}/verify");
            case BeginOutcome.TooSoon:
                ModelState.AddModelError(nameof(form.Target), texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                break;
            case BeginOutcome.TooMany:
                ModelState.AddModelError(nameof(form.Target), texts["TooManyMessages"]);
                break;
            case BeginOutcome.Refused:
                ModelState.AddModelError(nameof(form.Target), texts[$"Target.{result.Refusal}"]);
                break;
        }

        return await PageAsync(kind, form, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(string kind, EnrolForm form, CancellationToken cancellationToken)
    {
        var list = await registration.ChecklistAsync(User.Person(), cancellationToken);
        if (list?.Items.FirstOrDefault(item => item.Method.RegistrationKind == kind && item.Registered is null) is not { } item)
            return Redirect("/ssprsetup");
        form.Kind = kind;
        form.Method = item.Method;
        return View("Enrol", form);
    }
}
