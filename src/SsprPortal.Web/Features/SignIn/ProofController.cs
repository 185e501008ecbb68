using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Features.Challenges;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>Answering the challenge that completes a sign-in, or that a change of security info takes.</summary>
[Authorize]
[OpenToHalfSignIn]
[Route(Path)]
public sealed class ProofController(ProofService proofs, RegistrationService registration, TimeProvider clock, IStringLocalizer<ChallengeTexts> texts) : Controller
{
    private const string Path = "/signin/verify";

    /// <summary>Asks; also at the address of a resend that was refused, where a reload or a change of language leads.</summary>
    [HttpGet]
    [HttpGet("resend")]
    public Task<IActionResult> Show([FromQuery] string? to, CancellationToken cancellationToken) => PageAsync(to, new(), cancellationToken);

    /// <summary>Looks at the answer.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromQuery] string? to, [FromForm] ChallengeForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var who = User.Person();
        var shape = (await proofs.PendingAsync(who, HttpContext.Caller().Language, cancellationToken))?.Method.Shape ?? ResponseShape.Code;
        var answer = await proofs.AnswerAsync(who, form.Response(), HttpContext.Caller(), cancellationToken);
        if (answer.Outcome == AnswerOutcome.Passed)
            return Redirect(who.NeedsProof ? await Next.AfterSignInAsync(to, who, registration, cancellationToken) : Next.Page(to));
        ModelState.AddModelError(ChallengeForm.Field(shape), texts[ChallengeForm.Text(answer.Outcome, shape), answer.TriesLeft]);
        return await PageAsync(to, form, cancellationToken);
    }

    /// <summary>Whether the phone has answered for the browser, which asks again and again; nothing is granted here.</summary>
    [HttpGet("state")]
    public async Task<IActionResult> State(CancellationToken cancellationToken) =>
        Json(new { answered = (await proofs.PendingAsync(User.Person(), HttpContext.Caller().Language, cancellationToken))?.Challenge.ConfirmedAt is not null });

    /// <summary>Sends the challenge again.</summary>
    [HttpPost("resend")]
    public async Task<IActionResult> Resend([FromQuery] string? to, CancellationToken cancellationToken)
    {
        var result = await proofs.ResendAsync(User.Person(), HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case ChooseOutcome.TooSoon:
                ModelState.AddModelError("", texts["TooSoon", Math.Ceiling(result.Wait.TotalSeconds)]);
                return await PageAsync(to, new(), cancellationToken);
            case ChooseOutcome.TooMany:
                ModelState.AddModelError("", texts["TooManyMessages"]);
                return await PageAsync(to, new(), cancellationToken);
            default:
                return Redirect(Path + Next.Query(to));
        }
    }

    /// <summary>Goes back to the choice of methods.</summary>
    [HttpPost("another")]
    public async Task<IActionResult> Another([FromQuery] string? to, CancellationToken cancellationToken)
    {
        await proofs.AbandonAsync(User.Person(), cancellationToken);
        return Redirect("/signin/method" + Next.Query(to));
    }

    /// <summary>Gives it up: a sign-in that is not complete ends.</summary>
    [HttpPost("cancel")]
    public async Task<IActionResult> Cancel(CancellationToken cancellationToken)
    {
        await proofs.AbandonAsync(User.Person(), cancellationToken);
        if (!User.Person().NeedsProof)
            return Redirect("/ssprsetup");
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Redirect("/");
    }

    private async Task<IActionResult> PageAsync(string? to, ChallengeForm form, CancellationToken cancellationToken)
    {
        if (await proofs.PendingAsync(User.Person(), HttpContext.Caller().Language, cancellationToken) is not { } pending)
            return Redirect("/signin/method" + Next.Query(to));
        form.Path = Path;
        form.Query = Next.Query(to);
        form.CancelPath = Path + "/cancel";
        return View("Proof", form.For(pending, clock));
    }
}
