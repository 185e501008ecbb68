using System.Net;
using System.Text.RegularExpressions;

namespace SsprPortal.Messaging.Smtp;

/// <summary>The HTML twin of a plain text: same words, encoded, styled inline because mail programs drop style sheets.</summary>
internal static partial class EmailHtml
{
    /// <summary>Writes one HTML document: the organisation's name, and a paragraph for each one of the text.</summary>
    public static string From(string text, string subject, string organisation, string language) =>
        $"""
        <!DOCTYPE html>
        <html lang="{Encode(language)}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(subject)}</title></head>
        <body style="margin:0;padding:24px;background:#f4f5f7;color:#1c2024;font:16px/1.6 system-ui,'Segoe UI','Hiragino Sans','Noto Sans JP',sans-serif">
        <div style="max-width:560px;margin:0 auto;padding:24px 32px;background:#ffffff;border:1px solid #d9dce1;border-radius:8px">
        <p style="margin:0 0 16px;font-weight:600">{Encode(organisation)}</p>
        {string.Join("\n", Paragraphs(text))}
        </div>
        </body>
        </html>
        """;

    private static IEnumerable<string> Paragraphs(string text) =>
        from paragraph in EmptyLines().Split(text.Trim())
        select $"""<p style="margin:0 0 16px">{Encode(paragraph).ReplaceLineEndings("<br>")}</p>""";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"(?:\r?\n[ \t]*){2,}")]
    private static partial Regex EmptyLines();
}
