using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Groups;

/// <summary>A group that is to be deleted.</summary>
/// <param name="File">The group with those around it.</param>
/// <param name="IsUsed">Whether policy uses it: then it stays.</param>
public sealed record DeleteGroupPage(GroupFile File, bool IsUsed);

/// <summary>Deleting a group.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/groups/{id:guid}/delete")]
public sealed class DeleteGroupController(IGroups groups, IPolicyStore policies, GroupService service, IStringLocalizer<GroupsTexts> texts) : Controller
{
    /// <summary>Says what goes with it.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) => await groups.FindAsync(id, cancellationToken) is { } file
        ? View("DeleteGroup", new DeleteGroupPage(file, GroupService.Uses(await policies.GetAsync(cancellationToken), id)))
        : NotFound();

    /// <summary>Deletes it.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        var result = await service.DeleteAsync(id, User.Actor(), HttpContext.Caller(), cancellationToken);
        if (result == GroupResult.Done)
            return Redirect("/admin/groups?done=deleted");
        ModelState.AddModelError("", texts[$"Result.{result}"]);
        return await Show(id, cancellationToken);
    }
}
