using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace SsprPortal.Web.Features.ChangePassword;

/// <summary>What a change of the password has done.</summary>
[Authorize]
[Route("/changepassword/done")]
public sealed class ChangedController : Controller
{
    /// <summary>Says it.</summary>
    [HttpGet]
    public IActionResult Show() => View("Changed");
}
