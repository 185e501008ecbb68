using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>Changing what the portal keeps of one account.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/users/{id:guid}/edit")]
public sealed class EditAccountController(IAccounts accounts, IDirectory directory, IStringLocalizer<ImportTexts> faults) : Controller
{
    /// <summary>Shows what there is.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await accounts.GetAsync(id, cancellationToken) is { } values ? await PageAsync(id, AccountForm.Of(values), cancellationToken) : NotFound();

    /// <summary>Writes it, or says why not.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] Guid id, [FromForm] AccountForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        form.Person = await directory.GetAsync(id, cancellationToken);
        var outcome = await accounts.ChangeAsync(id, form.Values(), User.Actor(), HttpContext.Caller(), cancellationToken);
        switch (outcome.Result)
        {
            case AccountResult.Changed or AccountResult.Unchanged:
                return Redirect($"/admin/users/{id:D}?done={(outcome.Result == AccountResult.Changed ? "edited" : "nothing")}");
            case AccountResult.Conflict:
                form.IsOvertaken = true;
                break;
            default:
                AccountForm.Refuse(outcome.Faults, ModelState, faults);
                break;
        }

        return await PageAsync(id, form, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(Guid id, AccountForm form, CancellationToken cancellationToken)
    {
        form.Person = await directory.GetAsync(id, cancellationToken);
        return form.Person is null ? NotFound() : View("Account", form);
    }
}
