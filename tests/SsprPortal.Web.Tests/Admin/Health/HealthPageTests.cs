using System.Net;
using System.Text.Json;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Health;

public sealed class HealthPageTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en-US", "Works")]
    [InlineData("ja-JP", "正常")]
    public async Task The_parts_of_the_portal_say_how_they_are(string language, string works)
    {
        await browser.SignInAsAsync(portal, PortalRole.Auditor);
        await browser.OpenAsync($"/admin/health?mkt={language}");

        Assert.Contains(browser.Page.QuerySelectorAll(".pill.ok"), pill => pill.TextContent == works);
        Assert.Contains("KeyRing:CertificatePath", browser.Html, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("a[href='/admin/health/test']"));
    }

    [Fact]
    public async Task Programs_read_the_same_by_stable_ids()
    {
        await browser.SignInAsAsync(portal, PortalRole.Auditor);
        await browser.SendAsync(() => new(HttpMethod.Get, "/admin/health.json"), follow: false, parse: false);

        using var report = JsonDocument.Parse(browser.Html);
        Assert.Equal("warn", report.RootElement.GetProperty("status").GetString());
        Assert.Equal(["database", "keys", "outbox", "mail", "text", "call", "captcha", "directory", "audit"], report.RootElement.GetProperty("checks").EnumerateArray().Select(each => each.GetProperty("id").GetString()));
        Assert.Contains("development-inbox", report.RootElement.GetProperty("settings").EnumerateArray().Select(each => each.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_test_message_goes_to_the_administrator_and_says_what_became_of_it()
    {
        var administrator = await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/health/test");
        await browser.SubmitAsync("Channel", "Text");

        Assert.StartsWith("/admin/health/test/", browser.Path, StringComparison.Ordinal);
        var message = await portal.MessageToAsync(administrator.Phone!, 2);
        Assert.Contains("test message", message.Text, StringComparison.Ordinal);
        await portal.SentAsync(message.Id);
        await browser.OpenAsync(browser.Path);
        Assert.Equal("The message was sent", browser.Heading);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.TestMessageSent));
    }

    [Fact]
    public async Task No_more_than_five_test_messages_leave_in_an_hour()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        for (var i = 0; i < 6; i++)
        {
            await browser.OpenAsync("/admin/health/test");
            await browser.SubmitAsync("Channel", "Email");
        }

        Assert.Single(browser.Errors);
        Assert.Equal(5, await PortalState.CountAsync(portal, AuditCode.TestMessageSent));
    }

    [Fact]
    public async Task An_auditor_sends_nothing()
    {
        await browser.SignInAsAsync(portal, PortalRole.Auditor);
        await browser.OpenAsync("/admin/health/test");

        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }
}
