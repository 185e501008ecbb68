using System.Net;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.TestKit.Directories;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Directories;

/// <summary>What people are told when the directory stops answering at the worst moment.</summary>
public sealed class LostAnswerStory : IAsyncLifetime
{
    private const string Alice = "alice@fake.test";
    private const string Phone = "+819012340001";
    private const string NewPassword = "Green river keeps 7 stones";

    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync(rests: work => work == typeof(DirectorySyncWork));
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "It may be the new one already")]
    [InlineData("ja", "すでに新しいパスワードになっている可能性があります")]
    public async Task Nobody_whose_new_password_was_sent_is_told_that_nothing_was_changed(string language, string told)
    {
        await using var domain = new FakeDomain();
        await portal.UseAsync(domain);
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Alice, domain.Password);
        await browser.OpenAsync("/changepassword");
        domain.OnModify = () => Gone(domain, true, null);

        await browser.SubmitAsync(new Dictionary<string, string> { ["Old"] = domain.Password, ["Password"] = NewPassword, ["Repeated"] = NewPassword });

        Assert.Equal((HttpStatusCode.OK, "/changepassword"), (browser.Status, browser.Path));
        Assert.Contains(told, Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Contains("8", browser.Page.QuerySelector("#Password-hint")!.TextContent, StringComparison.Ordinal);
        await browser.OpenAsync("/profile");
        Assert.Equal("/", browser.Path);
    }

    [Fact]
    public async Task Whoever_recovers_and_whose_password_was_refused_is_told_so()
    {
        await using var domain = new FakeDomain();
        await portal.UseAsync(domain);
        await portal.NewBrowser().StartResetAsync(Alice);
        await portal.RegisterAsync(Alice, "mobile", Phone[^2..], Phone);
        await browser.StartResetAsync(Alice);
        await browser.ChooseAsync("sms", Phone);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Phone)).Code());
        Assert.Equal("/passwordreset/newpassword", browser.Path);
        domain.OnModify = () => Gone(domain, false, new(LdapResultCode.ConstraintViolation, "0000052D: Constraint violation"));

        await browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = NewPassword, ["Repeated"] = NewPassword });

        Assert.Equal((HttpStatusCode.OK, "/passwordreset/newpassword"), (browser.Status, browser.Path));
        Assert.Contains("does not accept this password", Assert.Single(browser.Errors), StringComparison.Ordinal);
    }

    private static (bool Done, LdapResult? Answer) Gone(FakeDomain domain, bool done, LdapResult? answer)
    {
        domain.IsGone = true;
        return (done, answer);
    }
}
