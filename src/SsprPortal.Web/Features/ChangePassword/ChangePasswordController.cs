using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.SignIn;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Passwords;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.ChangePassword;

/// <summary>Changing the password of somebody who is signed in and knows it.</summary>
[Authorize]
[OpenToOldPassword]
[Route("/changepassword")]
public sealed class ChangePasswordController(
    ChangePasswordService passwords,
    [FromKeyedServices(IDirectory.Portal)] IDirectory recorded,
    IPolicyStore policies,
    IStringLocalizer<ChangePasswordTexts> texts,
    IStringLocalizer<PasswordTexts> passwordTexts) : Controller
{
    /// <summary>Asks.</summary>
    [HttpGet]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(cancellationToken);

    /// <summary>Changes it, or says why not. Every other session ends; this browser gets another one.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] ChangePasswordForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (string.IsNullOrEmpty(form.Old))
        {
            ModelState.AddModelError(nameof(form.Old), texts["OldMissing"]);
            return await PageAsync(cancellationToken);
        }

        var result = await passwords.ChangeAsync(User.Person(), form.Old, form.Password, form.Repeated, HttpContext.Caller(), cancellationToken);
        if (result.Change == PasswordChange.Done)
        {
            await HttpContext.SignInAnewAsync(User.Person(), result.Stamp);
            return Redirect("/changepassword/done");
        }

        if (result.Change != PasswordChange.PasswordRefused)
            ModelState.AddModelError(result.Change == PasswordChange.OldWrong ? nameof(form.Old) : "", texts[$"Change.{result.Change}"]);
        return await PageAsync(cancellationToken, result.Refusals);
    }

    private async Task<IActionResult> PageAsync(CancellationToken cancellationToken, IReadOnlyList<PasswordRefusal>? refusals = null)
    {
        var (who, policy) = (User.Person(), await policies.GetAsync(cancellationToken));
        var person = policy.Directory is null ? null : await PersonAsync(who, cancellationToken);
        foreach (var refusal in refusals ?? [])
            ModelState.AddModelError(refusal == PasswordRefusal.NotRepeated ? nameof(ChangePasswordForm.Repeated) : nameof(ChangePasswordForm.Password), passwordTexts.Refused(refusal, person, policy));
        return View("ChangePassword", new ChangePasswordForm { UserName = who.UserName, IsTooOld = who.NeedsNewPassword, Rules = passwordTexts.Rules(person, policy), Guesses = [who.UserName, who.DisplayName, policy.OrganizationName] });
    }

    // What became of a change is told even when the directory has stopped answering: the page that says that nothing was changed might not be true.
    private async Task<DirectoryUser?> PersonAsync(SignedInPerson who, CancellationToken cancellationToken)
    {
        try
        {
            return await passwords.PersonAsync(who, cancellationToken);
        }
        catch (DirectoryUnreachableException) when (HttpMethods.IsPost(Request.Method))
        {
            return await recorded.GetAsync(who.UserId, cancellationToken);
        }
    }
}
