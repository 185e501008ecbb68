namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/ContactAdministrator.</summary>
public sealed class ContactAdministratorTexts;
