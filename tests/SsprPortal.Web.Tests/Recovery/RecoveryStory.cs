using System.Net;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Recovery;

/// <summary>Alain, who registered a phone and an address, forgot his password.</summary>
public sealed class RecoveryStory : IAsyncLifetime
{
    private const string Alain = "alain@contoso.com";
    private const string Phone = "+819012345642";
    private const string Mail = "alain@example.org";
    private const string NewPassword = "seven quiet lanterns";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task A_forgotten_password_is_reset_by_text()
    {
        var other = portal.NewBrowser();
        await other.SignInAsync(Alain);
        Assert.Equal("/profile", other.Path);

        await ReachNewPasswordAsync();
        await browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = NewPassword, ["Repeated"] = NewPassword });

        Assert.Equal("Your password has been reset", browser.Heading);
        await other.OpenAsync("/profile");
        Assert.Equal("Sign in", other.Heading);
        await other.SignInAsync(Alain);
        Assert.Single(other.Errors);
        await other.SignInAsync(Alain, NewPassword);
        Assert.Equal("/profile", other.Path);
        await browser.OpenAsync("/profile");
        Assert.Equal("Sign in", browser.Heading);
    }

    [Fact]
    public async Task Every_known_mailbox_is_told_and_no_message_holds_the_password()
    {
        await ReachNewPasswordAsync();
        await browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = NewPassword, ["Repeated"] = NewPassword });

        foreach (var mailbox in new[] { Mail, Alain })
        {
            var notice = await portal.MessageToAsync(mailbox);
            Assert.Equal("Your Contoso password was reset", notice.Subject);
            Assert.Contains("https://portal.test/passwordreset", notice.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.Text.Contains(NewPassword, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_sent_until_the_whole_number_is_typed()
    {
        await browser.StartResetAsync(Alain);

        await browser.ChooseAsync("sms");
        Assert.Equal(["Type your whole phone number."], browser.Errors);
        await browser.ChooseAsync("sms", "+81 90 1234 5643");
        Assert.StartsWith("This does not match the number", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await browser.ChooseAsync("sms", "０９０－１２３４－５６４２");

        Assert.Equal("/passwordreset/verify", browser.Path);
        var message = await portal.MessageToAsync(Phone);
        Assert.Equal([message], await portal.AllMessagesAsync());
    }

    [Fact]
    public async Task Only_two_digits_of_the_phone_and_one_letter_of_the_address_are_shown()
    {
        await browser.StartResetAsync(Alain);
        var pages = browser.Html;
        await browser.ChooseAsync("sms", Phone);
        pages += browser.Html;

        Assert.Contains("42", pages, StringComparison.Ordinal);
        Assert.DoesNotContain("5642", pages, StringComparison.Ordinal);
        Assert.DoesNotContain("alain@example", pages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_width_digits_are_digits()
    {
        await browser.StartResetAsync("ａｌａｉｎ＠ｃｏｎｔｏｓｏ．ｃｏｍ");
        await browser.ChooseAsync("email");
        var code = (await portal.MessageToAsync(Mail)).Code();

        await browser.SubmitAsync("Code", string.Concat(code.Select(digit => (char)(digit - '0' + '０'))));

        Assert.Equal("Choose a new password", browser.Heading);
    }

    [Fact]
    public async Task A_wrong_code_says_how_many_tries_are_left_and_the_fifth_ends_it()
    {
        await browser.StartResetAsync(Alain);
        await browser.ChooseAsync("sms", Phone);
        var code = (await portal.MessageToAsync(Phone)).Code();

        for (var left = 4; left > 0; left--)
        {
            await browser.SubmitAsync("Code", Codes.Other(code));
            Assert.Equal([$"That is not the code. Tries left: {left}."], browser.Errors);
        }

        await browser.SubmitAsync("Code", Codes.Other(code));
        Assert.Equal("Too many tries", browser.Heading);

        await browser.StartResetAsync(Alain);
        Assert.Equal("Too many tries", browser.Heading);
        var signedIn = portal.NewBrowser();
        await signedIn.SignInAsync(Alain);
        Assert.Equal("/profile", signedIn.Path);
        portal.Clock.Advance(TimeSpan.FromHours(24));
        await browser.StartResetAsync(Alain);
        Assert.Equal("/passwordreset/method", browser.Path);
    }

    [Fact]
    public async Task An_expired_code_is_refused_and_a_new_one_works()
    {
        await browser.StartResetAsync(Alain);
        await browser.ChooseAsync("sms", Phone);
        var old = (await portal.MessageToAsync(Phone)).Code();
        portal.Clock.Advance(TimeSpan.FromMinutes(5));

        await browser.SubmitAsync("Code", old);
        Assert.Equal(["This has expired or was already used. Press \"Use another method\" and choose again."], browser.Errors);
        await browser.PressAsync("/resend");
        Assert.Empty(browser.Errors);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Phone, 2)).Code());

        Assert.Equal("Choose a new password", browser.Heading);
    }

    [Fact]
    public async Task A_resend_waits_and_makes_the_code_before_worthless()
    {
        await browser.StartResetAsync(Alain);
        await browser.ChooseAsync("sms", Phone);
        var first = (await portal.MessageToAsync(Phone)).Code();

        await browser.PressAsync("/resend");
        Assert.StartsWith("The last one was sent a moment ago.", Assert.Single(browser.Errors), StringComparison.Ordinal);
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.OpenAsync("/passwordreset/verify");
        await browser.PressAsync("/resend");
        var second = (await portal.MessageToAsync(Phone, 2)).Code();
        if (first != second)
        {
            await browser.SubmitAsync("Code", first);
            Assert.Equal(["That is not the code. Tries left: 4."], browser.Errors);
        }

        await browser.SubmitAsync("Code", second);
        Assert.Equal("Choose a new password", browser.Heading);
    }

    [Fact]
    public async Task Another_method_carries_nothing_over()
    {
        await browser.StartResetAsync(Alain);
        await browser.ChooseAsync("sms", Phone);
        var text = (await portal.MessageToAsync(Phone)).Code();

        await browser.PressAsync("/another");
        Assert.Equal("/passwordreset/method", browser.Path);
        await browser.ChooseAsync("email");
        var mail = (await portal.MessageToAsync(Mail)).Code();
        if (text != mail)
        {
            await browser.SubmitAsync("Code", text);
            Assert.Equal(["That is not the code. Tries left: 4."], browser.Errors);
        }

        await browser.SubmitAsync("Code", mail);
        Assert.Equal("Choose a new password", browser.Heading);
    }

    [Theory]
    [InlineData("too short", "too short", "Too short")]
    [InlineData("seven quiet lanterns", "seven quiet lantern", "The two passwords")]
    [InlineData("alain likes tulips a lot", "alain likes tulips a lot", "The password contains your name")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "The password repeats")]
    [InlineData("", "", "Enter a new password")]
    public async Task A_refused_password_names_the_rule_and_the_person_is_still_verified(string typed, string repeated, string expected)
    {
        await ReachNewPasswordAsync();

        await browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = typed, ["Repeated"] = repeated });
        Assert.StartsWith(expected, Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.All(browser.Page.QuerySelectorAll("input[type=password]"), input => Assert.Null(input.GetAttribute("value")));
        await browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = NewPassword, ["Repeated"] = NewPassword });

        Assert.Equal("Your password has been reset", browser.Heading);
    }

    [Fact]
    public async Task A_password_manager_learns_whose_password_it_is()
    {
        await ReachNewPasswordAsync();

        var field = browser.Page.QuerySelector("input[autocomplete=username]")!;
        Assert.Equal((Alain, null), (field.GetAttribute("value"), field.GetAttribute("name")));
    }

    [Fact]
    public async Task Cancel_ends_it_and_changes_nothing()
    {
        await ReachNewPasswordAsync();

        await browser.PressAsync("/cancel");
        Assert.Equal("You cancelled", browser.Heading);
        await browser.OpenAsync("/passwordreset/newpassword");

        Assert.Equal("This reset has ended", browser.Heading);
        var signedIn = portal.NewBrowser();
        await signedIn.SignInAsync(Alain);
        Assert.Equal("/profile", signedIn.Path);
    }

    [Theory]
    [InlineData("nobody@contoso.com", "We couldn't verify your account", "SSPR_0014")]
    [InlineData("bianca@contoso.com", "We couldn't verify your account", "SSPR_0014")]
    [InlineData("carlos@contoso.com", "Your account is not enabled for password reset", "SSPR_0013")]
    [InlineData("diane@contoso.com", "Your account is not enabled for password reset", "SSPR_0013")]
    [InlineData("ebba@contoso.com", "Too many tries", "")]
    public async Task Whoever_cannot_reset_is_told_what_to_do(string userId, string heading, string code)
    {
        await browser.StartResetAsync(userId);

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(heading, browser.Heading);
        Assert.StartsWith(code, browser.Page.QuerySelector(".reference")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Empty(await portal.AllMessagesAsync());
    }

    [Fact]
    public async Task A_journey_ends_after_fifteen_minutes_whatever_is_done_in_it()
    {
        await ReachNewPasswordAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(9));
        await browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = "short", ["Repeated"] = "short" });
        Assert.Equal("Choose a new password", browser.Heading);
        portal.Clock.Advance(TimeSpan.FromMinutes(6));

        await browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = NewPassword, ["Repeated"] = NewPassword });

        Assert.Equal("This reset has ended", browser.Heading);
        var signedIn = portal.NewBrowser();
        await signedIn.SignInAsync(Alain);
        Assert.Equal("/profile", signedIn.Path);
    }

    [Fact]
    public async Task Hanako_reads_Japanese_all_the_way()
    {
        var japanese = portal.NewBrowser("ja");
        await japanese.StartResetAsync("hanako");
        await japanese.ChooseAsync("sms", "080-1234-5617");
        var message = await portal.MessageToAsync("+818012345617");
        Assert.Contains("パスワード リセットの確認コード", message.Text, StringComparison.Ordinal);
        await japanese.SubmitAsync("Code", message.Code());
        Assert.Equal("新しいパスワードの選択", japanese.Heading);

        await japanese.SubmitAsync(new Dictionary<string, string> { ["Password"] = "静かな夜に七つの灯籠が光る庭で", ["Repeated"] = "静かな夜に七つの灯籠が光る庭で" });

        Assert.Equal("パスワードがリセットされました", japanese.Heading);
        Assert.Equal("Contoso のパスワードがリセットされました", (await portal.MessageToAsync("hanako@contoso.com")).Subject);
    }

    private async Task ReachNewPasswordAsync()
    {
        await browser.StartResetAsync(Alain);
        await browser.ChooseAsync("sms", "+81 90 1234 5642");
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Phone)).Code());
        Assert.Equal("Choose a new password", browser.Heading);
    }
}
