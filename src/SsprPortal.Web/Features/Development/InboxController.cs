using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Messages;

namespace SsprPortal.Web.Features.Development;

/// <summary>What would have been sent. There is no inbox outside Development, and so no page.</summary>
[AllowAnonymous]
[Route("/development/inbox")]
public sealed class InboxController(IServiceProvider services) : Controller
{
    /// <summary>Shows the messages, newest first.</summary>
    [HttpGet]
    public IActionResult Show() => services.GetService<IDevelopmentInbox>() is { } inbox ? View("Inbox", inbox.Messages) : NotFound();
}
