using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>Giving somebody roles in the portal, and taking them.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/users/{id:guid}/roles")]
public sealed class RolesController(RoleService roles, IPeople people, [FromKeyedServices(IDirectory.Portal)] IDirectory directory, IStringLocalizer<UsersTexts> texts) : Controller
{
    /// <summary>Shows what the person holds.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) => await PageAsync(id, RolesForm.Of(await people.RolesAsync(id, cancellationToken)), cancellationToken);

    /// <summary>Lets the person hold what was ticked.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] Guid id, [FromForm] RolesForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var result = await roles.SetRolesAsync(id, form.Chosen(), User.Person(), HttpContext.Caller(), cancellationToken);
        if (result is ActResult.Done or ActResult.Nothing)
            return Redirect($"/admin/users/{id:D}?done={(result == ActResult.Done ? "roles" : "nothing")}");
        ModelState.AddModelError("", texts[$"Act.{result}"]);
        return await PageAsync(id, form, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(Guid id, RolesForm form, CancellationToken cancellationToken)
    {
        if (await directory.GetAsync(id, cancellationToken) is not { } person)
            return NotFound();
        form.Person = person;
        return View("Roles", form);
    }
}

/// <summary>The roles that were ticked.</summary>
public sealed class RolesForm
{
    /// <summary><see cref="PortalRole.Administrator"/>.</summary>
    public bool Administrator { get; set; }

    /// <summary><see cref="PortalRole.HelpDesk"/>.</summary>
    public bool HelpDesk { get; set; }

    /// <summary><see cref="PortalRole.Auditor"/>.</summary>
    public bool Auditor { get; set; }

    /// <summary>Whose; never bound.</summary>
    internal DirectoryUser? Person { get; set; }

    internal static RolesForm Of(IReadOnlySet<PortalRole> roles) =>
        new() { Administrator = roles.Contains(PortalRole.Administrator), HelpDesk = roles.Contains(PortalRole.HelpDesk), Auditor = roles.Contains(PortalRole.Auditor) };

    internal IReadOnlySet<PortalRole> Chosen() => Enum.GetValues<PortalRole>().Where(Has).ToHashSet();

    internal bool Has(PortalRole role) => role switch
    {
        PortalRole.Administrator => Administrator,
        PortalRole.HelpDesk => HelpDesk,
        PortalRole.Auditor => Auditor,
    };
}
