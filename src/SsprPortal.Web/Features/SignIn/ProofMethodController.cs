using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>Which method: the second factor of a sign-in, or the proof that a change of security info takes.</summary>
[Authorize]
[OpenToHalfSignIn]
[Route("/signin/method")]
public sealed class ProofMethodController(ProofService proofs, RegistrationService registration, IStringLocalizer<ChallengeTexts> texts) : Controller
{
    /// <summary>Asks; whoever has just proved it goes on.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromQuery] string? to, CancellationToken cancellationToken) =>
        proofs.IsRecent(User.Person()) ? Redirect(Next.Page(to)) : await PageAsync(to, cancellationToken);

    /// <summary>Issues the challenge of the chosen method.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromQuery] string? to, [FromForm] ProofMethodForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var result = await proofs.ChooseAsync(User.Person(), form.Method, HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case ChooseOutcome.Issued:
            // What was sent a moment ago still works.
            case ChooseOutcome.TooSoon when (await proofs.PendingAsync(User.Person(), HttpContext.Caller().Language, cancellationToken))?.Method.Id == form.Method:
                return Redirect("/signin/verify" + Next.Query(to));
            case ChooseOutcome.TooSoon:
                ModelState.AddModelError(nameof(form.Method), texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                break;
            case ChooseOutcome.TooMany:
                ModelState.AddModelError(nameof(form.Method), texts["TooManyMessages"]);
                break;
            default:
                ModelState.AddModelError(nameof(form.Method), texts["Choose.NotAMethod"]);
                break;
        }

        return await PageAsync(to, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(string? to, CancellationToken cancellationToken)
    {
        var choices = await proofs.ChoicesAsync(User.Person(), cancellationToken);
        if (choices.Count == 0 && await registration.MayChangeAsync(User.Person(), cancellationToken) == MayChange.AskAdministrator)
            return View("AskAdministrator");
        if (choices.Count == 0 && Next.IsAdministration(to))
            return View("RegisterFirst");
        return choices.Count == 0 ? View("SignInAgain") : View("ProofMethod", new ProofMethodForm { Choices = choices, NeedsProof = User.Person().NeedsProof, To = Next.Read(to) });
    }
}
