using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Features.Challenges;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Answering the challenge; sending it again; choosing another method.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.AnswerChallenge)]
[Route(Path)]
public sealed class VerifyController(RecoveryService recovery, CurrentJourney current, JourneyCookie cookie, TimeProvider clock, IStringLocalizer<ChallengeTexts> texts) : Controller
{
    private const string Path = "/passwordreset/verify";

    /// <summary>Asks; also at the address of a resend that was refused, where a reload or a change of language leads.</summary>
    [HttpGet]
    [HttpGet("resend")]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(new(), cancellationToken);

    /// <summary>Looks at the answer.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] ChallengeForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var result = await recovery.VerifyAsync(current.Journey, form.Response(), HttpContext.Caller(), cancellationToken);
        if (result.Handle is { } handle)
        {
            cookie.Write(HttpContext, handle);
            return Redirect(JourneyLinks.Next);
        }

        if (result.Moved)
            return Redirect(JourneyLinks.Outcome);
        if (result.Journey is { } now)
        {
            if (now.Step != RecoveryStep.AnswerChallenge)
                return Redirect(JourneyLinks.For(now));
            current.Set(now);
        }

        var pending = await recovery.PendingAsync(current.Journey, HttpContext.Caller().Language, cancellationToken);
        var shape = pending?.Method.Shape ?? ResponseShape.Code;
        // Not the last one that was looked at: of many sent at once, another may have been right.
        var text = result.Outcome is AnswerOutcome.Blocked or AnswerOutcome.Exhausted ? "NotLookedAt" : ChallengeForm.Text(result.Outcome, shape);
        ModelState.AddModelError(ChallengeForm.Field(shape), texts[text, result.TriesLeft]);
        return await PageAsync(form, cancellationToken);
    }

    /// <summary>Whether the phone has answered for the browser, which asks again and again; nothing is granted here.</summary>
    [HttpGet("state")]
    public async Task<IActionResult> State(CancellationToken cancellationToken) =>
        Json(new { answered = (await recovery.PendingAsync(current.Journey, HttpContext.Caller().Language, cancellationToken))?.Challenge.ConfirmedAt is not null });

    /// <summary>Sends the challenge again.</summary>
    [HttpPost("resend")]
    public async Task<IActionResult> Resend(CancellationToken cancellationToken)
    {
        var result = await recovery.ResendAsync(current.Journey, HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case ChooseOutcome.TooSoon:
                ModelState.AddModelError("", texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                return await PageAsync(new(), cancellationToken);
            case ChooseOutcome.TooMany:
                ModelState.AddModelError("", texts["TooManyMessages"]);
                return await PageAsync(new(), cancellationToken);
            default:
                return Redirect(JourneyLinks.For(RecoveryStep.AnswerChallenge));
        }
    }

    /// <summary>Goes back to the choice of methods.</summary>
    [HttpPost("another")]
    public async Task<IActionResult> Another(CancellationToken cancellationToken)
    {
        await recovery.AbandonMethodAsync(current.Journey, cancellationToken);
        return Redirect(JourneyLinks.For(RecoveryStep.ChooseMethod));
    }

    private async Task<IActionResult> PageAsync(ChallengeForm form, CancellationToken cancellationToken)
    {
        if (await recovery.PendingAsync(current.Journey, HttpContext.Caller().Language, cancellationToken) is not { } pending)
            return await Another(cancellationToken);
        form.Path = Path;
        form.CancelPath = "/passwordreset/cancel";
        return View("Verify", form.For(pending, clock));
    }
}
