using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>By which methods people reset, and how many it takes.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class MethodsController(PolicyEditing editing, VerificationMethods methods) : Controller
{
    private const string Path = "/admin/methods";

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => Page(MethodsForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] MethodsForm form, CancellationToken cancellationToken) =>
        await editing.TrySaveAsync(this, Chosen(form), cancellationToken) ? Redirect(Path + "?saved=1") : Page(form);

    /// <summary>Shows what saving would do to people.</summary>
    [HttpPost("effect")]
    [Administration(PortalRole.Administrator)]
    public async Task<IActionResult> Effect([FromForm] MethodsForm form, [FromQuery] string? after, CancellationToken cancellationToken)
    {
        await editing.ShowEffectAsync(this, Chosen(form), after, cancellationToken);
        return Page(form);
    }

    // Only what there is: nothing else is looked for among the fields.
    private MethodsForm Chosen(MethodsForm form)
    {
        form.Chosen = [.. Offered().Select(method => method.Id).Where(id => Request.Form.ContainsKey($"Method_{id}"))];
        return form;
    }

    // That the help desk vouches for somebody is nothing that policy turns on or off.
    private IEnumerable<IVerificationMethod> Offered() => methods.All.Where(method => method.Class != MethodClass.Vouched);

    private ViewResult Page(MethodsForm form)
    {
        form.All = [.. Offered()];
        return View("Methods", form);
    }
}
