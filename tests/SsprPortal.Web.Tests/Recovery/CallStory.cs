using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.Registration;
using SsprPortal.Web.Tests.SignIn;
using SsprPortal.Web.Tests.Voice;

namespace SsprPortal.Web.Tests.Recovery;

/// <summary>Calls in which # is pressed: the phone says yes, and only the browser that waits goes on.</summary>
public sealed class CallStory : IAsyncLifetime
{
    private const string Office = "+81312345678X1234";
    private const string NotPressed = "We have not noticed the # yet. Answer the call, press # and try again.";
    private const string Expired = "This has expired or was already used. Press \"Use another method\" and choose again.";
    private const string State = "/passwordreset/verify/state";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "voice", "+81 90 1234 5642", Alain.Phone, "We are calling your mobile phone ending in 42. Answer the call and press #.", "Choose a new password")]
    [InlineData("ja", "voice", "０９０-１２３４-５６４２", Alain.Phone, "末尾が 42 の携帯電話に発信しています。電話に出て # を押してください。", "新しいパスワードの選択")]
    [InlineData("en", "office", "03-1234-5678", Office, "We are calling your office phone ending in 78. Answer the call and press #.", "Choose a new password")]
    [InlineData("ja", "office", "+81 3 1234 5678", Office, "末尾が 78 の会社電話に発信しています。電話に出て # を押してください。", "新しいパスワードの選択")]
    public async Task The_page_hears_of_the_key_and_only_its_own_form_passes_the_gate(string language, string method, string typed, string to, string text, string verified)
    {
        browser = portal.NewBrowser(language);
        await browser.StartResetAsync(Alain.UserId);
        var call = await portal.CallAfterAsync(to, () => browser.ChooseAsync(method, typed));
        Assert.Equal(text, browser.Page.QuerySelector(".lede")!.TextContent);
        Assert.Equal(State, browser.Page.QuerySelector("[data-poll]")!.GetAttribute("data-poll"));
        Assert.Equal("""{"answered":false}""", await StateAsync(browser));

        Assert.Empty(await portal.PressAsync(call));

        Assert.Equal("""{"answered":true}""", await StateAsync(browser));
        Assert.Equal("no-store", browser.Response.Headers.CacheControl!.ToString());
        var stranger = portal.NewBrowser(language);
        await stranger.OpenAsync(State);
        Assert.Equal("/passwordreset/ended", stranger.Path);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
        await browser.OpenAsync("/passwordreset/newpassword");
        Assert.Equal("/passwordreset/verify", browser.Path);
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal(verified, browser.Heading);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    [Fact]
    public async Task A_form_that_is_sent_before_the_key_costs_no_try()
    {
        var call = await ReachAsync();

        for (var turn = 0; turn < 7; turn++)
        {
            await browser.SubmitAsync(new Dictionary<string, string>());
            Assert.Equal([NotPressed], browser.Errors);
        }

        // Nor does anything pass that is typed into it.
        await browser.PostAsync("/passwordreset/verify", browser.Fields(new Dictionary<string, string> { ["Code"] = "#", ["Credential"] = "#", ["ConfirmedAt"] = "2026-01-01", ["answered"] = "true" }));
        Assert.Equal([NotPressed], browser.Errors);
        Assert.Empty(await portal.PressAsync(call));
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Fact]
    public async Task A_key_that_is_pressed_too_late_does_nothing()
    {
        var call = await ReachAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Single(await portal.PressAsync(call));

        Assert.Equal("""{"answered":false}""", await StateAsync(browser));
        await browser.OpenAsync("/passwordreset/verify");
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal([NotPressed], browser.Errors);
    }

    [Fact]
    public async Task A_browser_that_comes_back_too_late_does_not_pass()
    {
        var call = await ReachAsync();
        Assert.Empty(await portal.PressAsync(call));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));

        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal([Expired], browser.Errors);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_the_newest_call_counts(bool pressedBefore)
    {
        var first = await ReachAsync();
        if (pressedBefore)
            Assert.Empty(await portal.PressAsync(first));
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        var second = await portal.CallAfterAsync(Alain.Phone, () => browser.PressAsync("/resend"));
        Assert.Equal("We are calling again. Only the newest call counts.", browser.Page.QuerySelector(".note")!.TextContent.Trim());

        Assert.Single(await portal.PressAsync(first));
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal([NotPressed], browser.Errors);
        Assert.Empty(await portal.PressAsync(second));
        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Fact]
    public async Task A_call_that_was_left_for_another_method_is_worthless()
    {
        var call = await ReachAsync();
        await browser.PressAsync("/another");
        await browser.ChooseAsync("email");

        Assert.Single(await portal.PressAsync(call));
        await browser.SubmitAsync("Code", "000000");

        Assert.Single(browser.Errors);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    [Fact]
    public async Task Nobody_is_called_until_the_whole_number_is_typed()
    {
        await browser.StartResetAsync(Alain.UserId);

        foreach (var (method, typed) in new[] { ("voice", ""), ("voice", "090-1234-5643"), ("office", "+81 3 1234 5679"), ("office", "1234") })
        {
            await browser.ChooseAsync(method, typed);
            Assert.Single(browser.Errors);
        }

        Assert.Equal(0, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task A_text_and_a_call_to_one_phone_are_one_gate()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        await browser.StartResetAsync(Alain.UserId);
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(Alain.Phone, () => browser.ChooseAsync("sms", Alain.Phone)));

        Assert.Equal(["email"], browser.Choices);
        await browser.PostAsync("/passwordreset/method", browser.Fields(new Dictionary<string, string> { ["Method"] = "voice", ["PhoneNumber"] = Alain.Phone }));
        Assert.Equal(["Choose a method from the list."], browser.Errors);
        await browser.PostAsync("/passwordreset/method", browser.Fields(new Dictionary<string, string> { ["Method"] = "office", ["PhoneNumber"] = "03-1234-5678" }));
        Assert.Equal(["Choose a method from the list."], browser.Errors);
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(Alain.Mail, () => browser.ChooseAsync("email")));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Fact]
    public async Task Whoever_has_only_one_phone_cannot_pass_two_gates()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });

        await browser.StartResetAsync("hanako@contoso.com");

        Assert.Equal("We couldn't verify your account", browser.Heading);
    }

    [Fact]
    public async Task A_phone_is_called_three_times_an_hour_and_texted_still()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            await ReachAsync();
            portal.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        await browser.StartResetAsync(Alain.UserId);
        await browser.ChooseAsync("voice", Alain.Phone);
        Assert.Equal(["We cannot send any more messages or call for now. Use another method, or try again later."], browser.Errors);
        await browser.ChooseAsync("sms", Alain.Phone);
        Assert.Equal("/passwordreset/verify", browser.Path);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task A_phone_can_be_registered_by_a_call_that_says_the_code(string language)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsync("bianca@contoso.com");
        await browser.EnrolPhoneAsync(portal, "+819087654321", via: "voice");

        var call = Assert.Single(await portal.AllMessagesAsync(), message => message.To == "+819087654321");
        Assert.Null(call.ConfirmAt);
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.RegisteredMethods.CountAsync(row => row.Kind == "mobile" && row.Hint == "21")));
    }

    [Fact]
    public async Task A_pressed_key_proves_somebody_who_is_signed_in()
    {
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/ssprsetup/mobile");
        var call = await portal.CallAfterAsync(Office, () => browser.ChooseAsync("office"));
        Assert.Equal("/signin/verify/state", browser.Page.QuerySelector("[data-poll]")!.GetAttribute("data-poll"));
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal([NotPressed], browser.Errors);
        var waiting = browser.Path;

        Assert.Empty(await portal.PressAsync(call));
        await browser.OpenAsync("/signin/verify/state");
        Assert.Equal("""{"answered":true}""", browser.Html);
        await browser.OpenAsync(waiting);
        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal("/ssprsetup/mobile", browser.Path);
    }

    private async Task<Core.Messages.OutgoingMessage> ReachAsync()
    {
        await browser.StartResetAsync(Alain.UserId);
        var call = await portal.CallAfterAsync(Alain.Phone, () => browser.ChooseAsync("voice", Alain.Phone));
        Assert.Equal("/passwordreset/verify", browser.Path);
        return call;
    }

    // What the page's script asks; the page itself stays.
    private static async Task<string> StateAsync(PortalBrowser browser)
    {
        await browser.OpenAsync(State);
        var state = browser.Html;
        Assert.Equal(State, browser.Path);
        return state;
    }
}
