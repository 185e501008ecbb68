using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Features.Recovery;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>What a person would see who resets now.</summary>
/// <param name="File">What is known of the person.</param>
public sealed record EligibilityPage(PersonFile File)
{
    /// <summary>The page that refuses the person, as it is named in the texts of a recovery; null when nothing does.</summary>
    public string? Refused => File.Refusal is { } refusal ? RefusalPage.For(refusal).Text : null;

    /// <summary>The code that the page carries (SSPR_00xx).</summary>
    public string? Code => File.Refusal is { } refusal ? RefusalPage.For(refusal).Code : null;
}

/// <summary>What would this person see? Step by step, as they would meet it now.</summary>
[Administration(PortalRole.Administrator, PortalRole.HelpDesk, PortalRole.Auditor)]
[Route("/admin/users/{id:guid}/eligibility")]
public sealed class EligibilityController(PersonFiles files) : Controller
{
    /// <summary>Shows it.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromRoute] Guid id, CancellationToken cancellationToken) =>
        await files.ReadAsync(id, cancellationToken) is { } file ? View("Eligibility", new EligibilityPage(file)) : NotFound();
}
