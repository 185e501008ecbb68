using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Profile;

/// <summary>What a signed-in person can do here.</summary>
[Authorize]
[Route("/profile")]
public sealed class ProfileController(IPeople people, [FromKeyedServices(IDirectory.Portal)] IDirectory directory, IPolicyStore policies, TimeProvider clock) : Controller
{
    private const int Entries = 10;

    /// <summary>Shows the tiles, and what happened to the account last.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken)
    {
        var (who, policy) = (User.Person(), await policies.GetAsync(cancellationToken));
        return View("Profile", new ProfilePage(who, new(await people.ActivityAsync(who.UserId, Entries, cancellationToken), policy, NamesActors: false), await ExpiryAsync(who.UserId, policy, cancellationToken)));
    }

    private async Task<DateTimeOffset?> ExpiryAsync(Guid userId, SsprPolicy policy, CancellationToken cancellationToken) =>
        (policy.PasswordExpiryDays > 0 || policy is { Directory: not null, WritesBack: true })
        && await directory.GetAsync(userId, cancellationToken) is { } person
        && (!person.IsFromDirectory || policy.WritesBack)
        && policy.PasswordExpiresAt(person) is { } expires
        && expires < clock.GetUtcNow().AddDays(policy.PasswordNoticeDays) ? expires : null;
}
