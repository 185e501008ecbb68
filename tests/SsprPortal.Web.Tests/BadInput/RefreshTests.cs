using Microsoft.EntityFrameworkCore;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.BadInput;

/// <summary>What browsers do with pages: reload them, go back to them, show them twice, and change their language in the middle.</summary>
public sealed class RefreshTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task A_code_can_still_be_typed_where_a_resend_came_too_soon()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        await browser.PressAsync("/resend");
        Assert.Single(browser.Errors);

        await browser.SubmitAsync("Code", code);

        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Theory]
    [InlineData("/passwordreset/verify")]
    [InlineData("/passwordreset/newpassword")]
    [InlineData("/passwordreset/outcome")]
    public async Task Back_and_refresh_after_success_say_that_it_is_over(string page)
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        var verify = browser.Fields(new Dictionary<string, string> { ["Code"] = code });
        await browser.SubmitAsync("Code", code);
        var finish = browser.Fields(Alain.NewPasswordForm);
        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);
        Assert.Equal("\"cache\", \"storage\"", browser.Response.Headers.GetValues("Clear-Site-Data").Single());
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name.EndsWith("journey", StringComparison.Ordinal) && !cookie.Expired);
        var before = await PortalState.ReadAsync(portal);

        await browser.OpenAsync(page);
        Assert.Equal("This reset has ended", browser.Heading);
        foreach (var (path, form) in new[] { ("/passwordreset/verify", verify), ("/passwordreset/newpassword", finish) })
        {
            await browser.PostAsync(path, form);
            Assert.Equal("This reset has ended", browser.Heading);
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task The_cookie_of_before_the_gate_is_worth_nothing_after_it()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        var older = portal.NewBrowser();
        foreach (System.Net.Cookie cookie in browser.Cookies.GetAllCookies())
            older.Cookies.Add(cookie);
        await browser.SubmitAsync("Code", code);
        var before = await PortalState.ReadAsync(portal);

        await older.PostAsync("/passwordreset/newpassword", browser.Fields(Alain.NewPasswordForm));

        Assert.Equal("This reset has ended", older.Heading);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task The_form_of_another_tab_is_led_to_where_the_journey_stands()
    {
        await browser.StartResetAsync(Alain.UserId);
        var choose = browser.Fields(new Dictionary<string, string> { ["PhoneNumber"] = Alain.Phone });
        await browser.SubmitAsync("PhoneNumber", Alain.Phone);
        var before = await PortalState.ReadAsync(portal);

        await browser.PostAsync("/passwordreset/method", choose);

        Assert.Equal("/passwordreset/verify", browser.Path);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task A_second_tab_that_begins_anew_ends_what_the_first_began()
    {
        await Alain.ReachVerifyAsync(portal, browser);
        var verify = browser.Fields(new Dictionary<string, string> { ["Code"] = "000000" });

        await browser.StartResetAsync("hanako@contoso.com");
        await browser.PostAsync("/passwordreset/verify", verify);

        Assert.Equal("/passwordreset/method", browser.Path);
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.Journeys.CountAsync(row => row.LiveFor != null)));
    }

    [Fact]
    public async Task A_sent_message_cannot_be_made_to_be_sent_again_by_reload()
    {
        await Alain.ReachVerifyAsync(portal, browser);
        var form = browser.Fields();

        for (var time = 0; time < 3; time++)
            await browser.PostAsync("/passwordreset/verify/resend", form);

        Assert.StartsWith("The last one was sent a moment ago.", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal(1, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task Every_page_of_the_journey_changes_its_language_where_it_is()
    {
        await Alain.ReachVerifyAsync(portal, browser);
        await browser.PressAsync("/resend");

        await browser.OpenAsync(browser.Page.QuerySelector("a[hreflang=ja]")!.GetAttribute("href")!);

        Assert.Equal(200, (int)browser.Status);
        Assert.Equal("ja", browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(browser.Page.QuerySelector("input[name=Code]"));
    }
}
