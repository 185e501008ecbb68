using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Groups;

/// <summary>One group: its name, its members, and the groups it stands in.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin/groups/{id:guid}")]
public sealed class GroupController(IGroups groups, IPeople people, IPolicyStore policies, GroupService service, IStringLocalizer<GroupsTexts> texts) : Controller
{
    private const int PageSize = 50;
    private const int FoundAtMost = 20;
    private static readonly string[] Told = ["created", "saved", "nothing"];

    /// <summary>Shows it, with who was searched to be added.</summary>
    [HttpGet]
    public Task<IActionResult> Show([FromRoute] Guid id, [FromQuery] string? find, [FromQuery] string? after, [FromQuery] string? done, CancellationToken cancellationToken) =>
        PageAsync(id, find, after, Told.Contains(done) ? done : null, cancellationToken);

    /// <summary>Gives it another name.</summary>
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    [HttpPost("name")]
    public async Task<IActionResult> Rename([FromRoute] Guid id, [FromForm] GroupPage form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await AnswerAsync(id, nameof(form.Name), await service.RenameAsync(id, form.Name, User.Actor(), HttpContext.Caller(), cancellationToken), cancellationToken);
    }

    /// <summary>Makes somebody a member.</summary>
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    [HttpPost("members")]
    public async Task<IActionResult> Add([FromRoute] Guid id, [FromForm] GroupPage form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await AnswerAsync(id, "", await service.AddMemberAsync(id, form.UserId, User.Actor(), HttpContext.Caller(), cancellationToken), cancellationToken);
    }

    /// <summary>Ends a membership.</summary>
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    [HttpPost("members/remove")]
    public async Task<IActionResult> Remove([FromRoute] Guid id, [FromForm] GroupPage form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await AnswerAsync(id, "", await service.RemoveMemberAsync(id, form.UserId, User.Actor(), HttpContext.Caller(), cancellationToken), cancellationToken);
    }

    /// <summary>Puts it into another group.</summary>
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    [HttpPost("parents")]
    public async Task<IActionResult> Nest([FromRoute] Guid id, [FromForm] GroupPage form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await AnswerAsync(id, nameof(form.Parent), await service.NestAsync(id, form.Parent, User.Actor(), HttpContext.Caller(), cancellationToken), cancellationToken);
    }

    /// <summary>Takes it out of another group.</summary>
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    [HttpPost("parents/remove")]
    public async Task<IActionResult> Unnest([FromRoute] Guid id, [FromForm] GroupPage form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        return await AnswerAsync(id, "", await service.UnnestAsync(id, form.ParentId, User.Actor(), HttpContext.Caller(), cancellationToken), cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, string field, GroupResult result, CancellationToken cancellationToken)
    {
        if (result is GroupResult.Done or GroupResult.Nothing)
            return Redirect($"/admin/groups/{id:D}?done={(result == GroupResult.Done ? "saved" : "nothing")}");
        ModelState.AddModelError(field, texts[$"Result.{result}", GroupService.MaxName]);
        ViewData["LanguagePath"] = $"/admin/groups/{id:D}";
        return await PageAsync(id, null, null, null, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(Guid id, string? find, string? after, string? done, CancellationToken cancellationToken)
    {
        if (await groups.FindAsync(id, cancellationToken) is not { } file)
            return NotFound();
        var policy = await policies.GetAsync(cancellationToken);
        var found = string.IsNullOrWhiteSpace(find) ? [] : (await people.SearchAsync(find, null, FoundAtMost, cancellationToken)).People;
        return View("Group", new GroupPage
        {
            Name = file.Group.Name,
            File = file,
            Members = await groups.MembersAsync(id, after, PageSize, cancellationToken),
            IsFirst = string.IsNullOrEmpty(after),
            Find = find,
            Found = found,
            AreMembers = found.Count == 0 ? new HashSet<Guid>() : await groups.MembersAmongAsync(id, [.. found.Select(person => person.Id)], cancellationToken),
            IsSelected = policy.SelectedGroups.Contains(id),
            IsExcluded = policy.ExcludedGroups.Contains(id),
            MayWrite = User.Person().Roles.Contains(PortalRole.Administrator),
            Done = done,
        });
    }
}
