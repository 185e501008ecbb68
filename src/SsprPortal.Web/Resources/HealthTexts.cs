namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Health.</summary>
public sealed class HealthTexts;
