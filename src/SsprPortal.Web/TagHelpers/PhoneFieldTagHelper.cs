using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;phone-field for="PhoneNumber" label="…" hint="…" /&gt;</c>: one field for the whole number with its country code, as browsers fill it in.</summary>
[HtmlTargetElement("phone-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PhoneFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <inheritdoc />
    protected override void Refine(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        input.Attributes["type"] = "tel";
        Set(input, "autocomplete", "tel");
        Set(input, "maxlength", "40");
        Set(input, "placeholder", Texts["PhonePlaceholder"]);
    }
}
