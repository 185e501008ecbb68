using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Captcha;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Get back into your account: user ID and CAPTCHA.</summary>
[AllowAnonymous]
[Route(JourneyLinks.Start)]
public sealed class IdentifyController(RecoveryService recovery, JourneyCookie cookie, ICaptcha captcha, IStringLocalizer<RecoveryTexts> texts) : Controller
{
    /// <summary>Asks; <paramref name="username"/> comes from a link of the organisation.</summary>
    [HttpGet]
    public IActionResult Show(string? username)
    {
        cookie.ReadOrCreate(HttpContext);
        return Page(new() { UserId = username?.Length <= 256 ? username : null });
    }

    /// <summary>Checks that a person asks, then begins a journey.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] IdentifyForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (cookie.Read(HttpContext) is not { } browser)
        {
            cookie.ReadOrCreate(HttpContext);
            return Refuse(form, "", "Identify.NoCookie");
        }

        // Before the person: nobody is looked up for a robot, and a mistyped CAPTCHA costs none of the tries.
        switch (await captcha.VerifyAsync(captcha.TokenFrom(Request), browser.Text, HttpContext.Connection.RemoteIpAddress, cancellationToken))
        {
            case CaptchaResult.Refused:
                return Refuse(form, "", "Identify.CaptchaRefused");
            case CaptchaResult.Unavailable:
                return Refuse(form, "", "Identify.CaptchaUnavailable");
            case CaptchaResult.Passed:
                break;
        }

        var result = await recovery.StartAsync(form.UserId, browser, HttpContext.Caller(), cancellationToken);
        switch (result.Outcome)
        {
            case StartOutcome.NotAUserId:
                return Refuse(form, nameof(form.UserId), "Identify.NotAUserId");
            case StartOutcome.NotWhole:
                return Refuse(form, nameof(form.UserId), "Identify.NotWhole");
            case StartOutcome.TooMany:
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return Refuse(form, "", "Identify.TooMany");
        }

        cookie.Write(HttpContext, result.Handle!);
        return Redirect((await recovery.FindAsync(result.Handle!, cancellationToken)) is { } journey ? JourneyLinks.For(journey) : JourneyLinks.Ended);
    }

    private ViewResult Refuse(IdentifyForm form, string field, string text)
    {
        ModelState.AddModelError(field, texts[text]);
        return Page(form);
    }

    private ViewResult Page(IdentifyForm form)
    {
        HttpContext.AllowOrigins(captcha.Origins);
        return View("Identify", form);
    }
}
