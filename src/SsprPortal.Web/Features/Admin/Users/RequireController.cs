using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>Demanding that a person registers anew.</summary>
[Administration(PortalRole.Administrator, PortalRole.HelpDesk)]
[Route("/admin/users/{id:guid}/registration")]
public sealed class RequireController(HelpDesk desk, IDirectory directory, IStringLocalizer<UsersTexts> texts) : Controller
{
    /// <summary>Says what it does.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await directory.GetAsync(id, cancellationToken) is { } person ? View("Confirm", new ConfirmPage("Require", person)) : NotFound();

    /// <summary>Demands it.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        var result = await desk.RequireRegistrationAsync(id, User.Person(), HttpContext.Caller(), cancellationToken);
        if (result == ActResult.Done)
            return Redirect($"/admin/users/{id:D}?done=registration");
        ModelState.AddModelError("", texts[$"Act.{result}"]);
        return await Show(id, cancellationToken);
    }
}
