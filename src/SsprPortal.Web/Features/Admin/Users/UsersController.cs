using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>A page of people.</summary>
/// <param name="Search">What was typed.</param>
/// <param name="IsFirst">Whether no page comes before it.</param>
/// <param name="Found">The people.</param>
/// <param name="IsDeleted">Whether an account was just deleted.</param>
public sealed record UsersPage(string? Search, bool IsFirst, FoundPeople Found, bool IsDeleted);

/// <summary>Finding a person among any number.</summary>
[Administration(PortalRole.Administrator, PortalRole.HelpDesk, PortalRole.Auditor)]
[Route("/admin/users")]
public sealed class UsersController(IPeople people) : Controller
{
    private const int PageSize = 50;

    /// <summary>Shows who is found by what was typed; everybody when nothing was.</summary>
    [HttpGet]
    public async Task<IActionResult> Show([FromQuery] string? search, [FromQuery] string? after, [FromQuery] string? done, CancellationToken cancellationToken) =>
        View("Users", new UsersPage(search, string.IsNullOrEmpty(after), await people.SearchAsync(search, after, PageSize, cancellationToken), done == "deleted"));
}
