using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Development;

/// <summary>What would have been sent. There is no inbox outside Development, and so no page.</summary>
[AllowAnonymous]
[Route("/development/inbox")]
public sealed class InboxController(IServiceProvider services, CallConfirmations confirmations, IStringLocalizer<DevelopmentTexts> texts) : Controller
{
    /// <summary>Shows the messages, newest first.</summary>
    [HttpGet]
    public IActionResult Show() => services.GetService<IDevelopmentInbox>() is { } inbox ? View("Inbox", inbox.Messages) : NotFound();

    /// <summary>Plays the called person.</summary>
    [HttpPost("press")]
    public async Task<IActionResult> Press([FromForm] Guid id, CancellationToken cancellationToken)
    {
        var inbox = services.GetService<IDevelopmentInbox>();
        if (inbox?.Messages.FirstOrDefault(each => each.Message.Id == id && each.Message.ConfirmAt is not null) is not { Reference: { } reference })
            return NotFound();
        if (await confirmations.ConfirmAsync(id, reference, cancellationToken))
            return Redirect("~/development/inbox");
        ModelState.Clear();
        ModelState.AddModelError("", texts["Press.TooLate"]);
        return View("Inbox", inbox.Messages);
    }
}
