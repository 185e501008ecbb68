using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Registration;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Typing the code back.</summary>
[Authorize]
[Route("/ssprsetup/{kind:regex(^[[a-z-]]{{1,32}}$)}/verify")]
public sealed class ConfirmController(RegistrationService registration, TimeProvider clock, IStringLocalizer<RegistrationTexts> texts) : Controller
{
    /// <summary>Asks; also at the address of a resend that was refused, where a reload or a change of language leads.</summary>
    [HttpGet]
    [HttpGet("resend")]
    public Task<IActionResult> Show([FromRoute] string kind, CancellationToken cancellationToken) => PageAsync(kind, cancellationToken);

    /// <summary>Looks at the code.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] string kind, [FromForm] ConfirmForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await registration.PendingAsync(User.Person(), kind, cancellationToken) is not { } pending)
            return Redirect($"/ssprsetup/{kind}?replaced=true");
        var answer = await registration.ConfirmAsync(User.Person(), pending, new(form.Code), HttpContext.Caller(), cancellationToken);
        if (answer.Outcome == AnswerOutcome.Passed)
            return Redirect("/ssprsetup");
        ModelState.AddModelError(nameof(form.Code), texts[$"Answer.{answer.Outcome}", answer.TriesLeft]);
        return await PageAsync(kind, cancellationToken);
    }

    /// <summary>Sends the code again.</summary>
    [HttpPost("resend")]
    public async Task<IActionResult> Resend([FromRoute] string kind, CancellationToken cancellationToken)
    {
        if (await registration.PendingAsync(User.Person(), kind, cancellationToken) is not { } pending)
            return Redirect("/ssprsetup");
        var result = await registration.ResendAsync(User.Person(), pending, HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case BeginOutcome.TooSoon:
                ModelState.AddModelError("", texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                return await PageAsync(kind, cancellationToken);
            case BeginOutcome.TooMany:
                ModelState.AddModelError("", texts["TooManyMessages"]);
                return await PageAsync(kind, cancellationToken);
            default:
                return Redirect($"/ssprsetup/{kind}/verify");
        }
    }

    private async Task<IActionResult> PageAsync(string kind, CancellationToken cancellationToken)
    {
        if (await registration.PendingAsync(User.Person(), kind, cancellationToken) is not { } pending)
            return Redirect("/ssprsetup");
        return View("Confirm", new ConfirmForm
        {
            Pending = pending,
            ResendIn = (int)Math.Ceiling(Math.Max(0, (pending.Challenge.ResendAt - clock.GetUtcNow()).TotalSeconds)),
        });
    }
}
