namespace SsprPortal.Web.Resources;

/// <summary>The texts that all pages of the administration share.</summary>
public sealed class AdminTexts;
