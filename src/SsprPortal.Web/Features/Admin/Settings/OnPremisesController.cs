using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>The directory of the organisation: its settings, how it is, how the record of its people stands, and what the portal does in it.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class OnPremisesController(PolicyEditing editing, IDirectoryCheck check, DirectoryReading reading, IDirectorySyncStates syncs, IStringLocalizer<SettingsTexts> texts) : Controller
{
    private const string Path = "/admin/onpremises";

    /// <summary>Shows what is so now; every server is asked, for a few seconds at most.</summary>
    [HttpGet]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(cancellationToken);

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] OnPremisesForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        form.FaultOfFilter = check.FaultOfFilter;
        if (await editing.TrySaveAsync(this, form, cancellationToken))
        {
            // Whom the settings mean is known after the next reading: nobody waits for the hour.
            if (form.Kind != nameof(DirectoryChoice.None))
                await syncs.RequestAsync(0, cancellationToken);
            return Redirect(Path + "?saved=1");
        }

        // A password is never sent back to the page: whoever saves again without it would save without it.
        if (form.DirectoryPassword is not null && ModelState[nameof(form.ServicePassword)]?.Errors is not { Count: > 0 })
            ModelState.AddModelError(nameof(form.ServicePassword), texts["OnPremises.ServicePassword.Again"]);
        return View("OnPremises", form);
    }

    /// <summary>Has everybody read anew, and people removed who are gone, as many as the administrator was told of.</summary>
    [HttpPost("reading")]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Read([FromForm] int mayRemove, CancellationToken cancellationToken)
    {
        if (ModelState.IsValid && mayRemove >= 0 && await reading.RequestAsync(mayRemove, User.Actor(), HttpContext.Caller(), cancellationToken))
            return Redirect(Path + "?asked=1");
        ModelState.Clear();
        ModelState.AddModelError("", texts["OnPremises.Reading.Changed"]);
        ViewData["LanguagePath"] = Path;
        return await PageAsync(cancellationToken);
    }

    private async Task<IActionResult> PageAsync(CancellationToken cancellationToken)
    {
        var form = OnPremisesForm.Of(await editing.ReadAsync(cancellationToken));
        form.Status = await DirectoryStatus.ReadAsync(form.Saved.Directory, check, cancellationToken);
        form.Reading = await reading.StateAsync(cancellationToken);
        return View("OnPremises", form);
    }
}
