using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary>
/// <c>&lt;field for="UserName" label="…" hint="…" /&gt;</c>: label, hint, error and input, tied together for assistive technology.
/// Attributes that are not named here go to the input; <c>class</c> goes to the box around it.
/// </summary>
[HtmlTargetElement("field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public class FieldTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>The property that the field fills.</summary>
    public ModelExpression For { get; set; } = null!;

    /// <summary>What the field is called; without it, the property's display name.</summary>
    public string? Label { get; set; }

    /// <summary>One sentence of help between label and input.</summary>
    public string? Hint { get; set; }

    /// <summary>The input's type.</summary>
    public string Type { get; set; } = "text";

    /// <summary>What the browser may fill in (WCAG 1.3.5).</summary>
    public string? Autocomplete { get; set; }

    /// <summary>Which keyboard a phone shows.</summary>
    [HtmlAttributeName("inputmode")]
    public string? InputMode { get; set; }

    /// <summary>The longest text accepted; without it, the one of <see cref="StringLengthAttribute"/> or <see cref="MaxLengthAttribute"/>.</summary>
    [HtmlAttributeName("maxlength")]
    public int? MaxLength { get; set; }

    /// <summary>The page being rendered; set by the framework.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>The shared texts.</summary>
    protected IStringLocalizer<SharedTexts> Texts { get; } = texts;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var entry = ViewContext.ViewData.ModelState.GetValueOrDefault(name);
        var error = ErrorText(entry);

        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.StartTag };
        foreach (var attribute in output.Attributes.Where(a => !a.Name.Equals("class", StringComparison.OrdinalIgnoreCase)))
        {
            input.Attributes[attribute.Name] = attribute.ValueStyle == HtmlAttributeValueStyle.Minimized ? "" : attribute.Value?.ToString();
        }

        Set(input, "id", id);
        Set(input, "name", name);
        Set(input, "type", Type);
        Set(input, "autocomplete", Autocomplete);
        Set(input, "inputmode", InputMode);
        Set(input, "maxlength", (MaxLength ?? LongestByMetadata())?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Set(input, "value", Value(entry));
        Set(input, "aria-required", For.Metadata.IsRequired ? "true" : null);
        Set(input, "aria-invalid", error is null ? null : "true");
        Set(input, "aria-describedby", Described(id, Hint, error));
        Refine(input);

        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.InnerHtml.Append(Label ?? For.Metadata.GetDisplayName());

        var boxClass = output.Attributes["class"]?.Value?.ToString();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", string.Join(' ', new[] { "field", error is null ? null : "invalid", boxClass }.OfType<string>()));
        output.Content.AppendHtml(label);
        if (Hint is not null)
        {
            output.Content.AppendHtml(Paragraph($"{id}-hint", "hint", Hint));
        }

        if (error is not null)
        {
            output.Content.AppendHtml(ErrorParagraph(id, error, Texts));
        }

        output.Content.AppendHtml(Surround(input));
    }

    /// <summary>What is written into the input: what was typed, else what the model says.</summary>
    protected virtual string? Value(ModelStateEntry? entry) => entry?.AttemptedValue ?? Convert.ToString(For.Model, System.Globalization.CultureInfo.CurrentCulture);

    /// <summary>Lets a kind of field adjust its input.</summary>
    protected virtual void Refine(TagBuilder input)
    {
    }

    /// <summary>Lets a kind of field put its input into a box.</summary>
    protected virtual TagBuilder Surround(TagBuilder input) => input;

    /// <summary>Sets an attribute, unless there is nothing to set or the page has set it.</summary>
    protected static void Set(TagBuilder tag, string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (value is not null && !tag.Attributes.ContainsKey(name))
        {
            tag.Attributes[name] = value;
        }
    }

    internal static string? ErrorText(ModelStateEntry? entry) => entry?.Errors.FirstOrDefault()?.ErrorMessage;

    /// <summary>The ids of what is said of a field beside its label; null when nothing is.</summary>
    internal static string? Described(string id, string? hint, string? error) =>
        hint is null && error is null ? null : string.Join(' ', new[] { hint is null ? null : $"{id}-hint", error is null ? null : $"{id}-error" }.OfType<string>());

    /// <summary>What is wrong with a field, as a screen reader reads it too.</summary>
    internal static TagBuilder ErrorParagraph(string id, string error, IStringLocalizer<SharedTexts> texts)
    {
        var paragraph = Paragraph($"{id}-error", "error", "");
        var prefix = new TagBuilder("span");
        prefix.AddCssClass("visually-hidden");
        prefix.InnerHtml.Append(texts["ErrorPrefix"].Value);
        var text = new TagBuilder("span");
        text.InnerHtml.Append(error);
        paragraph.InnerHtml.AppendHtml(prefix).AppendHtml(text);
        return paragraph;
    }

    internal static TagBuilder Paragraph(string id, string cssClass, string text)
    {
        var paragraph = new TagBuilder("p");
        paragraph.Attributes["id"] = id;
        paragraph.AddCssClass(cssClass);
        paragraph.InnerHtml.Append(text);
        return paragraph;
    }

    private int? LongestByMetadata()
    {
        var rules = For.Metadata.ValidatorMetadata;
        return rules.OfType<StringLengthAttribute>().FirstOrDefault()?.MaximumLength ?? rules.OfType<MaxLengthAttribute>().FirstOrDefault()?.Length;
    }
}
