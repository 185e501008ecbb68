using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>What happened: everything, or what is looked for, the newest first.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin/audit")]
public sealed class AuditController(IAuditReader audit, AuditSearch search) : Controller
{
    private const int PageSize = 50;

    /// <summary>A page of it.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromQuery] AuditForm form, [FromQuery] string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var filter = await search.ReadAsync(form, ModelState, cancellationToken);
        var page = filter is null ? new AuditPage([], null, false) : await audit.ReadAsync(filter, Place(after), PageSize, cancellationToken);
        var verified = await audit.ReadAsync(new() { Code = AuditCode.AuditVerified }, null, 1, cancellationToken);
        (form.Page, form.IsFirst, form.Zone, form.Verified) = (page, Place(after) is null, await search.ZoneAsync(cancellationToken), verified.Lines.Count == 0 ? null : verified.Lines[0]);
        return View("Audit", form);
    }

    private static AuditPlace? Place(string? text) =>
        text?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < DateTimeOffset.MaxValue.Ticks
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? new(new(at, TimeSpan.Zero), row) : null;
}
