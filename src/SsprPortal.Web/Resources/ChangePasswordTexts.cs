namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/ChangePassword.</summary>
public sealed class ChangePasswordTexts;
