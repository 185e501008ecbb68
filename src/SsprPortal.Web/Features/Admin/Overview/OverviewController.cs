using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Overview;

/// <summary>The front page of the administration.</summary>
[Administration(PortalRole.Administrator, PortalRole.HelpDesk, PortalRole.Auditor)]
[Route("/admin")]
public sealed class OverviewController : Controller
{
    /// <summary>Shows where to go.</summary>
    [HttpGet]
    public IActionResult Show() => View("Overview", User.Person());
}
