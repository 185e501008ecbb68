using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Reporting;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Reports;

/// <summary>Who is registered and capable, what happened over time, how far people come and why they fail.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin/reports")]
public sealed class ReportsController(Core.Reporting.Reports reports, ReportTables tables, IPolicyStore policies, IAuditLog log) : Controller
{
    /// <summary>The report of a period; of the last 7 days when none is asked for.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromQuery] string? period, CancellationToken cancellationToken)
    {
        var report = await reports.ReadAsync(Period(period), cancellationToken);
        return View("Reports", new ReportsPage(report.Period, (await policies.GetAsync(cancellationToken)).TimeZone, tables.Of(report)));
    }

    /// <summary>Takes one of its tables away as CSV.</summary>
    [HttpPost, FreshProof]
    public async Task<IActionResult> Submit([FromForm] ExportForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var report = await reports.ReadAsync(Period(form.Period), cancellationToken);
        if (tables.Of(report).FirstOrDefault(each => each.Id == form.Table) is not { } table)
            return NotFound();
        await log.WriteAsync(new(AuditCode.Exported, null, null, HttpContext.Caller().Address, Reason: $"report {table.Id} {report.Period}", ActorId: User.Person().UserId), cancellationToken);
        var rows = table.Rows.Select(row => row.Labels.Concat(row.Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))).ToArray<string?>());
        return new CsvFile($"{table.Id}-{report.Period}", table.Columns, rows.ToAsyncEnumerable());
    }

    private static ReportPeriod Period(string? typed) => Enum.TryParse<ReportPeriod>(typed, out var period) && Enum.IsDefined(period) ? period : ReportPeriod.Week;
}

/// <summary>Which table of which period.</summary>
public sealed class ExportForm
{
    /// <summary>The name of a period.</summary>
    public string? Period { get; set; }

    /// <summary>The id of a table.</summary>
    public string? Table { get; set; }
}

/// <summary>A report in tables.</summary>
/// <param name="Period">The period.</param>
/// <param name="Zone">The zone of its times.</param>
/// <param name="Tables">The tables.</param>
public sealed record ReportsPage(ReportPeriod Period, string Zone, IReadOnlyList<ReportTable> Tables);
