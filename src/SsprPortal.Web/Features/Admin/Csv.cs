using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace SsprPortal.Web.Features.Admin;

/// <summary>
/// How the portal writes CSV (RFC 4180): UTF-8 with a byte order mark, so that spreadsheets read Japanese; a cell that a spreadsheet
/// would take for a formula begins with an apostrophe (OWASP, CSV injection).
/// </summary>
public static partial class CsvText
{
    /// <summary>The media type of the files.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t\"\r\n");

    /// <summary>UTF-8 whose preamble a file begins with.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    /// <summary>One line, with the CRLF that ends it.</summary>
    public static string Line(params string?[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return string.Join(',', cells.Select(Cell)) + "\r\n";
    }

    private static string Cell(string? text)
    {
        var cell = Formula().Replace(text ?? "", "'");
        return cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    // Where a spreadsheet would begin a formula: at the beginning, or after what divides cells in another country. Full width counts too.
    [GeneratedRegex(@"\A(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])")]
    private static partial Regex Formula();
}
