using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>One thing that is registered: another name for it, or away with it.</summary>
[Authorize]
[Route("/ssprsetup/{kind:regex(^[[a-z-]]{{1,32}}$)}/{id:guid}")]
public sealed class EntryController(RegistrationService registration, IStringLocalizer<RegistrationTexts> texts) : Controller
{
    /// <summary>Asks for the name.</summary>
    [HttpGet("name")]
    public Task<IActionResult> Name([FromRoute] string kind, [FromRoute] Guid id, CancellationToken cancellationToken) => PageAsync("Rename", kind, id, null, cancellationToken);

    /// <summary>Names it.</summary>
    [HttpPost("name")]
    public async Task<IActionResult> Rename([FromRoute] string kind, [FromRoute] Guid id, [FromForm] EntryForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var outcome = await registration.RenameAsync(User.Person(), kind, id, form.Name, HttpContext.Caller(), cancellationToken);
        if (outcome != ChangeOutcome.NotAName)
            return await DoneAsync(outcome, cancellationToken);
        ModelState.AddModelError(nameof(form.Name), texts["Name.Refused", RegistrationService.MaxName]);
        return await PageAsync("Rename", kind, id, form, cancellationToken);
    }

    /// <summary>Asks whether it shall really go.</summary>
    [HttpGet("remove")]
    public Task<IActionResult> Remove([FromRoute] string kind, [FromRoute] Guid id, CancellationToken cancellationToken) => PageAsync("Remove", kind, id, null, cancellationToken);

    /// <summary>Removes it.</summary>
    [HttpPost("remove")]
    public async Task<IActionResult> Removed([FromRoute] string kind, [FromRoute] Guid id, CancellationToken cancellationToken) =>
        await DoneAsync(await registration.RemoveAsync(User.Person(), kind, id, HttpContext.Caller(), cancellationToken), cancellationToken);

    private async Task<IActionResult> DoneAsync(ChangeOutcome outcome, CancellationToken cancellationToken) =>
        outcome == ChangeOutcome.NotPermitted ? Permissions.Redirect(await registration.MayChangeAsync(User.Person(), cancellationToken)) : Redirect("/ssprsetup");

    private async Task<IActionResult> PageAsync(string page, string kind, Guid id, EntryForm? form, CancellationToken cancellationToken)
    {
        var may = await registration.MayChangeAsync(User.Person(), cancellationToken);
        if (may != MayChange.Allowed)
            return Permissions.Redirect(may);
        if ((await registration.ChecklistAsync(User.Person(), cancellationToken))?.Find(kind) is not { } item || item.Entries.FirstOrDefault(each => each.IsStored && each.Id == id) is not { } entry)
            return Redirect("/ssprsetup");
        form ??= new() { Name = entry.Hint };
        form.Item = item;
        form.Entry = entry;
        return View(page, form);
    }
}
