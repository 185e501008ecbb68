using System.Collections;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using QRCoder;

namespace SsprPortal.Web.TagHelpers;

/// <summary>
/// <c>&lt;qr-code text="@Model.KeyUri" label="…" /&gt;</c>: a QR code drawn in the page itself, as its text may be a secret, which no
/// address of an image must hold. What cannot be scanned has to stand beside it in words.
/// </summary>
[HtmlTargetElement("qr-code", Attributes = "text,label", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class QrCodeTagHelper : TagHelper
{
    /// <summary>What a camera reads; never empty.</summary>
    public string Text { get; set; } = "";

    /// <summary>What a screen reader says of it.</summary>
    public string Label { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentException.ThrowIfNullOrEmpty(Text);
        // The least correction: nothing covers or scratches a screen, and fewer modules are larger ones.
        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.L);
        var rows = code.ModuleMatrix; // with the quiet zone of four modules
        var path = new TagBuilder("path");
        path.Attributes["d"] = Draw(rows);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qr-code");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Attributes.SetAttribute("focusable", "false");
        output.Attributes.SetAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {rows.Count} {rows.Count}"));
        output.Attributes.SetAttribute("shape-rendering", "crispEdges"); // else rows show seams
        output.Content.AppendHtml(path);
    }

    // A box for each run of dark modules in a row.
    private static string Draw(List<BitArray> rows)
    {
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            var run = 0;
            for (var x = 0; x <= rows.Count; x++)
            {
                if (x < rows.Count && rows[y][x])
                {
                    run++;
                }
                else if (run > 0)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x - run} {y}h{run}v1h-{run}z");
                    run = 0;
                }
            }
        }

        return path.ToString();
    }
}
