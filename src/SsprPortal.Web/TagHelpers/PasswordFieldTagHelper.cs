using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary>
/// <c>&lt;password-field for="NewPassword" autocomplete="new-password" label="…" /&gt;</c>: pasting works, a button shows what was typed,
/// and what was typed never comes back in a page. With <c>strength="…"</c>, words that would be tried first, a page that loads
/// password-strength.js also says how hard it is to guess.
/// </summary>
[HtmlTargetElement("password-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PasswordFieldTagHelper(IStringLocalizer<SharedTexts> texts, IStringLocalizer<PasswordTexts> passwordTexts) : FieldTagHelper(texts)
{
    /// <summary>What is known of the person and would be tried first; null shows no strength.</summary>
    public IReadOnlyList<string>? Strength { get; set; }

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
        if (Strength is null)
            return box;
        var both = new TagBuilder("div");
        both.InnerHtml.AppendHtml(box).AppendHtml(StrengthOf(Strength));
        return both;
    }

    // Empty without script. The live region is there from the start: what appears together with its region is often not read out.
    private TagBuilder StrengthOf(IReadOnlyList<string> guesses)
    {
        var strength = new TagBuilder("div");
        strength.AddCssClass("strength");
        strength.Attributes["data-guesses"] = JsonSerializer.Serialize(guesses);
        strength.Attributes["data-levels"] = JsonSerializer.Serialize(Enumerable.Range(0, 5).Select(level => passwordTexts["Strength", passwordTexts[$"Strength.{level}"]].Value));
        var meter = new TagBuilder("meter");
        foreach (var (name, value) in new[] { ("min", "0"), ("max", "5"), ("low", "3"), ("high", "4"), ("optimum", "5"), ("value", "0"), ("hidden", ""), ("aria-hidden", "true") })
            meter.Attributes[name] = value;
        var words = new TagBuilder("span");
        words.Attributes["role"] = "status";
        strength.InnerHtml.AppendHtml(meter).AppendHtml(words);
        return strength;
    }
}
