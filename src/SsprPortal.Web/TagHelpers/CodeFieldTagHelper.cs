using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;code-field for="Code" label="…" /&gt;</c>: one wide field for a one-time code; the phone offers the code from the message.</summary>
[HtmlTargetElement("code-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CodeFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <summary>A spent or wrong code is typed anew.</summary>
    protected override string? Value(ModelStateEntry? entry) => null;

    /// <inheritdoc />
    protected override void Refine(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        input.AddCssClass("code");
        Set(input, "autocomplete", "one-time-code");
        Set(input, "inputmode", "numeric");
        // Longer than a code: pasted spaces, and full-width digits from a Japanese keyboard, are put right by the server.
        Set(input, "maxlength", "20");
        Set(input, "spellcheck", "false");
        Set(input, "autocapitalize", "off");
    }
}
