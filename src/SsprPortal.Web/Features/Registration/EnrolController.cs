using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Typing what is to be registered, or to take the place of what is.</summary>
[Authorize]
[Route("/ssprsetup/{kind:regex(^[[a-z-]]{{1,32}}$)}")]
public sealed class EnrolController(RegistrationService registration, IPolicyStore policies, IStringLocalizer<RegistrationTexts> texts) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] string kind, [FromQuery] string? replaced, [FromQuery] string? refused, CancellationToken cancellationToken)
    {
        // Another code of this session, or another tab, took the place of the one that was typed.
        if (replaced == "true")
            ModelState.AddModelError("", texts["Confirm.Replaced"]);
        // One answer ends the challenge of a security key (I10): it is begun anew.
        if (refused == "true")
            ModelState.AddModelError("", texts["Confirm.Refused"]);
        var may = await registration.MayChangeAsync(User.Person(), cancellationToken);
        return may == MayChange.Allowed ? await PageAsync(kind, new(), cancellationToken) : Permissions.Redirect(may, kind);
    }

    /// <summary>Reads it; what has to be proved goes on to the next page.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] string kind, [FromForm] EnrolForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var result = await registration.BeginAsync(User.Person(), kind, form.Via, form.Input(), HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case BeginOutcome.Begun:
            // What was sent a moment ago still works.
            case BeginOutcome.TooSoon when await registration.PendingAsync(User.Person(), kind, HttpContext.Caller().Language, cancellationToken) is not null:
                return Redirect($"/ssprsetup/{kind}/verify");
            case BeginOutcome.Registered or BeginOutcome.NotOffered:
                return Redirect("/ssprsetup");
            case BeginOutcome.NotPermitted:
                return Permissions.Redirect(result.Permission, kind);
            case BeginOutcome.TooSoon:
                ModelState.AddModelError(nameof(form.Target), texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                break;
            case BeginOutcome.TooMany:
                ModelState.AddModelError("", texts["TooManyMessages"]);
                break;
            case BeginOutcome.TooManyDrafts:
                ModelState.AddModelError("", texts["TooManyDrafts"]);
                break;
            case BeginOutcome.Refused:
                ModelState.AddModelError(Field(result), texts[$"Target.{result.Refusal}"]);
                break;
        }

        return await PageAsync(kind, form, cancellationToken);
    }

    private static string Field(BeginResult refused) => refused.Refusal switch
    {
        TargetRefusal.NotAQuestion => $"Question{refused.RefusedAnswer + 1}",
        TargetRefusal.AnswerTwice or TargetRefusal.AnswerLength or TargetRefusal.AnswerObvious => $"Answer{refused.RefusedAnswer + 1}",
        _ => nameof(EnrolForm.Target),
    };

    private async Task<IActionResult> PageAsync(string kind, EnrolForm form, CancellationToken cancellationToken)
    {
        if ((await registration.ChecklistAsync(User.Person(), cancellationToken))?.Find(kind) is not { } item || !item.CanAdd && !item.CanChange)
            return Redirect("/ssprsetup");
        form.Item = item;
        form.Policy = await policies.GetAsync(cancellationToken);
        form.Country ??= form.Policy.Country;
        return View("Enrol", form);
    }
}
