using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What the organisation knows of people that may prove them.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class ContactsController(PolicyEditing editing) : Controller
{
    private const string Path = "/admin/contacts";

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("Contacts", ContactsForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] ContactsForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("Contacts", form);
    }

    /// <summary>Shows what saving would do to people.</summary>
    [HttpPost("effect")]
    [Administration(PortalRole.Administrator)]
    public async Task<IActionResult> Effect([FromForm] ContactsForm form, [FromQuery] string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        await editing.ShowEffectAsync(this, form, after, cancellationToken);
        return View("Contacts", form);
    }
}
