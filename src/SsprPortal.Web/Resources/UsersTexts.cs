namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Users.</summary>
public sealed class UsersTexts;
