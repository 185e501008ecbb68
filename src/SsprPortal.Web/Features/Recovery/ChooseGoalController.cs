using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>A new password, or unlocking the account: asked only where both are possible.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.ChooseGoal)]
[Route("/passwordreset/goal")]
public sealed class ChooseGoalController(RecoveryService recovery, CurrentJourney current, IStringLocalizer<RecoveryTexts> texts) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public IActionResult Show() => View("ChooseGoal", new ChooseGoalForm());

    /// <summary>Goes on to the verification.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] ChooseGoalForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Goal is not { } goal || !Enum.IsDefined(goal))
        {
            ModelState.Clear();
            ModelState.AddModelError(nameof(form.Goal), texts["Goal.Missing"]);
            return View("ChooseGoal", new ChooseGoalForm());
        }

        await recovery.ChooseGoalAsync(current.Journey, goal, cancellationToken);
        return Redirect(JourneyLinks.For(RecoveryStep.ChooseMethod));
    }
}
