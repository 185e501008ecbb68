using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Messages;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Health;

/// <summary>Sends a test message, to the administrator's own mailbox or phone.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/health/test")]
public sealed class TestMessageController(TestMessages messages, IHealthStore store, IStringLocalizer<HealthTexts> texts) : Controller
{
    /// <summary>Asks by what.</summary>
    [HttpGet]
    public Task<IActionResult> Show(CancellationToken cancellationToken) => PageAsync(new(), cancellationToken);

    /// <summary>Sends it.</summary>
    [HttpPost, FreshProof]
    public async Task<IActionResult> Submit([FromForm] TestMessageForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var who = User.Person();
        if (!Enum.TryParse<MessageChannel>(form.Channel, out var channel) || !Enum.IsDefined(channel))
            ModelState.AddModelError(nameof(form.Channel), texts["ChooseChannel"]);
        else if (await messages.SendAsync(new(who.UserId, who.UserName), channel, HttpContext.Caller(), cancellationToken) is { } id)
            return Redirect($"/admin/health/test/{id}");
        else
            ModelState.AddModelError("", texts["NotSent"]);
        return await PageAsync(form, cancellationToken);
    }

    /// <summary>Says what became of it.</summary>
    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Result([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await store.MessageAsync(id, cancellationToken) is { } fate ? View("TestResult", fate) : NotFound();

    private async Task<IActionResult> PageAsync(TestMessageForm form, CancellationToken cancellationToken)
    {
        form.Targets = await messages.TargetsAsync(User.Person().UserId, cancellationToken);
        return View("TestMessage", form);
    }
}

/// <summary>By what a test message travels.</summary>
public sealed class TestMessageForm
{
    /// <summary>The name of a channel.</summary>
    public string? Channel { get; set; }

    /// <summary>Where it may go; never bound.</summary>
    internal IReadOnlyList<TestTarget> Targets { get; set; } = [];
}
