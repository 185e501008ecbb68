using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What the portal does in a directory of the organisation.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class OnPremisesController(PolicyEditing editing) : Controller
{
    private const string Path = "/admin/onpremises";

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("OnPremises", OnPremisesForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] OnPremisesForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("OnPremises", form);
    }
}
