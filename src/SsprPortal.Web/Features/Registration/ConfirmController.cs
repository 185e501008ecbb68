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

/// <summary>Proving what is to be registered.</summary>
[Authorize]
[Route("/ssprsetup/{kind:regex(^[[a-z-]]{{1,32}}$)}/verify")]
public sealed class ConfirmController(RegistrationService registration, IPolicyStore policies, TimeProvider clock, IStringLocalizer<RegistrationTexts> texts, IStringLocalizer<MethodTexts> words) : Controller
{
    /// <summary>Asks; also at the address of a resend that was refused, where a reload or a change of language leads.</summary>
    [HttpGet]
    [HttpGet("resend")]
    public Task<IActionResult> Show([FromRoute] string kind, CancellationToken cancellationToken) => PageAsync(kind, new(), cancellationToken);

    /// <summary>Looks at the proof.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] string kind, [FromForm] EnrolForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await registration.PendingAsync(User.Person(), kind, HttpContext.Caller().Language, cancellationToken) is not { } pending)
            return Redirect($"/ssprsetup/{kind}?replaced=true");
        var answer = await registration.ConfirmAsync(User.Person(), pending, new(form.Credential ?? form.Code), form.Name, HttpContext.Caller(), cancellationToken);
        if (answer.Outcome == AnswerOutcome.Passed)
            return Redirect("/ssprsetup");
        if (answer.Outcome == AnswerOutcome.Exhausted && pending.Method.Tries == 1)
            return Redirect($"/ssprsetup/{kind}?refused=true");
        // A method may have something else to say than that this is not the code.
        var own = words[$"{pending.Method.Id}.{answer.Outcome}", answer.TriesLeft];
        ModelState.AddModelError(pending.Method.Shape == ResponseShape.Assertion ? "" : nameof(form.Code), own.ResourceNotFound ? texts[$"Answer.{answer.Outcome}", answer.TriesLeft] : own);
        return await PageAsync(kind, form, cancellationToken);
    }

    /// <summary>Sends the code again.</summary>
    [HttpPost("resend")]
    public async Task<IActionResult> Resend([FromRoute] string kind, CancellationToken cancellationToken)
    {
        if (await registration.PendingAsync(User.Person(), kind, HttpContext.Caller().Language, cancellationToken) is not { } pending)
            return Redirect("/ssprsetup");
        var result = await registration.ResendAsync(User.Person(), pending, HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case BeginOutcome.TooSoon:
                ModelState.AddModelError("", texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                return await PageAsync(kind, new(), cancellationToken);
            case BeginOutcome.TooMany:
                ModelState.AddModelError("", texts["TooManyMessages"]);
                return await PageAsync(kind, new(), cancellationToken);
            case BeginOutcome.NotPermitted:
                return Permissions.Redirect(result.Permission, kind);
            default:
                return Redirect($"/ssprsetup/{kind}/verify");
        }
    }

    private async Task<IActionResult> PageAsync(string kind, EnrolForm form, CancellationToken cancellationToken)
    {
        if (await registration.PendingAsync(User.Person(), kind, HttpContext.Caller().Language, cancellationToken) is not { } pending
            || (await registration.ChecklistAsync(User.Person(), cancellationToken))?.Find(kind) is not { } item)
        {
            return Redirect("/ssprsetup");
        }

        form.Item = item;
        form.Pending = pending;
        form.Policy = await policies.GetAsync(cancellationToken);
        form.ResendIn = (int)Math.Ceiling(Math.Max(0, (pending.Challenge.ResendAt - clock.GetUtcNow()).TotalSeconds));
        return View("Confirm", form);
    }
}
