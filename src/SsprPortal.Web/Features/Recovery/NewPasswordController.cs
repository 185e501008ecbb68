using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Choosing a new password. Who reaches this page is decided by the step; what is written, by the recorded gates.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.SetPassword)]
[Route("/passwordreset/newpassword")]
public sealed class NewPasswordController(RecoveryService recovery, RecoveryCommit commit, CurrentJourney current, IStringLocalizer<PasswordTexts> texts) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(cancellationToken);

    /// <summary>Sets it, or says which rule refuses it.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] NewPasswordForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var result = await commit.SetPasswordAsync(current.Journey, form.Password, form.Repeated, HttpContext.Caller(), cancellationToken);
        if (result.Moved)
            return Redirect(JourneyLinks.Outcome);
        var policy = (await recovery.StandingAsync(current.Journey, cancellationToken)).Policy;
        foreach (var refusal in result.Refusals)
        {
            ModelState.AddModelError(
                refusal == PasswordRefusal.NotRepeated ? nameof(form.Repeated) : nameof(form.Password),
                texts[$"Refused.{refusal}", policy.PasswordMinLength, LengthRule.Max]);
        }

        return await PageAsync(cancellationToken);
    }

    private async Task<IActionResult> PageAsync(CancellationToken cancellationToken)
    {
        var standing = await recovery.StandingAsync(current.Journey, cancellationToken);
        var (person, policy) = (standing.Person, standing.Policy);
        return View("NewPassword", new NewPasswordForm
        {
            UserName = person?.UserName ?? "",
            MinLength = policy.PasswordMinLength,
            Guesses = [person?.UserName ?? "", person?.DisplayName ?? "", policy.OrganizationName],
        });
    }
}
