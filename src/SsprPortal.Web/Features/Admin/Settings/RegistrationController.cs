using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What people are asked to register, and when.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class RegistrationController(PolicyEditing editing) : Controller
{
    private const string Path = "/admin/registration";

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("Registration", RegistrationForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] RegistrationForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("Registration", form);
    }

    /// <summary>Shows what saving would do to people.</summary>
    [HttpPost("effect")]
    [Administration(PortalRole.Administrator)]
    public async Task<IActionResult> Effect([FromForm] RegistrationForm form, [FromQuery] string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        await editing.ShowEffectAsync(this, form, after, cancellationToken);
        return View("Registration", form);
    }
}
