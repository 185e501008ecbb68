using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Imports;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Import;

/// <summary>Takes files of accounts in. Nothing is written before somebody has seen what would become of the first lines, and starts it.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/import")]
public sealed class ImportController(IImports imports, IPolicyStore policies, IStringLocalizer<ImportTexts> texts) : Controller
{
    /// <summary>Asks for a file, and shows what became of the last ones.</summary>
    [HttpGet]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(cancellationToken);

    /// <summary>Reads the file as it comes.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        var upload = HttpContext.Features.Get<UploadedFile>() is { } file
            ? await imports.UploadAsync(file.Content, User.Actor(), HttpContext.Caller(), cancellationToken)
            : new(null, ImportRefusal.Empty);
        if (upload.Id is { } id)
            return Redirect($"/admin/import/{id}");
        ModelState.AddModelError("File", texts[$"Refused.{upload.Refusal}", upload.Detail ?? "", string.Join(", ", ImportColumns.All)]);
        return await PageAsync(cancellationToken);
    }

    private async Task<IActionResult> PageAsync(CancellationToken cancellationToken) =>
        View("Import", new ImportList(await imports.ListAsync(cancellationToken), TimeZoneInfo.FindSystemTimeZoneById((await policies.GetAsync(cancellationToken)).TimeZone)));
}

/// <summary>What the page shows.</summary>
/// <param name="Last">The last imports.</param>
/// <param name="Zone">Where the organisation is.</param>
public sealed record ImportList(IReadOnlyList<Core.Imports.Import> Last, TimeZoneInfo Zone)
{
    /// <summary>Names the field of the file, which is read while it is sent and kept nowhere.</summary>
    public IFormFile? File { get; init; }
}
