using System.ComponentModel.DataAnnotations;

namespace SsprPortal.Web.Branding;

/// <summary>Whose portal this is: section <c>Branding</c> of the configuration.</summary>
public sealed class BrandingOptions
{
    /// <summary>The name in the head of every page and at the end of every title.</summary>
    [Required, StringLength(60)]
    public string OrganizationName { get; set; } = "SSPR Portal";

    /// <summary>The organisation's colour as #rrggbb; empty keeps the portal's own.</summary>
    [RegularExpression("^(#[0-9A-Fa-f]{6})?$")]
    public string Color { get; set; } = "";

    /// <summary>The first letter of the name, as a reader sees it: an emoji or an accented letter is several chars.</summary>
    public string Initial => System.Globalization.StringInfo.GetNextTextElement(OrganizationName.Trim()) is { Length: > 0 } first
        ? first.ToUpperInvariant()
        : "S";
}
