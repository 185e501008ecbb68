using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Admin;

/// <summary>What changes something takes a proof of the last ten minutes, and loses nothing that was typed.</summary>
public sealed class FreshProofTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;
    private PortalPerson person = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
        person = await browser.SignInAsAsync(portal, PortalRole.Administrator);
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_108_What_was_typed_waits_for_the_proof_and_is_sent_again()
    {
        await browser.OpenAsync("/admin/passwordprotection");
        portal.Clock.Advance(TimeSpan.FromMinutes(11));

        await browser.SubmitAsync("MinLength", "21");
        Assert.Equal("Confirm it is you", browser.Heading);
        Assert.Equal("21", browser.Page.QuerySelector("input[name=MinLength]")!.GetAttribute("value"));
        Assert.Equal(0, await ChangesAsync());

        // Sending it without the proof leads to the same page.
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("Confirm it is you", browser.Heading);
        Assert.Equal(0, await ChangesAsync());

        // In another tab: the same session.
        var kept = browser.Fields();
        await browser.OpenAsync(browser.Page.QuerySelector("main form a[target=_blank]")!.GetAttribute("href")!);
        await browser.ProveAsync(portal, "sms", person.Phone!);
        Assert.StartsWith("/admin/passwordprotection", browser.Path, StringComparison.Ordinal);
        await browser.PostAsync("/admin/passwordprotection", kept);

        Assert.Equal(1, await ChangesAsync());
        Assert.Equal(new { ActorId = (Guid?)person.Id, Stage = (string?)"PasswordMinLength", Reason = (string?)"15 → 21" }, await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.PolicyChanged).Select(row => new { row.ActorId, row.Stage, row.Reason }).SingleAsync()));
    }

    [Theory]
    [InlineData("en", "The password is not kept", "Nothing was saved. Passwords are not kept")]
    [InlineData("ja", "パスワードは保持されません", "保存していません。本人確認の間")]
    public async Task A_password_does_not_wait_for_the_proof_and_is_asked_for_again(string language, string told, string asked)
    {
        const string Secret = "Service-Pa55word!";
        browser = portal.NewBrowser(language);
        person = await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/onpremises");
        portal.Clock.Advance(TimeSpan.FromMinutes(11));

        await browser.SubmitAsync(new Dictionary<string, string> { ["Kind"] = "OpenLdap", ["Servers"] = "ldap.example.org", ["ServiceAccount"] = "cn=portal,dc=example", ["ServicePassword"] = Secret });
        Assert.Contains(told, browser.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, browser.Html, StringComparison.Ordinal);
        // Sent again without the proof, it is still known that there was one.
        await browser.SubmitAsync(new Dictionary<string, string>());
        var kept = browser.Fields();
        await browser.OpenAsync(browser.Page.QuerySelector("main form a[target=_blank]")!.GetAttribute("href")!);
        await browser.ProveAsync(portal, "sms", person.Phone!);

        await browser.PostAsync("/admin/onpremises", kept);
        Assert.StartsWith(asked, Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal("ldap.example.org", browser.Page.QuerySelector("textarea[name=Servers]")!.TextContent.Trim());
        Assert.Equal("cn=portal,dc=example", browser.Page.QuerySelector("input[name=ServiceAccount]")!.GetAttribute("value"));
        Assert.Equal(0, await ChangesAsync());

        await browser.SubmitAsync("ServicePassword", Secret);
        Assert.Equal("/admin/onpremises?saved=1", browser.Path);
    }

    [Fact]
    public async Task Who_has_no_role_is_refused_and_that_is_in_the_audit()
    {
        var alain = portal.NewBrowser();
        await alain.SignInAsync("alain@contoso.com");
        await alain.OpenAsync("/admin/users");

        Assert.Equal(HttpStatusCode.Forbidden, alain.Status);
        var id = await portal.UserIdAsync("alain@contoso.com");
        Assert.Equal("GET /admin/users", await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.AdministrationRefused && row.SubjectId == id).Select(row => row.Reason).SingleAsync()));
    }

    private Task<int> ChangesAsync() => portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.Code == AuditCode.PolicyChanged));
}
