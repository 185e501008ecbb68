using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Export;

/// <summary>Everybody as a file.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task An_auditor_takes_everybody_away_without_phones_or_formulas_and_it_is_recorded()
    {
        await using var portal = await PortalHost.StartAsync();
        await portal.AddPersonAsync(displayName: "=cmd|'/c calc'!A1, \"x\"");
        var browser = portal.NewBrowser();
        var auditor = await browser.SignInAsAsync(portal, PortalRole.Auditor);
        await browser.OpenAsync("/admin/export");
        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal("text/csv", browser.Response.Content.Headers.ContentType!.MediaType);
        var bytes = await browser.Response.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Contains("alain@contoso.com,Alain Charon,true,Staff,", browser.Html, StringComparison.Ordinal);
        Assert.Contains(",\"'=cmd|'/c calc'!A1, \"\"x\"\"\",", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("9012345642", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", browser.Html, StringComparison.Ordinal);
        Assert.True(await portal.WithDatabaseAsync(database => database.Audit.AnyAsync(row => row.Code == AuditCode.Exported && row.ActorId == auditor.Id)));

        var helpDesk = portal.NewBrowser();
        await helpDesk.SignInAsAsync(portal, PortalRole.HelpDesk);
        await helpDesk.OpenAsync("/admin/export");
        Assert.Equal(HttpStatusCode.Forbidden, helpDesk.Status);
    }
}
