using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Who may reset by themselves.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class PropertiesController(PolicyEditing editing, IGroups groups, IPopulation population) : Controller
{
    private const string Path = "/admin/properties";
    private const string Field = "Group_";
    private const int MostFound = 20;

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("Properties", await FillAsync(PropertiesForm.Of(await editing.ReadAsync(cancellationToken)), cancellationToken));

    /// <summary>Looks for groups: what was chosen on the page stays, and nothing is saved.</summary>
    [HttpPost("search")]
    [Administration(PortalRole.Administrator)]
    public async Task<IActionResult> Search([FromForm] PropertiesForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        form.Searched = string.IsNullOrWhiteSpace(form.Search) ? null : form.Search.Trim();
        // A reload or a change of language leads to the page itself.
        ViewData["LanguagePath"] = Path;
        return View("Properties", await FillAsync(Chosen(form), cancellationToken));
    }

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] PropertiesForm form, CancellationToken cancellationToken)
    {
        await FillAsync(Chosen(form), cancellationToken);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("Properties", form);
    }

    /// <summary>Shows what saving would do to people.</summary>
    [HttpPost("effect")]
    [Administration(PortalRole.Administrator)]
    public async Task<IActionResult> Effect([FromForm] PropertiesForm form, [FromQuery] string? after, CancellationToken cancellationToken)
    {
        await editing.ShowEffectAsync(this, await FillAsync(Chosen(form), cancellationToken), after, cancellationToken);
        return View("Properties", form);
    }

    private PropertiesForm Chosen(PropertiesForm form)
    {
        ModelState.Clear();
        form.Chosen = (
            from pair in Request.Form
            where pair.Key.StartsWith(Field, StringComparison.Ordinal)
            let id = Guid.TryParseExact(pair.Key[Field.Length..], "D", out var read) ? read : Guid.Empty
            let state = pair.Value.ToString() switch { nameof(GroupState.Included) => GroupState.Included, nameof(GroupState.Excluded) => GroupState.Excluded, _ => GroupState.Unchosen }
            where state != GroupState.Unchosen
            select (id, state)).DistinctBy(each => each.id).ToDictionary();
        return form;
    }

    private async Task<PropertiesForm> FillAsync(PropertiesForm form, CancellationToken cancellationToken)
    {
        var chosen = await groups.ListAsync([.. form.Chosen.Keys], cancellationToken);
        var found = await groups.SearchAsync(form.Searched, null, MostFound, cancellationToken);
        var people = await population.AlikeAsync(cancellationToken);
        form.Groups =
        [
            .. chosen.UnionBy(found.Groups, group => group.Id).Select(group => new GroupChoice(
                group, people.Where(alike => alike.Groups.Contains(group.Id)).Sum(alike => alike.Count), form.Chosen.GetValueOrDefault(group.Id))),
        ];
        return form;
    }
}
