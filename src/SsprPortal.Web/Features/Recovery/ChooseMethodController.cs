using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Verification step: which method, and for a phone its whole number.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.ChooseMethod)]
[Route("/passwordreset/method")]
public sealed class ChooseMethodController(RecoveryService recovery, CurrentJourney current, IStringLocalizer<ChallengeTexts> texts) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(new(), cancellationToken);

    /// <summary>Issues the challenge of the chosen method.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] ChooseMethodForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var result = await recovery.ChooseAsync(current.Journey, form.Method, form.PhoneNumber, HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case ChooseOutcome.Issued:
                return Redirect(JourneyLinks.For(RecoveryStep.AnswerChallenge));
            case ChooseOutcome.Moved:
                return Redirect(JourneyLinks.Outcome);
            case ChooseOutcome.NotAMethod:
                ModelState.AddModelError(nameof(form.Method), texts["Choose.NotAMethod"]);
                break;
            case ChooseOutcome.TargetMissing:
                ModelState.AddModelError(nameof(form.PhoneNumber), texts["Choose.TargetMissing"]);
                break;
            case ChooseOutcome.NotATarget:
                ModelState.AddModelError(nameof(form.PhoneNumber), texts["Choose.NotATarget"]);
                break;
            case ChooseOutcome.TargetMismatch:
                ModelState.AddModelError(nameof(form.PhoneNumber), texts["Choose.TargetMismatch", result.TriesLeft]);
                break;
            case ChooseOutcome.Blocked:
                ModelState.AddModelError(nameof(form.Method), texts["NotLookedAt"]);
                break;
            case ChooseOutcome.TooSoon:
                ModelState.AddModelError(nameof(form.Method), texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                break;
            case ChooseOutcome.TooMany:
                ModelState.AddModelError(nameof(form.Method), texts["TooManyMessages"]);
                break;
        }

        return await PageAsync(form, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(ChooseMethodForm form, CancellationToken cancellationToken)
    {
        var standing = await recovery.StandingAsync(current.Journey, cancellationToken);
        form.Choices = standing.Choices;
        if (form.Choices.Count == 0)
        {
            await recovery.GiveUpAsync(current.Journey, HttpContext.Caller(), cancellationToken);
            return Redirect(JourneyLinks.Outcome);
        }

        form.ShowsAll = current.Journey.Disclosure != DisclosureMode.Informative;
        form.GatesPassed = standing.Passed.Count;
        return View("ChooseMethod", form);
    }
}
