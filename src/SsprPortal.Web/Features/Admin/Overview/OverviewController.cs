using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Reporting;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Overview;

/// <summary>The front page of the administration.</summary>
[Administration(PortalRole.Administrator, PortalRole.HelpDesk, PortalRole.Auditor)]
[Route("/admin")]
public sealed class OverviewController(IPopulation population, IPolicyStore policies, VerificationMethods methods, IReportFigures figures, IThrottleStore throttles, TimeProvider clock) : Controller
{
    private const int BlockedMost = 100;

    /// <summary>Shows how things stand and where to go.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken)
    {
        var people = (await population.AlikeAsync(cancellationToken)).Figures(await policies.GetAsync(cancellationToken), methods);
        var now = clock.GetUtcNow();
        var resets = await figures.HoursAsync([AuditCode.PasswordReset], now.AddDays(-7), now, cancellationToken);
        var blocked = (await throttles.BlocksAsync(Throttle.GateAttempts, null, BlockedMost + 1, cancellationToken)).Count;
        return View("Overview", new OverviewPage(User.Person(), people, resets.Sum(each => each.Count), blocked > BlockedMost ? $"{BlockedMost}+" : blocked.ToString(CultureInfo.CurrentCulture)));
    }
}

/// <summary>How things stand.</summary>
/// <param name="Who">Who looks.</param>
/// <param name="People">The figures of the people.</param>
/// <param name="Resets">Passwords reset in the last 7 days.</param>
/// <param name="Blocked">How many are blocked now, counted to 100.</param>
public sealed record OverviewPage(SignedInPerson Who, PopulationFigures People, long Resets, string Blocked);
