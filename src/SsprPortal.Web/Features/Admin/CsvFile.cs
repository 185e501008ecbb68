using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace SsprPortal.Web.Features.Admin;

/// <summary>A CSV file that is written while its rows are read: as long as it may be, a page of it is in memory.</summary>
/// <param name="name">Its name, without the ending.</param>
/// <param name="columns">The names of the columns.</param>
/// <param name="rows">The rows.</param>
public sealed class CsvFile(string name, IReadOnlyList<string> columns, IAsyncEnumerable<string?[]> rows) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.HttpContext.Response;
        response.ContentType = CsvText.ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{name}.csv" }.ToString();
        await using var writer = new StreamWriter(response.Body, CsvText.Encoding);
        await writer.WriteAsync(CsvText.Line([.. columns]));
        await foreach (var row in rows.WithCancellation(context.HttpContext.RequestAborted))
            await writer.WriteAsync(CsvText.Line(row));
    }
}
