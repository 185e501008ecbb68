using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;answer-field for="Answer1" label="…" /&gt;</c>: an answer to a security question, a recovery code. It can be read while it is typed, and never comes back in a page.</summary>
[HtmlTargetElement("answer-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class AnswerFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <inheritdoc />
    protected override string? Value(ModelStateEntry? entry) => null;

    /// <inheritdoc />
    protected override void Refine(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Set(input, "autocomplete", "off");
        Set(input, "maxlength", "160");
        Set(input, "spellcheck", "false");
        Set(input, "autocapitalize", "off");
    }
}
