using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>Creating one account of the portal's own.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/users/new")]
public sealed class NewAccountController(IAccounts accounts, IStringLocalizer<ImportTexts> faults) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public IActionResult Show() => View("Account", new AccountForm());

    /// <summary>Creates it, or says why not.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] AccountForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var outcome = await accounts.CreateAsync(form.Values(), User.Actor(), HttpContext.Caller(), cancellationToken);
        if (outcome.Result == AccountResult.Created)
            return Redirect($"/admin/users/{outcome.Id:D}?done=created");
        AccountForm.Refuse(outcome.Faults, ModelState, faults);
        return View("Account", form);
    }
}
