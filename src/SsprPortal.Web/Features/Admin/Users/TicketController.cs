using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>The code that the help desk tells a person it has recognised.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Code">The code: it is shown this once.</param>
public sealed record TicketPage(DirectoryUser Person, string Code)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(TicketPage);
}

/// <summary>Starting a reset for a person who was recognised.</summary>
[Administration(PortalRole.Administrator, PortalRole.HelpDesk)]
[Route("/admin/users/{id:guid}/reset")]
public sealed class TicketController(HelpDesk desk, IDirectory directory, IStringLocalizer<UsersTexts> texts) : Controller
{
    /// <summary>Says what it does.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await directory.GetAsync(id, cancellationToken) is { } person ? View("Confirm", new ConfirmPage("Ticket", person)) : NotFound();

    /// <summary>Starts it. The answer is the page with the code: no other page could show it, because it is kept nowhere.</summary>
    [FreshProof]
    [HttpPost]
    public async Task<IActionResult> Submit([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        var (result, code) = await desk.StartResetAsync(id, User.Person(), HttpContext.Caller(), cancellationToken);
        if (code is not null && await directory.GetAsync(id, cancellationToken) is { } person)
            return View("Ticket", new TicketPage(person, code));
        ModelState.AddModelError("", texts[result == ActResult.HoldsRole ? "Ticket.HoldsRole" : $"Act.{result}"]);
        return await Show(id, cancellationToken);
    }
}
