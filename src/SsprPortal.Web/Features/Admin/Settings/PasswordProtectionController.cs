using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What new passwords must be.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class PasswordProtectionController(PolicyEditing editing) : Controller
{
    private const string Path = "/admin/passwordprotection";

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("PasswordProtection", PasswordProtectionForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] PasswordProtectionForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("PasswordProtection", form);
    }

    /// <summary>Shows what saving would do to people.</summary>
    [HttpPost("effect")]
    [Administration(PortalRole.Administrator)]
    public async Task<IActionResult> Effect([FromForm] PasswordProtectionForm form, [FromQuery] string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        await editing.ShowEffectAsync(this, form, after, cancellationToken);
        return View("PasswordProtection", form);
    }
}
