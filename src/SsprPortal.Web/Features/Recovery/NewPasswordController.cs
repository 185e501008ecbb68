using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Choosing a new password. Who reaches this page is decided by the step; what is written, by the recorded gates.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.SetPassword)]
[Route("/passwordreset/newpassword")]
public sealed class NewPasswordController(RecoveryCommit commit, IPolicyStore policies, CurrentJourney current, IStringLocalizer<PasswordTexts> texts) : Controller
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
        var policy = await policies.GetAsync(cancellationToken);
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
        var (userName, policy) = (await commit.UserNameAsync(current.Journey, cancellationToken), await policies.GetAsync(cancellationToken));
        return View("NewPassword", new NewPasswordForm { UserName = userName, MinLength = policy.PasswordMinLength, Guesses = [userName, policy.OrganizationName] });
    }
}
