using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Recovery;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Trying one's reset now, without changing the password.</summary>
[Authorize]
[Route("/ssprsetup/rehearsal")]
public sealed class RehearsalController(RecoveryService recovery, JourneyCookie cookie) : Controller
{
    /// <summary>Begins.</summary>
    [HttpPost]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        var result = await recovery.RehearseAsync(User.Person(), cookie.ReadOrCreate(HttpContext), HttpContext.Caller(), cancellationToken);
        if (result.Handle is not { } handle || await recovery.FindAsync(handle, cancellationToken) is not { } journey)
            return Redirect("/ssprsetup");
        cookie.Write(HttpContext, handle);
        return Redirect(JourneyLinks.For(journey));
    }
}
