using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Imports;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Import;

/// <summary>One import: what would become of its first lines, how far it is, what its errors are.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/import/{id:guid}")]
public sealed class ProgressController(IImports imports, IStringLocalizer<ImportTexts> texts) : Controller
{
    private const int PageSize = 50;
    private const int StreamedAtOnce = 1000;

    /// <summary>Shows it.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, [FromQuery] long after, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, cancellationToken) is not { } import)
            return NotFound();
        var preview = import.State == ImportState.Ready ? await imports.PreviewAsync(id, User.Actor(), HttpContext.Caller(), cancellationToken) : [];
        var errors = import.Failed == 0 ? [] : await imports.ErrorsAsync(id, after, PageSize + 1, cancellationToken);
        return View("Progress", new ProgressPage(import, preview, [.. errors.Take(PageSize)], errors.Count > PageSize ? errors[PageSize - 1].Id : null, after > 0));
    }

    /// <summary>How far it is, for a page that is open.</summary>
    [HttpGet("state")]
    public async Task<IActionResult> State([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await imports.FindAsync(id, cancellationToken) is { } import
            ? Json(new { processed = import.Processed, over = import.State is not ImportState.Running, text = texts["Progress", import.Processed, import.Lines].Value })
            : NotFound();

    /// <summary>Begins to write.</summary>
    [HttpPost("start")]
    [FreshProof]
    public async Task<IActionResult> Start([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        await imports.StartAsync(id, User.Actor(), HttpContext.Caller(), cancellationToken);
        return Redirect($"/admin/import/{id}");
    }

    /// <summary>Ends it; what was written stays.</summary>
    [HttpPost("cancel")]
    public async Task<IActionResult> Cancel([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        await imports.CancelAsync(id, User.Actor(), HttpContext.Caller(), cancellationToken);
        return Redirect($"/admin/import/{id}");
    }

    /// <summary>All its errors as a file.</summary>
    [HttpGet("errors")]
    public async Task<IActionResult> Errors([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, cancellationToken) is null)
            return NotFound();
        return new CsvFile("import-errors", [texts["Line"], texts["Column"], texts["Reason"]], RowsAsync(id, cancellationToken));
    }

    private async IAsyncEnumerable<string?[]> RowsAsync(Guid id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        while (await imports.ErrorsAsync(id, after, StreamedAtOnce, cancellationToken) is { Count: > 0 } errors)
        {
            foreach (var error in errors)
                yield return [error.Line.ToString(CultureInfo.InvariantCulture), error.Column, texts[$"Reason.{error.Reason}"]];
            after = errors[^1].Id;
        }
    }
}

/// <summary>What the page shows.</summary>
/// <param name="Import">The import.</param>
/// <param name="Preview">What would become of the first lines.</param>
/// <param name="Errors">A page of errors.</param>
/// <param name="Next">What the next page is asked for with; null when this is the last.</param>
/// <param name="IsLater">Whether this is not the first page of errors.</param>
public sealed record ProgressPage(Core.Imports.Import Import, IReadOnlyList<ImportPreview> Preview, IReadOnlyList<ImportError> Errors, long? Next, bool IsLater);
