using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CsvHelper;
using SsprPortal.Core.Imports;

namespace SsprPortal.Data.Imports;

/// <summary>A line of a file: its cells in the order of <see cref="ImportColumns.All"/>, null where the file has no such column.</summary>
/// <param name="Number">The line of the file, from 1.</param>
/// <param name="Cells">Null when it is no line of this file.</param>
internal sealed record ImportLine(int Number, string?[]? Cells)
{
    /// <summary>Whether a line before has this user name.</summary>
    public bool IsTwice { get; init; }
}

/// <summary>The file is not taken.</summary>
internal sealed class ImportRefusedException(ImportRefusal refusal, string? detail = null) : IOException(refusal.ToString())
{
    public ImportRefusal Refusal { get; } = refusal;

    public string? Detail { get; } = detail;
}

/// <summary>Reads the lines of a file as it is sent.</summary>
internal static partial class ImportFile
{
    // Wider than any line of people may be; binary files and minified ones end here.
    private const int MaxLine = 64 * 1024;

    private static readonly char[] Separators = [',', ';', '\t'];

    public static async IAsyncEnumerable<ImportLine> ReadAsync(UploadedText text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var malformed = new HashSet<long>();
        var options = new CsvReaderOptions
        {
            Separator = Separator((await text.PeekAsync(cancellationToken)).Span),
            HasHeader = false,
            TrimWhitespace = true,
            // A quotation mark that is not closed spoils its line and no other.
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = MaxLine,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => malformed.Add(record.LineNumber),
        };
        await using var reader = CsvReader.Create(text, options, leaveOpen: true);
        var columns = await NextAsync(reader, cancellationToken) ? Columns(Record(reader)) : throw new ImportRefusedException(ImportRefusal.Empty);
        while (await NextAsync(reader, cancellationToken))
        {
            var record = Record(reader);
            if (!record.All(string.IsNullOrEmpty))
                yield return new((int)reader.LineNumber, malformed.Remove(reader.LineNumber) || record.Length != columns.Length ? null : Cells(record, columns));
        }
    }

    private static async Task<bool> NextAsync(CsvReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException)
        {
            throw new ImportRefusedException(ImportRefusal.LineTooLong);
        }
    }

    private static string[] Record(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];

    // The one that stands most often in the header.
    private static char Separator(ReadOnlySpan<char> beginning)
    {
        var end = beginning.IndexOfAny('\r', '\n');
        var header = end < 0 ? beginning : beginning[..end];
        var (best, most) = (Separators[0], 0);
        foreach (var separator in Separators)
        {
            if (header.Count(separator) is var count && count > most)
                (best, most) = (separator, count);
        }

        return best;
    }

    private static int[] Columns(string[] header)
    {
        var columns = Array.ConvertAll(header, name => ImportColumns.All.ToList().FindIndex(column => string.Equals(column, name.Trim(), StringComparison.OrdinalIgnoreCase)));
        if (Array.IndexOf(columns, -1) is >= 0 and var unknown)
        {
            throw columns.Contains(0)
                ? new ImportRefusedException(ImportRefusal.UnknownColumn, header[unknown].Length <= 64 ? header[unknown] : header[unknown][..64])
                : new ImportRefusedException(ImportRefusal.NoUserName);
        }

        if (columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ImportRefusedException(ImportRefusal.ColumnTwice, ImportColumns.All[twice.Key]);
        return columns.Contains(0) ? columns : throw new ImportRefusedException(ImportRefusal.NoUserName);
    }

    private static string?[] Cells(string[] record, int[] columns)
    {
        var cells = new string?[ImportColumns.All.Count];
        for (var at = 0; at < columns.Length; at++)
            cells[columns[at]] = Plain(record[at]);
        return cells;
    }

    // The apostrophe before what a spreadsheet would take for a formula is not a part of the text.
    private static string Plain(string cell) => Apostrophe().Replace(cell, "");

    [GeneratedRegex(@"(?:\A|(?<=[;\t]))'(?=[=+\-@＝＋－＠])")]
    private static partial Regex Apostrophe();
}
