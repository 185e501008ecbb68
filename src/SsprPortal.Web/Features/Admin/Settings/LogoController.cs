using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Branding;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>The organisation's logo.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route(Path)]
public sealed class LogoController(PolicyEditing editing) : Controller
{
    private const string Path = "/admin/logo";

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
        if (!form.Remove)
            await ReadAsync(form, cancellationToken);
        return await editing.TrySaveAsync(this, form, cancellationToken) ? Redirect(Path + "?saved=1") : View("Logo", form);
    }

    private static async Task ReadAsync(LogoForm form, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        if (form.File is { Length: <= LogoFile.MaxBytes } file)
            await file.CopyToAsync(content, cancellationToken);
        var logo = LogoFile.Read(content.ToArray());
        form.Refusal = form.File is null ? "Logo.Missing" : form.File.Length > LogoFile.MaxBytes ? "Logo.TooLarge" : logo is null ? "Logo.Refused" : null;
        if (logo is null)
            return;
        form.Upload = logo;
        form.Wanted = logo.Hash;
    }
}
