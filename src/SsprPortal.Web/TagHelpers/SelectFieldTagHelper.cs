using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;select-field for="Question1" label="…" options="@questions" empty="Choose" /&gt;</c>: one of a list; what was chosen stays chosen.</summary>
[HtmlTargetElement("select-field", Attributes = "for,options", TagStructure = TagStructure.NormalOrSelfClosing)]
public class SelectFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <summary>What may be chosen: text and value.</summary>
    public IEnumerable<SelectListItem> Options { get; set; } = [];

    /// <summary>What stands there while nothing is chosen; null when something always is.</summary>
    public string? Empty { get; set; }

    /// <inheritdoc />
    protected override TagBuilder Surround(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var chosen = input.Attributes.TryGetValue("value", out var value) ? value : null;
        var select = new TagBuilder("select");
        foreach (var attribute in input.Attributes.Where(attribute => attribute.Key is not ("type" or "value" or "maxlength" or "inputmode")))
            select.Attributes.Add(attribute);
        if (Empty is not null)
            select.InnerHtml.AppendHtml(Option(new(Empty, ""), chosen));
        foreach (var each in Options)
            select.InnerHtml.AppendHtml(Option(each, chosen));
        return select;
    }

    private static TagBuilder Option(SelectListItem item, string? chosen)
    {
        var option = new TagBuilder("option");
        option.Attributes["value"] = item.Value;
        if (item.Value.Length > 0 && string.Equals(item.Value, chosen, StringComparison.OrdinalIgnoreCase))
            option.Attributes["selected"] = "selected";
        option.InnerHtml.Append(item.Text);
        return option;
    }
}
