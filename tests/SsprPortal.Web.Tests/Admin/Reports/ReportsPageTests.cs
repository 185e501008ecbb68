using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Admin.Audit;

namespace SsprPortal.Web.Tests.Admin.Reports;

public sealed class ReportsPageTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await portal.WriteAsync(new(AuditCode.PasswordReset, Guid.NewGuid(), null, null, Stage: "SetPassword"));
        await portal.WriteAsync(new(AuditCode.PasswordReset, Guid.NewGuid(), null, null, Stage: "SetPassword"));
        await portal.WriteAsync(new(AuditCode.RecoveryAbandoned, Guid.NewGuid(), null, null, Stage: "AnswerChallenge"));
        await portal.WriteAsync(new(AuditCode.RecoveryRefused, null, null, null, Reason: "UnknownUser", Stage: "Refused"));
        await portal.WriteAsync(new(AuditCode.AdministratorContacted, null, null, null, Reason: "UnknownUser", Stage: "Refused"));
        await portal.WriteAsync(new(AuditCode.MethodRegistered, Guid.NewGuid(), null, null, "sms"));
        await portal.RollUpAsync();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("Day")]
    [InlineData("Week")]
    [InlineData("Month")]
    [InlineData("Year")]
    [InlineData("Nonsense")]
    public async Task Every_period_says_what_happened(string period)
    {
        await browser.OpenAsync($"/admin/reports?period={period}");

        Assert.Equal("2", Numbers("time").Select(row => row[1]).Where(number => number != "0").Single());
        Assert.Equal(["4", "3", "3", "2"], Numbers("funnel").Select(row => row[0]));
        // Reached, succeeded, failed, blocked, abandoned, cancelled, asked for help.
        Assert.Equal(["4", "0", "1", "0", "0", "0", "1"], Numbers("funnel")[0]);
        Assert.Equal("1", Assert.Single(Numbers("registered"))[0]);
        Assert.Contains("Unknown user", browser.Page.QuerySelector("#failures")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_stands_beside_a_table_with_the_same_figures()
    {
        await browser.OpenAsync("/admin/reports");

        Assert.All(browser.Page.QuerySelectorAll(".chart"), chart => Assert.NotNull(browser.Page.QuerySelector($"table#{chart.GetAttribute("data-table")} td[data-value]")));
        Assert.NotEmpty(browser.Page.QuerySelectorAll(".chart"));
    }

    [Fact]
    public async Task A_table_is_taken_away_as_csv()
    {
        await browser.OpenAsync("/admin/reports?period=Week");
        var fields = new Dictionary<string, string>(browser.Fields()) { ["Table"] = "results" };
        await browser.SendAsync(() => new(HttpMethod.Post, "/admin/reports") { Content = new FormUrlEncodedContent(fields) }, follow: false, parse: false);

        Assert.Contains("Succeeded,2\r\n", browser.Html, StringComparison.Ordinal);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.Exported));
    }

    [Fact]
    public async Task The_overview_counts_people_and_resets()
    {
        await browser.OpenAsync("/admin");

        var tiles = browser.Page.QuerySelectorAll(".tile b").Select(tile => tile.TextContent).ToList();
        Assert.Equal(4, tiles.Count);
        Assert.NotEqual("0", tiles[0]);
        // The demonstration has somebody who is blocked.
        Assert.Equal(("2", "1"), (tiles[2], tiles[3]));
    }

    private List<List<string>> Numbers(string table) =>
        [.. browser.Page.QuerySelectorAll($"table#{table} tbody tr").Select(row => row.QuerySelectorAll("td[data-value]").Select(cell => cell.GetAttribute("data-value")!).ToList())];
}
