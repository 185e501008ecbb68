using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>Has the chain of the audit verified.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin/audit/verify")]
public sealed class VerifyController(AuditCheck check, IStringLocalizer<AuditTexts> texts) : Controller
{
    /// <summary>Asks for a witness, which is optional.</summary>
    [HttpGet]
    public IActionResult Show() => View("Verify", new VerifyForm());

    /// <summary>Begins; the audit's page says what was found.</summary>
    [HttpPost]
    public IActionResult Submit([FromForm] VerifyForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        AuditWitness? witness = null;
        if (!string.IsNullOrWhiteSpace(form.Witness) && !AuditWitness.TryParse(form.Witness.Trim(), out witness))
            ModelState.AddModelError(nameof(form.Witness), texts["NotAWitness"]);
        else if (check.TryStart(witness, User.Person().UserId, HttpContext.Caller().Address))
            return Redirect("/admin/audit/verify/begun");
        else
            ModelState.AddModelError("", texts["AlreadyVerifying"]);
        return View("Verify", form);
    }

    /// <summary>Says that it has begun.</summary>
    [HttpGet("begun")]
    public IActionResult Begun() => View("Begun");
}

/// <summary>What the end of the chain once was.</summary>
public sealed class VerifyForm
{
    /// <summary>"number:seal", from a line of the log; empty for none.</summary>
    public string? Witness { get; set; }
}
