namespace SsprPortal.Web.Resources;

/// <summary>Names the texts of the layout, the form fields and the error page for <c>IStringLocalizer</c>.</summary>
public sealed class SharedTexts;
