using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;check-field name="MayReset" checked="true" label="…" hint="…" /&gt;</c>: something that is so or not; it posts "true" or nothing.</summary>
[HtmlTargetElement("check-field", Attributes = "name", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CheckFieldTagHelper : TagHelper
{
    /// <summary>What it posts as.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether it is so.</summary>
    public bool Checked { get; set; }

    /// <summary>What is so.</summary>
    public string Label { get; set; } = "";

    /// <summary>One sentence of help below it.</summary>
    public string? Hint { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "label";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "check");
        output.Content.AppendHtml(Box("checkbox", Name, "true", Checked)).AppendHtml(Words(Label, Hint));
    }

    /// <summary>A box or a button that may be pressed in.</summary>
    internal static TagBuilder Box(string type, string name, string value, bool isChecked)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.StartTag };
        input.MergeAttributes(new Dictionary<string, string?> { ["type"] = type, ["name"] = name, ["value"] = value });
        if (isChecked)
            input.Attributes["checked"] = "checked";
        return input;
    }

    /// <summary>What stands beside it.</summary>
    internal static TagBuilder Words(string label, string? hint)
    {
        var words = new TagBuilder("span");
        words.InnerHtml.Append(label);
        if (!string.IsNullOrEmpty(hint))
        {
            var small = new TagBuilder("small");
            small.InnerHtml.Append(hint);
            words.InnerHtml.AppendHtml(small);
        }

        return words;
    }
}
