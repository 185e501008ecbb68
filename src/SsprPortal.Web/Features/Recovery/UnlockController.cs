using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Unlocking the account, when every gate is passed.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.ConfirmUnlock)]
[Route("/passwordreset/unlock")]
public sealed class UnlockController(RecoveryCommit commit, CurrentJourney current) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public IActionResult Show() => View("Unlock");

    /// <summary>Unlocks it.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        await commit.UnlockAsync(current.Journey, HttpContext.Caller(), cancellationToken);
        return Redirect(JourneyLinks.Outcome);
    }
}
