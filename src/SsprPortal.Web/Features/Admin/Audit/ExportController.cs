using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Sessions;

namespace SsprPortal.Web.Features.Admin.Audit;

/// <summary>Takes everything that matches away as CSV. The columns and their words are stable, whatever the language of the page.</summary>
[Administration(PortalRole.Administrator, PortalRole.Auditor)]
[Route("/admin/audit/export")]
public sealed class ExportController(IAuditReader audit, IAuditLog log, AuditSearch search) : Controller
{
    private const int Rows = 1000;

    private static readonly string[] Columns = ["number", "time", "code", "event", "result", "person", "personId", "actor", "actorId", "method", "step", "reason", "address", "reference"];

    /// <summary>Writes the file while it reads.</summary>
    [HttpPost, FreshProof]
    public async Task<IActionResult> Submit([FromForm] AuditForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await search.ReadAsync(form, ModelState, cancellationToken) is not { } filter)
            return Redirect("/admin/audit" + QueryString.Create(form.Filled().Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).ToUriComponent());
        await log.WriteAsync(new(AuditCode.Exported, null, null, HttpContext.Caller().Address, Reason: "audit", ActorId: User.Person().UserId), cancellationToken);
        return new CsvFile("audit", Columns, RowsAsync(filter, cancellationToken));
    }

    private async IAsyncEnumerable<string?[]> RowsAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AuditPlace? after = null;
        do
        {
            var page = await audit.ReadAsync(filter, after, Rows, cancellationToken);
            foreach (var line in page.Lines)
                yield return Cells(line);
            after = page.Next;
        }
        while (after is not null);
    }

    private static string?[] Cells(AuditLine line) =>
    [
        line.Number?.ToString(CultureInfo.InvariantCulture),
        line.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ((int)line.Entry.Code).ToString(CultureInfo.InvariantCulture),
        line.Entry.Code.ToString(),
        line.Result?.ToString(),
        line.Subject,
        line.Entry.SubjectId?.ToString(),
        line.Actor,
        line.Entry.ActorId?.ToString(),
        line.Entry.MethodId,
        line.Entry.Stage,
        line.Entry.Reason,
        line.Entry.Address,
        line.Entry.CorrelationId?.ToString(),
    ];
}
