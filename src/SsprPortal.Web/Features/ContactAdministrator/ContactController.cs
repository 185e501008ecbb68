using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Features.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.ContactAdministrator;

/// <summary>Asking the administrators for help, at every step of a journey: who has none has not said who they are.</summary>
[AllowAnonymous]
[JourneyStep(
    RecoveryStep.ChooseGoal, RecoveryStep.ChooseMethod, RecoveryStep.AnswerChallenge, RecoveryStep.SetPassword, RecoveryStep.ConfirmUnlock,
    RecoveryStep.Refused, WhileBeingFinished = true)]
[Route(Path)]
public sealed class ContactController(AdministratorContact contact, [FromKeyedServices(IDirectory.Portal)] IDirectory directory, CurrentJourney current, IStringLocalizer<ContactAdministratorTexts> texts) : Controller
{
    /// <summary>The page.</summary>
    public const string Path = "/passwordreset/contact";

    private Guid Subject => current.Journey.SubjectId;

    /// <summary>Says what will be sent, or that it was.</summary>
    [HttpGet]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(cancellationToken);

    /// <summary>Sends it.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        var journey = current.Journey;
        var outcome = await contact.ContactAsync(
            await directory.GetAsync(Subject, cancellationToken),
            Subject,
            journey.Id,
            journey.Step.ToString(),
            journey.Refusal is { } refusal ? RefusalPage.For(refusal).Code ?? refusal.ToString() : null,
            HttpContext.Caller(),
            cancellationToken);
        if (outcome is ContactOutcome.Told or ContactOutcome.AlreadyTold)
            return Redirect(Path);
        ModelState.AddModelError("", texts[outcome.ToString()]);
        return await PageAsync(cancellationToken);
    }

    private async Task<IActionResult> PageAsync(CancellationToken cancellationToken) =>
        View("Contact", new ContactPage(await contact.IsToldAsync(Subject, cancellationToken), current.Journey.Id, JourneyLinks.For(current.Journey)));
}

/// <summary>What the page shows.</summary>
/// <param name="IsTold">Whether the administrators were told in the last 24 hours.</param>
/// <param name="Reference">The support reference.</param>
/// <param name="Back">The journey's own page.</param>
public sealed record ContactPage(bool IsTold, Guid Reference, string Back);
