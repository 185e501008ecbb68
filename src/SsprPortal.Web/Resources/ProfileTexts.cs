namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Profile.</summary>
public sealed class ProfileTexts;
