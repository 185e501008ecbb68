using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Features.Api;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Features.Shared;

/// <summary>The one error page. Reached only from inside, when an answer has failed; by any verb, because that answer may be a POST's.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class ErrorController : Controller
{
    /// <summary>Where failed answers are made anew.</summary>
    public const string Path = "/error";

    /// <summary>Shows the page for a status: the route's, read by hand, because a parameter would take a form field of that name first.</summary>
    [Route(Path + "/{status:int}")]
    public IActionResult Show()
    {
        var status = int.Parse((string)RouteData.Values["status"]!, CultureInfo.InvariantCulture);
        if (!HttpContext.IsErrorPage())
            status = StatusCodes.Status404NotFound;
        if (HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is DirectoryUnreachableException)
            status = StatusCodes.Status503ServiceUnavailable;
        Response.StatusCode = status;
        if (HttpContext.IsApi())
            return new JsonResult(HttpContext.Problem(status)) { ContentType = ApiProblems.ContentType };
        // What failed may have been a form: the picker leads to the front page.
        ViewData["LanguagePath"] = "/";
        return View("Error", new ErrorPage(status, Activity.Current?.TraceId.ToHexString() ?? HttpContext.TraceIdentifier));
    }
}
