using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;step-indicator current="2" steps="@steps" /&gt;</c>: where one is; colour is not the only sign.</summary>
[HtmlTargetElement("step-indicator", Attributes = "current,steps", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StepIndicatorTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>The present step, counted from 1; past the last, all are done.</summary>
    public int Current { get; set; }

    /// <summary>What the steps are called.</summary>
    public IEnumerable<string> Steps { get; set; } = [];

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "steps");
        output.Attributes.SetAttribute("aria-label", texts["StepsLabel"].Value);
        var number = 0;
        foreach (var step in Steps)
        {
            number++;
            var item = new TagBuilder("li");
            var name = new TagBuilder("span");
            name.InnerHtml.Append(step);
            item.InnerHtml.AppendHtml(name);
            if (number == Current)
            {
                item.Attributes["aria-current"] = "step";
            }
            else if (number < Current)
            {
                item.AddCssClass("done");
                var done = new TagBuilder("span");
                done.AddCssClass("visually-hidden");
                done.InnerHtml.Append(" " + texts["StepDone"].Value);
                item.InnerHtml.AppendHtml(done);
            }

            output.Content.AppendHtml(item);
        }
    }
}
