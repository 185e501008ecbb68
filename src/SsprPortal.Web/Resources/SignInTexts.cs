namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/SignIn.</summary>
public sealed class SignInTexts;
