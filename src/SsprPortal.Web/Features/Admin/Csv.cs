using System.Buffers;
using System.Text;

namespace SsprPortal.Web.Features.Admin;

/// <summary>
/// How the portal writes CSV (RFC 4180): UTF-8 with a byte order mark, so that spreadsheets read Japanese; a cell that a spreadsheet
/// would take for a formula begins with an apostrophe (OWASP, CSV injection).
/// </summary>
public static class CsvText
{
    /// <summary>The media type of the files.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

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
        var cell = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";
        return cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
