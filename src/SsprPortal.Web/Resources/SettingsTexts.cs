namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Settings.</summary>
public sealed class SettingsTexts;
