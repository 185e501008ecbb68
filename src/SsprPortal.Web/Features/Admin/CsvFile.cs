using Microsoft.AspNetCore.Mvc;

namespace SsprPortal.Web.Features.Admin;

/// <summary>A file that is sent while it is written: however many lines, a page of them is in memory.</summary>
/// <param name="name">What the browser calls it.</param>
/// <param name="lines">Lines as <see cref="CsvText.Line"/> makes them.</param>
public sealed class CsvFile(string name, IAsyncEnumerable<string> lines) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.HttpContext.Response;
        response.ContentType = CsvText.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await using var writer = new StreamWriter(response.Body, CsvText.Encoding, leaveOpen: true);
        await foreach (var line in lines.WithCancellation(context.HttpContext.RequestAborted))
            await writer.WriteAsync(line);
    }
}
