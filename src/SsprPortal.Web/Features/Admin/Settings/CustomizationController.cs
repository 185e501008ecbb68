using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>How the portal presents the organisation, and where it is.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class CustomizationController(PolicyEditing editing) : Controller
{
    private const string Path = "/admin/customization";

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("Customization", CustomizationForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] CustomizationForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("Customization", form);
    }
}
