namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Import.</summary>
public sealed class ImportTexts;
