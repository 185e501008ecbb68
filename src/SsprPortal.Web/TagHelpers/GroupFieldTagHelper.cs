using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;group-field name="Methods" label="…"&gt;…&lt;/group-field&gt;</c>: fields that answer one question; what is wrong is wrong with all of them.</summary>
[HtmlTargetElement("group-field", Attributes = "name")]
public class GroupFieldTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>What an error of the group is filed under.</summary>
    public string Name { get; set; } = "";

    /// <summary>The question.</summary>
    public string Label { get; set; } = "";

    /// <summary>One sentence of help below it.</summary>
    public string? Hint { get; set; }

    /// <summary>The page being rendered; set by the framework.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var error = FieldTagHelper.ErrorText(ViewContext.ViewData.ModelState.GetValueOrDefault(Name));
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("id", Name);
        output.Attributes.SetAttribute("class", error is null ? "field" : "field invalid");
        // The summary of errors leads here.
        output.Attributes.SetAttribute("tabindex", "-1");
        if (FieldTagHelper.Described(Name, Hint, error) is { } described)
            output.Attributes.SetAttribute("aria-describedby", described);
        var legend = new TagBuilder("legend");
        legend.InnerHtml.Append(Label);
        output.PreContent.AppendHtml(legend);
        if (Hint is not null)
            output.PreContent.AppendHtml(FieldTagHelper.Paragraph($"{Name}-hint", "hint", Hint));
        if (error is not null)
            output.PreContent.AppendHtml(FieldTagHelper.ErrorParagraph(Name, error, texts));
    }
}
