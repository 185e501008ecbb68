using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;timeout-warning expires-in="@remaining" /&gt;</c> after the form: warns when two minutes are left of a page that ends by itself.</summary>
[HtmlTargetElement("timeout-warning", Attributes = "expires-in", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TimeoutWarningTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>How long the page is still good for. A span, not an instant: the device's clock may be wrong.</summary>
    public TimeSpan ExpiresIn { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "timeout");
        output.Attributes.SetAttribute("role", "status");
        output.Attributes.SetAttribute("data-expires-in", Math.Max(0, (int)ExpiresIn.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("data-soon", texts["TimeoutSoon"].Value);
        output.Attributes.SetAttribute("data-over", texts["TimeoutOver"].Value);
    }
}
