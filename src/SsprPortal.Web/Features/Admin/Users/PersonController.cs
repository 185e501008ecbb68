using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>One person: how they stand, and what can be done for them at once.</summary>
[Administration(PortalRole.Administrator, PortalRole.HelpDesk, PortalRole.Auditor)]
[Route("/admin/users/{id:guid}")]
public sealed class PersonController(PersonFiles files, IPeople people, VerificationMethods methods, HelpDesk desk, TimeProvider clock, IStringLocalizer<UsersTexts> texts) : Controller
{
    private static readonly string[] Told = ["block", "sessions", "registration", "enabled", "disabled", "roles", "created", "edited", "nothing"];

    /// <summary>Shows the person.</summary>
    [HttpGet]
    public Task<IActionResult> Show([FromRoute] Guid id, [FromQuery] string? done, CancellationToken cancellationToken) =>
        PageAsync(id, Told.Contains(done) ? done : null, cancellationToken);

    /// <summary>Clears the block after too many wrong tries.</summary>
    [Administration(PortalRole.Administrator, PortalRole.HelpDesk)]
    [FreshProof]
    [HttpPost("block")]
    public async Task<IActionResult> ClearBlock([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await AnswerAsync(id, "block", await desk.ClearBlockAsync(id, User.Person(), HttpContext.Caller(), cancellationToken), cancellationToken);

    /// <summary>Ends every session of the person.</summary>
    [Administration(PortalRole.Administrator, PortalRole.HelpDesk)]
    [FreshProof]
    [HttpPost("sessions")]
    public async Task<IActionResult> EndSessions([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await AnswerAsync(id, "sessions", await desk.EndSessionsAsync(id, User.Person(), HttpContext.Caller(), cancellationToken), cancellationToken);

    private async Task<IActionResult> AnswerAsync(Guid id, string what, ActResult result, CancellationToken cancellationToken)
    {
        if (result is ActResult.Done or ActResult.Nothing)
            return Redirect($"/admin/users/{id:D}?done={(result == ActResult.Done ? what : "nothing")}");
        ModelState.AddModelError("", texts[$"Act.{result}"]);
        ViewData["LanguagePath"] = $"/admin/users/{id:D}";
        return await PageAsync(id, null, cancellationToken);
    }

    private async Task<IActionResult> PageAsync(Guid id, string? done, CancellationToken cancellationToken) =>
        await files.ReadAsync(id, cancellationToken) is { } file
            ? View("Person", new PersonPage(file, await people.ActivityAsync(id, PersonPage.Entries, cancellationToken), User.Person(), methods, clock.GetUtcNow(), done))
            : NotFound();
}
