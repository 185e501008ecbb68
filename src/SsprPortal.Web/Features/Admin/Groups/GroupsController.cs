using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Groups;

/// <summary>A new group, or a search for one.</summary>
public sealed class GroupForm
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The name of a group of the directory.</summary>
    public string? InDirectory { get; set; }

    /// <summary>Whether there is a directory; never bound.</summary>
    internal bool HasDirectory { get; set; }

    /// <summary>What was searched; never bound.</summary>
    internal string? Search { get; set; }

    /// <summary>Whether no page comes before; never bound.</summary>
    internal bool IsFirst { get; set; }

    /// <summary>Whether one was just deleted; never bound.</summary>
    internal bool Deleted { get; set; }

    /// <summary>The groups; never bound.</summary>
    internal FoundGroups Found { get; set; } = new([], null);

    /// <summary>Whether whoever looks may change anything; never bound.</summary>
    internal bool MayWrite { get; set; }
}

/// <summary>The groups by which policy says who may reset.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin/groups")]
public sealed class GroupsController(IGroups groups, GroupService service, IPolicyStore policies, IStringLocalizer<GroupsTexts> texts) : Controller
{
    private const int PageSize = 50;

    /// <summary>Shows those whose name begins with what was typed.</summary>
    [HttpGet]
    public Task<IActionResult> Show([FromQuery] string? search, [FromQuery] string? after, [FromQuery] string? done, CancellationToken cancellationToken) =>
        PageAsync(search, after, done == "deleted", cancellationToken);

    /// <summary>Creates one.</summary>
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] GroupForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (result, id) = await service.CreateAsync(form.Name, User.Actor(), HttpContext.Caller(), cancellationToken);
        if (result == GroupResult.Done)
            return Redirect($"/admin/groups/{id:D}?done=created");
        ModelState.AddModelError(nameof(form.Name), texts[$"Result.{result}", GroupService.MaxName]);
        return await PageAsync(null, null, false, cancellationToken);
    }

    /// <summary>Brings in one of the organisation's directory.</summary>
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    [HttpPost("directory")]
    public async Task<IActionResult> BringIn([FromForm] GroupForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (result, id) = await service.BringInAsync(form.InDirectory, User.Actor(), HttpContext.Caller(), cancellationToken);
        if (result == GroupResult.Done)
            return Redirect($"/admin/groups/{id:D}?done=created");
        ModelState.AddModelError(nameof(form.InDirectory), texts[result == GroupResult.NotFound ? "BringIn.NotFound" : $"Result.{result}", GroupService.MaxNameInDirectory]);
        return await PageAsync(null, null, false, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(string? search, string? after, bool deleted, CancellationToken cancellationToken) => View("Groups", new GroupForm
    {
        Search = search,
        IsFirst = string.IsNullOrEmpty(after),
        Deleted = deleted,
        Found = await groups.SearchAsync(search, after, PageSize, cancellationToken),
        HasDirectory = (await policies.GetAsync(cancellationToken)).Directory is not null,
        MayWrite = User.Person().Roles.Contains(PortalRole.Administrator),
    });
}
