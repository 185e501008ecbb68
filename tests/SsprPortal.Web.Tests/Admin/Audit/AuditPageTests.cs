using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Features.Admin.Audit;

namespace SsprPortal.Web.Tests.Admin.Audit;

public sealed class AuditPageTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;
    private PortalPerson auditor = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
        auditor = await browser.SignInAsAsync(portal, PortalRole.Auditor);
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task An_auditor_finds_a_person_by_the_user_name()
    {
        await browser.OpenAsync("/admin/audit");
        await browser.OpenAsync($"/admin/audit?Person={auditor.UserName}&Event=SignedIn");

        var row = Assert.Single(browser.Page.QuerySelectorAll("tbody tr"));
        Assert.Contains("Signed in", row.TextContent, StringComparison.Ordinal);
        Assert.Contains(auditor.UserName, row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_a_filter_is_said_and_kept()
    {
        await browser.OpenAsync("/admin/audit?From=yesterday&Person=nobody@contoso.com&Event=Party&Reference=12");

        Assert.Equal(4, browser.Errors.Count);
        Assert.Equal("yesterday", browser.Page.QuerySelector("#From")!.GetAttribute("value"));
        Assert.Empty(browser.Page.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task Everything_that_matches_is_taken_away_as_csv_and_that_is_audited()
    {
        await portal.WriteAsync(new AuditEntry(AuditCode.PasswordRefused, auditor.Id, Guid.NewGuid(), "203.0.113.7", null, "=1+1", "SetPassword"));
        await browser.OpenAsync($"/admin/audit?Person={auditor.UserName}");

        var export = browser.Page.QuerySelector("form[action$=export]")!;
        var fields = export.QuerySelectorAll("input[name]").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        await browser.SendAsync(() => new(HttpMethod.Post, "/admin/audit/export") { Content = new FormUrlEncodedContent(fields) }, follow: false, parse: false);

        Assert.Equal("text/csv", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(",'=1+1,203.0.113.7,", browser.Html, StringComparison.Ordinal);
        Assert.Contains("SignedIn", browser.Html, StringComparison.Ordinal);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.Exported));
    }

    [Fact]
    public async Task The_chain_is_verified_and_the_result_is_on_the_page()
    {
        await browser.OpenAsync("/admin/audit/verify");
        await browser.SubmitAsync("Witness", "nonsense");
        Assert.Single(browser.Errors);

        await browser.OpenAsync("/admin/audit/verify");
        await browser.SubmitAsync("Witness", "");
        await portal.Services.GetRequiredService<AuditCheck>().Last;
        await browser.OpenAsync("/admin/audit");

        Assert.Contains("The audit log is intact", browser.Html, StringComparison.Ordinal);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.AuditVerified));
    }

    [Theory]
    [InlineData("en", AuditCode.RoleChanged, null, "Administrator, HelpDesk → –", "Administrator, Help desk → –")]
    [InlineData("ja", AuditCode.RoleChanged, null, "Administrator, HelpDesk → –", "管理者、ヘルプデスク → –")]
    [InlineData("ja", AuditCode.GroupChanged, "MemberAdded", "All", "メンバーの追加、All")]
    [InlineData("ja", AuditCode.PolicyChanged, "NotifiesPeople", "true → false", "ユーザーへの通知、オン → オフ")]
    [InlineData("en", AuditCode.PolicyChanged, "OrganizationName", "Contoso → Contoso All", "Name of the organisation, Contoso → Contoso All")]
    [InlineData("ja", AuditCode.AccountChanged, null, "DisplayName, Groups", "氏名、グループ")]
    [InlineData("en", AuditCode.Exported, null, "report funnel Week", "Report, How far people came, 7 days")]
    public async Task The_details_of_an_entry_have_words_and_names_stay_names(string language, AuditCode code, string? stage, string reason, string words)
    {
        await portal.WriteAsync(new AuditEntry(code, auditor.Id, null, null, Reason: reason, Stage: stage));
        await browser.OpenAsync($"/admin/audit?Person={auditor.Id}&Event={code}&mkt={language}");

        Assert.Equal(words, Assert.Single(browser.Page.QuerySelectorAll("tbody tr")).QuerySelectorAll("td")[6].TextContent.Trim());
    }

    [Theory]
    [InlineData("Intact 12", "ok")]
    [InlineData("Changed 7", "bad")]
    [InlineData("Unsealed 7", "warn")]
    public async Task What_the_verification_found_looks_like_what_it_means(string found, string look)
    {
        await portal.WriteAsync(new AuditEntry(AuditCode.AuditVerified, null, null, null, Reason: found, ActorId: auditor.Id));
        await browser.OpenAsync("/admin/audit");

        Assert.NotNull(browser.Page.QuerySelector($".note.{look}"));
    }

    [Theory]
    [InlineData("en", "Password reset")]
    [InlineData("ja", "パスワードのリセット")]
    public async Task Every_event_has_its_words_in_the_language_of_the_reader(string language, string words)
    {
        await browser.OpenAsync($"/admin/audit?mkt={(language == "ja" ? "ja-JP" : "en-US")}");

        Assert.Contains(browser.Page.QuerySelectorAll("#Event option"), option => option.TextContent == words);
    }

    [Fact]
    public async Task The_help_desk_does_not_read_the_audit()
    {
        var helper = portal.NewBrowser();
        await helper.SignInAsAsync(portal, PortalRole.HelpDesk);

        await helper.OpenAsync("/admin/audit");

        Assert.Equal(HttpStatusCode.Forbidden, helper.Status);
    }
}
