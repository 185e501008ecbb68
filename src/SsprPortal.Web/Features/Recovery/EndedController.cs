using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Web.Journeys;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Where a page leads whose journey is over, too old, or never was: back and refresh after success, a skipped step, a foreign cookie.</summary>
[AllowAnonymous]
[Route(JourneyLinks.Ended)]
public sealed class EndedController : Controller
{
    /// <summary>Tells, and shows the ways on.</summary>
    [HttpGet]
    public IActionResult Show() => View("Ended");
}
