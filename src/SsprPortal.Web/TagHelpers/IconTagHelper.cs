using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;icon name="sms" /&gt;</c>: a drawing of <c>icons.svg</c>, always beside words and therefore silent.</summary>
[HtmlTargetElement("icon", Attributes = "name", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>sms, voice, office, email, questions, app, key, password, unlock, tick or warning.</summary>
    public string Name { get; set; } = "";

    /// <summary>The page being rendered; set by the framework.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var use = new TagBuilder("use");
        use.Attributes["href"] = $"{ViewContext.HttpContext.Request.PathBase}/icons.svg#{Name}";
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Content.AppendHtml(use);
    }
}
