namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Reports.</summary>
public sealed class ReportTexts;
