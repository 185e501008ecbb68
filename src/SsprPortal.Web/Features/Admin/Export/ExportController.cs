using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Export;

/// <summary>Everybody as a file: how they stand, and nothing of what they registered but its kind.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin/export")]
public sealed class ExportController(IPeopleReport people, IAuditLog audit, IStringLocalizer<ExportTexts> texts, IStringLocalizer<MethodTexts> methods) : Controller
{
    private const int AtOnce = 500;

    /// <summary>Says what is in the file.</summary>
    [HttpGet]
    public IActionResult Show() => View("Export");

    /// <summary>Sends it.</summary>
    [HttpPost]
    [FreshProof]
    public async Task<IActionResult> Submit(CancellationToken cancellationToken)
    {
        await audit.WriteAsync(new(AuditCode.Exported, null, null, HttpContext.Caller().Address, Reason: "people", ActorId: User.Person().UserId), cancellationToken);
        return new CsvFile(
            "people",
            // The names of the import's columns where there are any, so that a file can come back.
            ["userName", "displayName", "enabled", "groups", texts["Kinds"], texts["Registered"], texts["InScope"], texts["Capable"]],
            RowsAsync(cancellationToken));
    }

    private async IAsyncEnumerable<string?[]> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await people.ListAsync(null, after, AtOnce, cancellationToken);
            foreach (var person in page.People)
            {
                yield return
                [
                    person.UserName, person.DisplayName, Truth(person.Enabled), string.Join(';', person.Groups), string.Join("; ", person.Kinds.Select(kind => methods[$"{kind}.Title"].Value)),
                    Truth(person.IsRegistered), Truth(person.IsInScope), Truth(person.IsCapable),
                ];
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private static string Truth(bool value) => value ? "true" : "false";
}
