using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What the portal's account may and may not do with a person of the directory. Nothing is written.</summary>
[Administration(PortalRole.Administrator)]
[Route(Path)]
public sealed class RightsController(IDirectoryCheck check, IPolicyStore policies) : Controller
{
    private const string Path = "/admin/onpremises/rights";

    /// <summary>Asks of whom.</summary>
    [HttpGet]
    public IActionResult Show() => View("Rights", new RightsPage());

    /// <summary>Asks the directory.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit([FromForm] RightsPage form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ViewData["LanguagePath"] = Path;
        form.Settings = (await policies.GetAsync(cancellationToken)).Directory;
        if (form.Settings is not null && form.UserName?.Trim() is { Length: > 0 and <= 256 } name)
        {
            form.IsAnswered = true;
            (form.Person, form.Failure) = await check.PersonAsync(name, cancellationToken);
        }

        return View("Rights", form);
    }
}

/// <summary>Of whom it is asked, and what is so.</summary>
public sealed class RightsPage
{
    /// <summary>The name, as it was typed.</summary>
    public string? UserName { get; set; }

    /// <summary>The directory; null when there is none. Never bound.</summary>
    internal DirectorySettings? Settings { get; set; }

    /// <summary>Whether the directory was asked; never bound.</summary>
    internal bool IsAnswered { get; set; }

    /// <summary>The person; null when there is none of the name. Never bound.</summary>
    internal RightsReport? Person { get; set; }

    /// <summary>Why nothing is known; never bound.</summary>
    internal DirectoryFailure? Failure { get; set; }
}
