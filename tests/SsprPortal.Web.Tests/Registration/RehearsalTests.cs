using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>Trying one's reset: all of it but the new password.</summary>
public sealed class RehearsalTests : IAsyncLifetime
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
    [InlineData("en", "Your reset would work")]
    [InlineData("ja", "パスワードのリセットを行えることを確認しました")]
    public async Task It_ends_before_the_new_password_and_changes_nothing(string language, string ending)
    {
        await BeginAsync(language);
        await TypeWrongCodeAsync();
        var before = await portal.WithDatabaseAsync(database => database.Throttles.OrderBy(row => row.Key).Select(row => row.Count).ToListAsync());
        var passwords = (await PortalState.ReadAsync(portal)).Passwords;

        await browser.SubmitAsync("Code", Codes.In((await portal.MessageToAsync(Alain.Mail)).Text));

        Assert.Equal((ending, "/passwordreset/outcome"), (browser.Heading, browser.Path));
        Assert.Equal("/ssprsetup", browser.Page.QuerySelector("main .row a")!.GetAttribute("href"));
        var state = await PortalState.ReadAsync(portal);
        Assert.Equal(passwords, state.Passwords);
        Assert.DoesNotContain(AuditCode.PasswordReset.ToString(), state.Audit, StringComparison.Ordinal);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.RecoveryRehearsed));
        // What was counted stays counted, and nothing is held.
        Assert.Equal(before, await portal.WithDatabaseAsync(database => database.Throttles.OrderBy(row => row.Key).Select(row => row.Count).ToListAsync()));
        Assert.False(await portal.WithDatabaseAsync(database => database.RegistrationStates.AnyAsync(row => row.HeldUntil != null)));
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.Subject.Contains("was reset", StringComparison.Ordinal));
        await browser.OpenAsync("/profile");
        Assert.Equal("/profile", browser.Path);
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    [Fact]
    public async Task The_page_of_the_new_password_cannot_be_reached_in_it()
    {
        await BeginAsync("en");
        var cookie = browser.Cookies.GetAllCookies().Single(each => each.Name.EndsWith("journey", StringComparison.Ordinal)).Value;
        var form = new Dictionary<string, string>(Alain.NewPasswordForm) { ["antiforgery"] = browser.Antiforgery };
        var before = (await PortalState.ReadAsync(portal)).Passwords;
        await TryAsync("/passwordreset/verify");

        var code = (await portal.MessageToAsync(Alain.Mail)).Code();
        await browser.OpenAsync("/passwordreset/verify");
        await browser.SendAsync(() => new(HttpMethod.Post, "/passwordreset/verify") { Content = new FormUrlEncodedContent(browser.Fields(new Dictionary<string, string> { ["Code"] = code })) }, follow: false);
        Assert.NotEqual(cookie, browser.Cookies.GetAllCookies().Single(each => each.Name.EndsWith("journey", StringComparison.Ordinal)).Value);

        await TryAsync("/passwordreset/outcome");
        Assert.Equal(before, (await PortalState.ReadAsync(portal)).Passwords);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.PasswordClaimed));

        async Task TryAsync(string own)
        {
            await browser.PostAsync("/passwordreset/newpassword", form);
            Assert.Equal(own, browser.Path);
            await browser.OpenAsync("/passwordreset/newpassword");
            Assert.Equal(own == "/passwordreset/outcome" ? "/passwordreset/ended" : own, browser.Path);
        }
    }

    [Fact]
    public async Task Both_gates_are_rehearsed_where_two_are_asked_for()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        await BeginAsync("en");
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Alain.Mail)).Code());
        Assert.Equal("/passwordreset/method", browser.Path);

        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(Alain.Phone, () => browser.ChooseAsync("sms", Alain.Phone)));

        Assert.Equal("Your reset would work", browser.Heading);
    }

    [Fact]
    public async Task It_needs_somebody_who_is_signed_in_and_a_form_of_ours()
    {
        var stranger = portal.NewBrowser();
        await stranger.OpenAsync("/passwordreset");
        await stranger.PostAsync("/ssprsetup/rehearsal", new Dictionary<string, string> { ["antiforgery"] = stranger.Antiforgery });
        Assert.Equal("/?to=ssprsetup", stranger.Path);

        await browser.SignInAsync(Alain.UserId);
        await browser.PostAsync("/ssprsetup/rehearsal", new Dictionary<string, string>());
        Assert.Equal(400, (int)browser.Status);
        Assert.Equal("", (await PortalState.ReadAsync(portal)).Journeys);
    }

    [Fact]
    public async Task Whoever_could_not_reset_is_told_so()
    {
        await browser.SignInAsync("bianca@contoso.com");
        await browser.OpenAsync("/ssprsetup");
        await browser.PostAsync("/ssprsetup/rehearsal", new Dictionary<string, string> { ["antiforgery"] = browser.Antiforgery });

        Assert.Equal(("We couldn't verify your account", "/passwordreset/outcome"), (browser.Heading, browser.Path));
    }

    [Fact]
    public async Task A_wrong_code_in_it_counts_as_anywhere()
    {
        await BeginAsync("en");
        for (var tries = 0; tries < 5; tries++)
            await TypeWrongCodeAsync();

        Assert.Equal("Too many tries", browser.Heading);
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Alain.UserId);
        Assert.Equal("Too many tries", reset.Heading);
    }

    private async Task TypeWrongCodeAsync() => await browser.SubmitAsync("Code", Codes.Other((await portal.MessageToAsync(Alain.Mail)).Code()));

    // From the page that thanks, up to the code.
    private async Task BeginAsync(string language)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/ssprsetup");
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("/ssprsetup/done", browser.Path);
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("/passwordreset/method", browser.Path);
        await browser.ChooseAsync("email");
    }
}
