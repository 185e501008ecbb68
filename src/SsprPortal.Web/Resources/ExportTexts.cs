namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Export.</summary>
public sealed class ExportTexts;
