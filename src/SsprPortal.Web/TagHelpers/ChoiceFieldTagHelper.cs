using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.TagHelpers;

/// <summary>One of the answers to choose from.</summary>
/// <param name="Value">What it posts.</param>
/// <param name="Text">What it says.</param>
/// <param name="Hint">What choosing it means; null when that is plain.</param>
public sealed record Choice(string Value, string Text, string? Hint = null);

/// <summary><c>&lt;choice-field name="Scope" chosen="All" label="…" choices="@choices" /&gt;</c>: one of few answers, each with what it means.</summary>
[HtmlTargetElement("choice-field", Attributes = "name,choices", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ChoiceFieldTagHelper(IStringLocalizer<SharedTexts> texts) : GroupFieldTagHelper(texts)
{
    /// <summary>The value that is chosen; null while none is.</summary>
    public string? Chosen { get; set; }

    /// <summary>What may be chosen.</summary>
    public IEnumerable<Choice> Choices { get; set; } = [];

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        base.Process(context, output);
        output.Attributes.SetAttribute("class", output.Attributes["class"].Value + " methods");
        foreach (var choice in Choices)
        {
            var label = new TagBuilder("label");
            label.AddCssClass("choice");
            label.InnerHtml.AppendHtml(CheckFieldTagHelper.Box("radio", Name, choice.Value, choice.Value == Chosen)).AppendHtml(CheckFieldTagHelper.Words(choice.Text, choice.Hint));
            output.Content.AppendHtml(label);
        }
    }
}
