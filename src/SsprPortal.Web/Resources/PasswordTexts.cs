namespace SsprPortal.Web.Resources;

/// <summary>What is said of new passwords, wherever one is chosen.</summary>
public sealed class PasswordTexts;
