namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Keys.</summary>
public sealed class KeysTexts;
