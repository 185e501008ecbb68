using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary><c>&lt;file-field for="File" label="…" hint="…" accept="image/png" /&gt;</c>: a file; no browser keeps which one it was.</summary>
[HtmlTargetElement("file-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FileFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <inheritdoc />
    protected override string? Value(ModelStateEntry? entry) => null;

    /// <inheritdoc />
    protected override void Refine(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        input.Attributes["type"] = "file";
    }
}
