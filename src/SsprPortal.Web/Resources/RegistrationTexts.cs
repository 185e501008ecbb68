namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Registration.</summary>
public sealed class RegistrationTexts;
