using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Verification.SecurityQuestions;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Which security questions people choose from.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class QuestionsController(PolicyEditing editing) : Controller
{
    private const string Path = "/admin/questions";

    /// <summary>Shows what is so now.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("Questions", QuestionsForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Saves, or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] QuestionsForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        // Only what there is: nothing else is looked for among the fields.
        form.Offered = SecurityQuestion.BuiltIn.Select(question => question.Id).Where(id => Request.Form.ContainsKey($"Question_{id}")).ToHashSet();
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("Questions", form);
    }
}
