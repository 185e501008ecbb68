using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Setup;

/// <summary>Making the first administrator of a new portal; afterwards there is no such page.</summary>
[AllowAnonymous]
[Route("/setup")]
public sealed class SetupController(SetupService setup, IPolicyStore policies, IStringLocalizer<SetupTexts> texts, IStringLocalizer<PasswordTexts> passwordTexts) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) =>
        await setup.IsOpenAsync(cancellationToken) ? await PageAsync(new(), cancellationToken) : NotFound();

    /// <summary>Makes the account, or says why not.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] SetupForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!await setup.IsOpenAsync(cancellationToken))
            return NotFound();
        var (outcome, refusals) = await setup.CompleteAsync(new(form.Secret, form.UserName, form.DisplayName, form.Mail, form.Password, form.Repeated), HttpContext.Caller(), cancellationToken);
        if (outcome == SetupOutcome.Done)
            return Redirect("/?to=admin");
        var policy = await policies.GetAsync(cancellationToken);
        foreach (var refusal in refusals)
            ModelState.AddModelError(refusal == PasswordRefusal.NotRepeated ? nameof(form.Repeated) : nameof(form.Password), passwordTexts[$"Refused.{refusal}", policy.PasswordMinLength, LengthRule.Max]);
        if (refusals.Count == 0)
            ModelState.AddModelError(Field(outcome), texts[$"Outcome.{outcome}"]);
        return await PageAsync(form, cancellationToken);
    }

    private static string Field(SetupOutcome outcome) => outcome switch
    {
        SetupOutcome.SecretWrong => nameof(SetupForm.Secret),
        SetupOutcome.UserNameRefused => nameof(SetupForm.UserName),
        SetupOutcome.DisplayNameRefused => nameof(SetupForm.DisplayName),
        SetupOutcome.MailRefused => nameof(SetupForm.Mail),
        SetupOutcome.PasswordRefused => nameof(SetupForm.Password),
        SetupOutcome.Done or SetupOutcome.TooMany => "",
    };

    private async Task<IActionResult> PageAsync(SetupForm form, CancellationToken cancellationToken)
    {
        form.MinLength = (await policies.GetAsync(cancellationToken)).PasswordMinLength;
        return View("Setup", form);
    }
}
