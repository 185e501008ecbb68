namespace SsprPortal.Web.Features.Admin.Reports;

/// <summary>A table of a report, in the words of the page: shown, drawn and taken away as CSV from the same rows.</summary>
/// <param name="Id">Its stable name.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Columns">The heads: first of the labels, then of the numbers.</param>
/// <param name="Rows">Labels, as many as there are label columns, and numbers.</param>
/// <param name="Chart">How it is drawn; null when it is not.</param>
public sealed record ReportTable(string Id, string Title, IReadOnlyList<string> Columns, IReadOnlyList<ReportRow> Rows, ReportChart? Chart = null);

/// <summary>A row of a table.</summary>
/// <param name="Labels">What is counted.</param>
/// <param name="Numbers">How often.</param>
public sealed record ReportRow(IReadOnlyList<string> Labels, params IReadOnlyList<long> Numbers);

/// <summary>How a table is drawn.</summary>
public enum ReportChart
{
    /// <summary>Columns side by side, over time.</summary>
    Upright,

    /// <summary>Bars below each other.</summary>
    Lying,
}
