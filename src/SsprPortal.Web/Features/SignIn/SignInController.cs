using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>The front page: sign in, or the way to get back in.</summary>
[AllowAnonymous]
[Route("/")]
public sealed class SignInController(SignInService signIn, RegistrationService registration, IStringLocalizer<SignInTexts> texts) : Controller
{
    /// <summary>Asks, or goes on when somebody is signed in.</summary>
    [HttpGet]
    public IActionResult Show(string? to) =>
        User.Identity?.IsAuthenticated == true ? Redirect(Next.Page(to)) : View("SignIn", new SignInForm { To = to });

    /// <summary>Signs in.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] SignInForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (User.Identity?.IsAuthenticated == true)
            return Redirect(Next.Page(form.To));
        if (string.IsNullOrWhiteSpace(form.UserId))
            ModelState.AddModelError(nameof(form.UserId), texts["UserIdMissing"]);
        if (string.IsNullOrEmpty(form.Password))
            ModelState.AddModelError(nameof(form.Password), texts["PasswordMissing"]);
        if (!ModelState.IsValid)
            return View("SignIn", form);

        var result = await signIn.CheckAsync(form.UserId, form.Password, HttpContext.Caller(), cancellationToken);
        if (result.Check != PasswordCheck.Right)
        {
            // One sentence for everything that could be told apart: whether there is such a user is not told here, but to whoever has the password.
            ModelState.AddModelError("", texts[result.Check switch
            {
                PasswordCheck.Unreachable => "Unreachable",
                PasswordCheck.MustChange or PasswordCheck.Expired => "MustChange",
                _ => "Refused",
            }]);
            return View("SignIn", form);
        }

        var person = new SignedInPerson(Guid.Empty, result.Person!.Id, result.Person.UserName, result.Person.DisplayName) { NeedsProof = result.NeedsProof, NeedsNewPassword = result.NeedsNewPassword };
        await HttpContext.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, SignedIn.Principal(person, result.Stamp));
        return Redirect(result.NeedsProof ? "/signin/method" + Next.Query(form.To) : await Next.AfterSignInAsync(form.To, person, registration, cancellationToken));
    }
}
