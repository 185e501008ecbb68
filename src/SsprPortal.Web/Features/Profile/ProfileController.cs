using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Profile;

/// <summary>What a signed-in person can do here.</summary>
[Authorize]
[Route("/profile")]
public sealed class ProfileController : Controller
{
    /// <summary>Shows the tiles.</summary>
    [HttpGet]
    public IActionResult Show() => View("Profile", User.Person());
}
