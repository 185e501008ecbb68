namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Groups.</summary>
public sealed class GroupsTexts;
