using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>Deleting one account of the portal's own.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/users/{id:guid}/delete")]
public sealed class DeleteAccountController(IAccounts accounts, IDirectory directory, IStringLocalizer<UsersTexts> texts) : Controller
{
    /// <summary>Says what it does.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await directory.GetAsync(id, cancellationToken) is { } person ? View("Confirm", new ConfirmPage("Delete", person)) : NotFound();

    /// <summary>Deletes it.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        var outcome = await accounts.DeleteAsync(id, User.Actor(), HttpContext.Caller(), cancellationToken);
        switch (outcome.Result)
        {
            case AccountResult.Deleted:
                return Redirect("/admin/users?done=deleted");
            case AccountResult.Invalid:
                ModelState.AddModelError("", texts[outcome.Faults[0].Reason switch
                {
                    AccountFaultReason.HoldsRole => "Delete.HoldsRole",
                    AccountFaultReason.FromDirectory => "Account.FromDirectory",
                    _ => "Act.Own",
                }]);
                return await Show(id, cancellationToken);
            default:
                return NotFound();
        }
    }
}
