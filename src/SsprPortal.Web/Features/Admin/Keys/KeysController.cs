using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Api;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Keys;

/// <summary>Keys for programs that use the API.</summary>
[Administration(PortalRole.Administrator)]
[Route("/admin/keys")]
public sealed class KeysController(IApiKeys keys, IPolicyStore policies, TimeProvider clock, IStringLocalizer<KeysTexts> texts) : Controller
{
    /// <summary>Shows the keys, and asks for another one.</summary>
    [HttpGet]
    public Task<IActionResult> Show([FromQuery] string? done, CancellationToken cancellationToken) => PageAsync(new() { Days = "90", IsRevoked = done == "revoked" }, cancellationToken);

    /// <summary>Makes one. It is shown in this very answer and never again, so there is no page to be sent to.</summary>
    [HttpPost]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] KeysForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var name = form.Name?.Trim() ?? "";
        if (name.Length is 0 or > IApiKeys.MaxName || name.Any(char.IsControl))
            ModelState.AddModelError(nameof(form.Name), texts["NameRefused", IApiKeys.MaxName]);
        if (!int.TryParse(form.Days?.Normalize(System.Text.NormalizationForm.FormKC).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > IApiKeys.MaxDays)
            ModelState.AddModelError(nameof(form.Days), texts["DaysRefused", IApiKeys.MaxDays]);
        List<string> scopes = [.. form.Scopes.Where(each => each.Chosen).Select(each => each.Scope)];
        if (scopes.Count == 0)
            ModelState.AddModelError(nameof(form.Scopes), texts["ScopesMissing"]);
        if (ApiScopes.AreTooMuch(scopes))
            ModelState.AddModelError(nameof(form.Scopes), texts["ScopesTooMuch"]);
        if (!ModelState.IsValid)
            return await PageAsync(form, cancellationToken);
        var made = await keys.CreateAsync(name, scopes, days, User.Actor(), HttpContext.Caller(), cancellationToken);
        ModelState.Clear();
        return await PageAsync(new() { Made = made, Days = "90" }, cancellationToken);
    }

    /// <summary>Says what becomes of its program.</summary>
    [HttpGet("{id:guid}/revoke")]
    public async Task<IActionResult> Confirm([FromRoute] Guid id, CancellationToken cancellationToken) =>
        (await keys.ListAsync(cancellationToken)).FirstOrDefault(key => key.Id == id && key.RevokedAt is null) is { } key ? View("Revoke", key) : NotFound();

    /// <summary>Ends one.</summary>
    [HttpPost("{id:guid}/revoke")]
    [FreshProof]
    public async Task<IActionResult> Revoke([FromRoute] Guid id, CancellationToken cancellationToken)
    {
        await keys.RevokeAsync(id, User.Actor(), HttpContext.Caller(), cancellationToken);
        return Redirect("/admin/keys?done=revoked");
    }

    private async Task<IActionResult> PageAsync(KeysForm form, CancellationToken cancellationToken)
    {
        form.Keys = await keys.ListAsync(cancellationToken);
        form.Now = clock.GetUtcNow();
        form.Zone = TimeZoneInfo.FindSystemTimeZoneById((await policies.GetAsync(cancellationToken)).TimeZone);
        return View("Keys", form);
    }
}
