using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Voice;

/// <summary>
/// A key was pressed in a call: what the provider of calls reports. Not a form of ours, so it has no antiforgery token; the provider's
/// signature stands in for it, over the public address (I11 of the security notes) and every parameter. Not limited by address either:
/// the provider has few, and before the signature nothing is asked of the database.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[DisableRateLimiting]
[SkipStatusCodePages]
[Route(CallConfirmations.Path)]
public sealed partial class CallAnsweredController(
    IServiceProvider services, CallConfirmations confirmations, PortalAddress portal, IStringLocalizer<VoiceTexts> texts, ILogger<CallAnsweredController> logger) : Controller
{
    private const string SignatureHeader = "X-Twilio-Signature";
    private const string ConfirmingKey = "#";

    /// <summary>Confirms the challenge, and says thank you; after another key, asks again. Whatever is not genuine learns nothing.</summary>
    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Submit([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        if (services.GetService<ICallbackSignature>() is not { } signature || services.GetService<ICallScript>() is not { } script)
            return Refused(id, "no provider of calls is configured");
        if (!Request.HasFormContentType)
            return Refused(id, "it is not a form");

        // Each key once: FormGuard has refused the rest.
        var form = (await Request.ReadFormAsync(cancellationToken)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())).ToList();
        var address = portal.To($"{CallConfirmations.Path}/{id}{Request.QueryString}");
        if (!signature.IsGenuine(address, form, Request.Headers[SignatureHeader]))
            return Refused(id, "its signature is not the provider's");

        var parameters = form.ToDictionary(StringComparer.Ordinal);
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if (parameters.GetValueOrDefault("Digits") != ConfirmingKey)
            return Say(script.Write(texts["PressHash"], language, 1, address));
        return await confirmations.ConfirmAsync(id, parameters.GetValueOrDefault("CallSid", ""), cancellationToken)
            ? Say(script.Write(texts["Confirmed"], language, 1, null))
            : Refused(id, "no challenge waits for this call");
    }

    private ContentResult Say(string script) => Content(script, "application/xml; charset=utf-8");

    private StatusCodeResult Refused(Guid id, string reason)
    {
        LogRefused(id, reason);
        return StatusCode(StatusCodes.Status403Forbidden);
    }

    // Nothing of what was posted: it has numbers, or is not to be believed.
    [LoggerMessage(LogLevel.Warning, "A key pressed in the call of challenge {Challenge} was not taken: {Reason}.")]
    private partial void LogRefused(Guid challenge, string reason);
}
