namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Setup.</summary>
public sealed class SetupTexts;
