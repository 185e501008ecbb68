using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>Bianca has registered nothing yet.</summary>
public sealed class RegistrationStory : IAsyncLifetime
{
    private const string Bianca = "bianca@contoso.com";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task A_phone_and_an_address_are_registered_by_their_codes_and_used_for_a_reset()
    {
        await SetUpAsync();
        Assert.Equal("Don't lose access to your account", browser.Heading);

        await browser.OpenAsync("/ssprsetup/mobile");
        await browser.SubmitAsync("Target", "090-8765-4321");
        Assert.Equal("/ssprsetup/mobile/verify", browser.Path);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync("+819087654321")).Code());
        Assert.Contains("Number ending in 21", browser.Page.Body!.TextContent, StringComparison.Ordinal);

        await browser.OpenAsync("/ssprsetup/email");
        await browser.SubmitAsync("Target", "bianca@example.org");
        await browser.SubmitAsync("Code", (await portal.MessageToAsync("bianca@example.org")).Code());
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("Thank you", browser.Heading);

        var later = portal.NewBrowser();
        await later.StartResetAsync(Bianca);
        Assert.Equal(["Text my mobile phoneNumber ending in 21", "Call my mobile phoneNumber ending in 21", "Send an email to my alternate emailb••••@e••••.org"], later.Page.QuerySelectorAll(".choice span").Select(choice => choice.TextContent.Trim()));
    }

    [Fact]
    public async Task Finish_waits_until_enough_is_set_up()
    {
        await SetUpAsync();

        Assert.True(browser.Page.QuerySelector("main form button")!.HasAttribute("disabled"));
        await browser.PostAsync("/ssprsetup", browser.Fields());
        Assert.Equal(["Set up 1 more to finish."], browser.Errors);
        await browser.OpenAsync("/ssprsetup/done");
        Assert.Equal("/ssprsetup", browser.Path);
    }

    [Theory]
    [InlineData("mobile", "", "Type it before")]
    [InlineData("mobile", "12", "This is not a phone number")]
    [InlineData("mobile", "+81 90 abcd", "This is not a phone number")]
    [InlineData("email", "bianca", "This is not an email address")]
    [InlineData("email", "Bianca@CONTOSO.com", "This mailbox is opened with the very password")]
    [InlineData("email", "Bianca <bianca@example.org>", "This is not an email address")]
    public async Task What_cannot_be_registered_is_refused_with_the_reason_and_nothing_is_lost(string kind, string typed, string expected)
    {
        await SetUpAsync();
        await browser.OpenAsync($"/ssprsetup/{kind}");

        await browser.SubmitAsync("Target", typed);

        Assert.StartsWith(expected, Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal(typed, browser.Page.QuerySelector("#Target")!.GetAttribute("value"));
        Assert.Empty(await portal.AllMessagesAsync());
    }

    [Fact]
    public async Task A_registration_code_is_worthless_for_a_reset_and_for_another_session()
    {
        await SetUpAsync();
        await browser.OpenAsync("/ssprsetup/email");
        await browser.SubmitAsync("Target", "bianca@example.org");
        var code = (await portal.MessageToAsync("bianca@example.org")).Code();

        var other = portal.NewBrowser();
        await other.OpenAsync("/ssprsetup");
        await other.SubmitAsync(new Dictionary<string, string> { ["UserId"] = Bianca, ["Password"] = PortalHost.Password });
        await other.OpenAsync("/ssprsetup/email/verify");

        Assert.Equal("/ssprsetup", other.Path);
        await browser.SubmitAsync("Code", code);
        Assert.Contains("b••••@e••••.org", browser.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_registration_is_worth_nothing()
    {
        await SetUpAsync();
        await browser.OpenAsync("/ssprsetup/mobile");
        await browser.SubmitAsync("Target", "090-8765-4321");

        var later = portal.NewBrowser();
        await later.StartResetAsync(Bianca);

        Assert.Equal("We couldn't verify your account", later.Heading);
    }

    [Fact]
    public async Task Whoever_is_out_of_scope_is_told_so()
    {
        await browser.OpenAsync("/ssprsetup");
        await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = "carlos@contoso.com", ["Password"] = PortalHost.Password });

        Assert.Contains("Your administrator has not enabled you to use this feature.", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        await browser.OpenAsync("/ssprsetup/mobile");
        Assert.Equal("/ssprsetup", browser.Path);
    }

    [Fact]
    public async Task What_was_registered_before_is_told_of_what_is_added()
    {
        await browser.OpenAsync("/ssprsetup");
        await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = "hanako@contoso.com", ["Password"] = PortalHost.Password });
        await browser.OpenAsync("/ssprsetup/email");
        await browser.ProveAsync(portal, "sms", "+818012345617");
        await browser.SubmitAsync("Target", "hanako@example.org");
        await browser.SubmitAsync("Code", (await portal.MessageToAsync("hanako@example.org")).Code());

        var notice = await portal.MessageToAsync("hanako@contoso.com");
        Assert.Equal("Contoso のアカウントにセキュリティ情報が追加されました", notice.Subject);
        var text = await portal.MessageToAsync("+818012345617", 2);
        Assert.StartsWith("Contoso: hanako@contoso.com にセキュリティ情報が追加されました (メール アドレス h••••@e••••.org)。", text.Text, StringComparison.Ordinal);
        Assert.All([notice, text], message => Assert.DoesNotContain("hanako@example.org", message.Text, StringComparison.Ordinal));
    }

    private async Task SetUpAsync()
    {
        await browser.OpenAsync("/ssprsetup");
        Assert.Equal("Sign in", browser.Heading);
        await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = Bianca, ["Password"] = PortalHost.Password });
        Assert.Equal("/ssprsetup", browser.Path);
    }
}
