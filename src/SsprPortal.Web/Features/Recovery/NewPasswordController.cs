using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Passwords;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Choosing a new password. Who reaches this page is decided by the step; what is written, by the recorded gates.</summary>
[AllowAnonymous]
[JourneyStep(RecoveryStep.SetPassword)]
[Route("/passwordreset/newpassword")]
public sealed class NewPasswordController(RecoveryService recovery, RecoveryCommit commit, CurrentJourney current, IDirectory directory, IStringLocalizer<PasswordTexts> texts) : Controller
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
        return await PageAsync(cancellationToken, result.Refusals);
    }

    private async Task<IActionResult> PageAsync(CancellationToken cancellationToken, IReadOnlyList<PasswordRefusal>? refusals = null)
    {
        var standing = await recovery.StandingAsync(current.Journey, cancellationToken);
        var policy = standing.Policy;
        var person = standing.Person is { IsFromDirectory: true } theirs ? theirs with { PasswordRules = await RulesAsync(theirs.Id, cancellationToken) } : standing.Person;
        foreach (var refusal in refusals ?? [])
            ModelState.AddModelError(refusal == PasswordRefusal.NotRepeated ? nameof(NewPasswordForm.Repeated) : nameof(NewPasswordForm.Password), texts.Refused(refusal, person, policy));
        return View("NewPassword", new NewPasswordForm
        {
            UserName = person?.UserName ?? "",
            Rules = texts.Rules(person, policy),
            Guesses = [person?.UserName ?? "", person?.DisplayName ?? "", policy.OrganizationName],
        });
    }

    // Why a password was refused is told even when the directory has stopped answering.
    private async Task<DirectoryPasswordRules?> RulesAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.PasswordRulesAsync(id, cancellationToken);
        }
        catch (DirectoryUnreachableException) when (HttpMethods.IsPost(Request.Method))
        {
            return null;
        }
    }
}
