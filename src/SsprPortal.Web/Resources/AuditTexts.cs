namespace SsprPortal.Web.Resources;

/// <summary>The texts of Features/Admin/Audit, and what outcomes are called wherever they are shown.</summary>
public sealed class AuditTexts;
