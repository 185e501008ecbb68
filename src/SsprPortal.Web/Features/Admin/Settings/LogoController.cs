using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Branding;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>The organisation's logo.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class LogoController(PolicyEditing editing, ILogos logos, IStringLocalizer<SettingsTexts> texts) : Controller
{
    /// <summary>Where the page is: the form guard lets one file through to it.</summary>
    internal const string Path = "/admin/logo";

    /// <summary>Shows the one there is.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => View("Logo", LogoForm.Of(await editing.ReadAsync(cancellationToken)));

    /// <summary>Takes another one, or none; or says why not.</summary>
    [HttpPost]
    [Administration(PortalRole.Administrator)]
    [FreshProof]
    public async Task<IActionResult> Submit([FromForm] LogoForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        form.Wanted = form.Remove ? "" : await KeepAsync(form.File, cancellationToken);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("Logo", form);
    }

    private async Task<string?> KeepAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        if (file is { Length: <= LogoFile.MaxBytes })
            await file.CopyToAsync(content, cancellationToken);
        if (file is null || LogoFile.Read(content.ToArray()) is not { } logo)
        {
            ModelState.AddModelError(nameof(LogoForm.File), texts[file is null ? "Logo.Missing" : file.Length > LogoFile.MaxBytes ? "Logo.TooLarge" : "Logo.Refused"]);
            return null;
        }

        await logos.KeepAsync(logo, cancellationToken);
        return logo.Hash;
    }
}
