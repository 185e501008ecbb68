namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Development.</summary>
public sealed class DevelopmentTexts;
