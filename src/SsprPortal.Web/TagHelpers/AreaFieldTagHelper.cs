using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;area-field for="Terms" label="…" hint="…" rows="12" /&gt;</c>: several lines of text.</summary>
[HtmlTargetElement("area-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class AreaFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <summary>How many lines are seen at once.</summary>
    public int Rows { get; set; } = 8;

    /// <inheritdoc />
    protected override TagBuilder Surround(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var area = new TagBuilder("textarea");
        foreach (var attribute in input.Attributes.Where(attribute => attribute.Key is not ("type" or "value")))
            area.Attributes.Add(attribute);
        area.Attributes["rows"] = Rows.ToString(CultureInfo.InvariantCulture);
        // A browser leaves out the first line break.
        area.InnerHtml.AppendHtml("\n").Append(input.Attributes.TryGetValue("value", out var text) ? text ?? "" : "");
        return area;
    }
}
