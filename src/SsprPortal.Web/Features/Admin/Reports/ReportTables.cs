using System.Globalization;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Reporting;
using SsprPortal.Web.Features.Admin.Audit;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Admin.Reports;

/// <summary>Puts a report into words and tables.</summary>
public sealed class ReportTables(IStringLocalizer<ReportTexts> texts, IStringLocalizer<AuditTexts> audit, AuditWords words)
{
    /// <summary>All tables, in the order of the page.</summary>
    public IReadOnlyList<ReportTable> Of(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            Table("people", ["State", "People"], [Row("All", report.People.All), Row("Enabled", report.People.Enabled), Row("Registered", report.People.Registered), Row("Capable", report.People.Capable)], ReportChart.Lying),
            Table("kinds", ["Method", "People"], report.Kinds.Select(each => new ReportRow([words.Kind(each.Kind)], each.People))),
            Table("time", ["Time", "Registrations", "Resets", "Unlocks"], report.Bars.Select(bar => new ReportRow([bar.From.ToString(Format(report.Period), CultureInfo.CurrentCulture)], bar.Registrations, bar.Resets, bar.Unlocks)), ReportChart.Upright),
            Table("registered", ["Method", "Registrations"], report.Registered.Select(each => new ReportRow([words.Method(each.MethodId)], each.Count)), ReportChart.Lying),
            Table("used", ["Method", "Passed"], report.Used.Select(each => new ReportRow([words.Method(each.MethodId)], each.Count)), ReportChart.Lying),
            Table("results", ["Result", "Count"], report.Results.Select(each => new ReportRow([Result(each.Result)], each.Count)), ReportChart.Lying),
            new(
                "funnel",
                texts["Table.funnel"],
                [texts["Column.Stage"], texts["Column.Reached"], .. Ends.Select(Result)],
                [.. report.Funnel.Select(step => new ReportRow([texts[$"Funnel.{step.Stage}"]], [step.Reached, .. Ends.Select(result => step.Ended.GetValueOrDefault(result))]))],
                ReportChart.Lying),
            Table("endings", ["Stage", "Result", "Reason", "Count"], report.Endings.Select(each => new ReportRow([texts[$"Funnel.{each.Stage}"], Result(each.Result), words.Reason(AuditCode.RecoveryRefused, each.Reason)], each.Count))),
            Table("failures", ["Event", "Reason", "Count"], report.Failures.Select(each => new ReportRow([words.Event(each.Code), words.Reason(each.Code, each.Reason)], each.Count))),
            Table("blocks", ["Event", "Count"], report.Blocks.Select(each => new ReportRow([words.Event(each.Code)], each.Count))),
        ];
    }

    private static readonly AuditResult[] Ends = [AuditResult.Succeeded, AuditResult.Failed, AuditResult.Blocked, AuditResult.Abandoned, AuditResult.Cancelled, AuditResult.ContactedAdministrator];

    private static string Format(ReportPeriod period) => period switch
    {
        ReportPeriod.Day => "MM-dd HH:mm",
        ReportPeriod.Week or ReportPeriod.Month => "yyyy-MM-dd",
        ReportPeriod.Year => "yyyy-MM",
    };

    private ReportTable Table(string id, IReadOnlyList<string> columns, IEnumerable<ReportRow> rows, ReportChart? chart = null) =>
        new(id, texts[$"Table.{id}"], [.. columns.Select(column => texts[$"Column.{column}"].Value)], [.. rows], chart);

    private ReportRow Row(string state, long count) => new([texts[$"State.{state}"]], count);

    private string Result(AuditResult result) => audit[$"Result.{result}"];
}
