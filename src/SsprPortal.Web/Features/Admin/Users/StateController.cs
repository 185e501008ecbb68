using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>Letting an account be used, or not.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/users/{id:guid}/state")]
public sealed class StateController(RoleService roles, IDirectory directory, IStringLocalizer<UsersTexts> texts) : Controller
{
    /// <summary>Says what it does.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) => await directory.GetAsync(id, cancellationToken) is { } person
        ? View("Confirm", new ConfirmPage(person.Enabled ? "Disable" : "Enable", person) { Fields = [new(nameof(StateForm.Enabled), person.Enabled ? "false" : "true")] })
        : NotFound();

    /// <summary>Does what the page said, whatever the account is now.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] Guid id, [FromForm] StateForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Enabled is not { } enabled)
            return BadRequest();
        var result = await roles.SetEnabledAsync(id, enabled, User.Person(), HttpContext.Caller(), cancellationToken);
        if (result is ActResult.Done or ActResult.Nothing)
            return Redirect($"/admin/users/{id:D}?done={(result == ActResult.Nothing ? "nothing" : enabled ? "enabled" : "disabled")}");
        ModelState.AddModelError("", texts[$"Act.{result}"]);
        return await Show(id, cancellationToken);
    }
}

/// <summary>What an account shall be.</summary>
public sealed class StateForm
{
    /// <summary>Whether it may be used.</summary>
    public bool? Enabled { get; set; }
}
