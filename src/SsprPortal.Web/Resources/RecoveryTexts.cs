namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Recovery.</summary>
public sealed class RecoveryTexts;
