using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Ends a live journey at the person's wish.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.ChooseGoal, RecoveryStep.ChooseMethod, RecoveryStep.AnswerChallenge, RecoveryStep.SetPassword, RecoveryStep.ConfirmUnlock)]
[Route("/passwordreset/cancel")]
public sealed class CancelController(RecoveryService recovery, CurrentJourney current) : Controller
{
    /// <summary>Ends it.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        await recovery.CancelAsync(current.Journey, HttpContext.Caller(), cancellationToken);
        return Redirect(JourneyLinks.Outcome);
    }
}
