using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary>
/// <c>&lt;password-field for="NewPassword" autocomplete="new-password" label="…" /&gt;</c>: pasting works, a button shows what was typed,
/// and what was typed never comes back in a page.
/// </summary>
[HtmlTargetElement("password-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PasswordFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <inheritdoc />
    protected override string? Value(ModelStateEntry? entry) => null;

    /// <inheritdoc />
    protected override void Refine(TagBuilder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        input.Attributes["type"] = "password";
        Set(input, "autocomplete", "current-password");
        Set(input, "spellcheck", "false");
        Set(input, "autocapitalize", "off");
    }

    /// <inheritdoc />
    protected override TagBuilder Surround(TagBuilder input)
    {
        var box = new TagBuilder("div");
        box.AddCssClass("password");
        var button = new TagBuilder("button");
        button.Attributes["type"] = "button";
        // Without script it could do nothing: the script uncovers it.
        button.Attributes["hidden"] = "";
        button.Attributes["aria-label"] = Texts["ShowPasswordLabel"];
        button.Attributes["data-show"] = Texts["ShowPassword"];
        button.Attributes["data-hide"] = Texts["HidePassword"];
        button.Attributes["data-show-label"] = Texts["ShowPasswordLabel"];
        button.Attributes["data-hide-label"] = Texts["HidePasswordLabel"];
        button.InnerHtml.Append(Texts["ShowPassword"].Value);
        box.InnerHtml.AppendHtml(input).AppendHtml(button);
        return box;
    }
}
