using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Health;

/// <summary>Whether everything works, and what the settings risk.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin")]
public sealed class HealthController(PortalHealth health) : Controller
{
    /// <summary>For people.</summary>
    [HttpGet("health")]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("Health", await health.ReadAsync(cancellationToken));

    /// <summary>For programs, with the same words and stable ids.</summary>
    [HttpGet("health.json")]
    public async Task<IActionResult> Read(CancellationToken cancellationToken)
    {
        var report = await health.ReadAsync(cancellationToken);
        return Json(new
        {
            status = Word(report.Status),
            report.CheckedAt,
            checks = report.Checks.Select(each => new { each.Id, status = Word(each.Status), each.Cause, each.Fix }),
            settings = report.Settings.Select(each => new { each.Id, each.Standards, each.Text }),
        });
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Ok => "ok",
        HealthStatus.Warn => "warn",
        HealthStatus.Bad => "bad",
        HealthStatus.Off => "off",
    };
}
