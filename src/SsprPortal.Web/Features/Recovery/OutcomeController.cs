using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Journeys;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>How a journey ended; while the directory is being written, a page that looks again by itself.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.Completed, RecoveryStep.Refused, RecoveryStep.Cancelled, WhileBeingFinished = true)]
[Route(JourneyLinks.Outcome)]
public sealed class OutcomeController(CurrentJourney current, JourneyCookie cookie) : Controller
{
    /// <summary>Tells.</summary>
    [HttpGet]
    public IActionResult Show()
    {
        if (current.Journey.IsBeingFinished)
        {
            Response.Headers["Refresh"] = "2";
            return View("Finishing");
        }

        // The end: the browser keeps no pages to go back to, and unless it was refused not the handle either. Cookies of other sites of the organisation
        // are not ours to clear, so "cookies" is not named (N39).
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        if (current.Journey.Step is RecoveryStep.Completed or RecoveryStep.Cancelled)
        {
            // This page is shown once: the language picker leads on.
            cookie.Delete(HttpContext);
            ViewData["LanguagePath"] = "/";
        }

        return View("Outcome", current.Journey);
    }
}
