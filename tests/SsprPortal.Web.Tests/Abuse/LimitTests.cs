using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Limits over addresses, people and instances, and what an administrator hears of them.</summary>
public sealed class LimitTests
{
    private const string Hanako = "hanako@contoso.com";
    private const string HanakosPhone = "+818012345617";
    private const string Administrator = "admin@contoso.com";

    [Fact]
    public async Task AC_52_Many_user_ids_from_one_address_share_the_messages_of_that_address()
    {
        await using var portal = await PortalHost.StartAsync(new() { ["Sending:PerAddress"] = "2" });
        const string address = "198.51.100.7";

        Assert.True(await SendAsync(portal, Alain.UserId, "sms", Alain.Phone, address));
        Assert.True(await SendAsync(portal, Hanako, "sms", HanakosPhone, address));
        Assert.False(await SendAsync(portal, Alain.UserId, "email", null, address));
        Assert.True(await SendAsync(portal, Alain.UserId, "email", null, "198.51.100.8"));

        Assert.Equal(3, (await PortalState.ReadAsync(portal)).Messages);
        portal.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True(await SendAsync(portal, Hanako, "sms", HanakosPhone, address));
    }

    [Fact]
    public async Task AC_52_Neighbouring_addresses_share_the_messages_of_their_network()
    {
        await using var portal = await PortalHost.StartAsync(new() { ["Sending:PerNetwork"] = "2" });

        Assert.True(await SendAsync(portal, Alain.UserId, "sms", Alain.Phone, "198.51.100.7"));
        Assert.True(await SendAsync(portal, Hanako, "sms", HanakosPhone, "198.51.100.8"));
        Assert.False(await SendAsync(portal, Alain.UserId, "email", null, "198.51.100.9"));
        Assert.True(await SendAsync(portal, Alain.UserId, "email", null, "198.51.101.9"));
    }

    [Fact]
    public async Task AC_52_The_whole_portal_stops_sending_and_tells_the_administrators_before_and_when_it_does()
    {
        await using var portal = await PortalHost.StartAsync(new() { ["Sending:PerHour"] = "5" });
        await SendAsync(portal, Alain.UserId, "email", null, "198.51.1.1");
        await SendAsync(portal, Hanako, "sms", HanakosPhone, "198.51.2.1");
        await SendAsync(portal, Hanako, "sms", HanakosPhone, "198.51.3.1");
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.To == Administrator);

        await SendAsync(portal, Hanako, "sms", HanakosPhone, "198.51.4.1");
        Assert.Contains("has sent 4 of 5 messages", (await portal.MessageToAsync(Administrator)).Subject, StringComparison.Ordinal);
        Assert.Contains(portal.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("4 of the 5 messages", StringComparison.Ordinal));
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.MessagesStopped));

        var browser = portal.NewBrowser(address: "198.51.5.1");
        var code = await Alain.ReachVerifyAsync(portal, browser);
        Assert.Contains("sends no more codes", (await portal.MessageToAsync(Administrator, 2)).Subject, StringComparison.Ordinal);
        await portal.RegisterAsync("bianca@contoso.com", "mobile", "21", "+819087654321");
        for (var turn = 6; turn < 9; turn++)
            Assert.False(await SendAsync(portal, "bianca@contoso.com", "sms", "+819087654321", $"198.51.{turn}.1"));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MessagesStopped));

        // Who has a code goes on, and is told of it.
        await browser.SubmitAsync("Code", code);
        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);
        await portal.MessageToAsync(Alain.Mail, 2);
        Assert.Equal(2, (await portal.AllMessagesAsync()).Count(message => message.To == Administrator));

        portal.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await SendAsync(portal, Hanako, "sms", HanakosPhone, "198.51.9.1"));
    }

    [Fact]
    public async Task AC_54_A_block_of_self_service_locks_nobody_out_who_knows_the_password()
    {
        await using var portal = await PortalHost.StartAsync();
        var browser = portal.NewBrowser();
        var code = await Alain.ReachVerifyAsync(portal, browser);
        for (var tries = 0; tries < 5; tries++)
            await browser.SubmitAsync("Code", Codes.Other(code));
        Assert.Equal("Too many tries", browser.Heading);

        var counters = await portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == Alain.UserId).Select(user => new { user.AccessFailedCount, user.LockoutEnd }).SingleAsync());

        Assert.Equal((0, null), (counters.AccessFailedCount, counters.LockoutEnd));
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    [Fact]
    public async Task AC_98_Messages_are_counted_by_where_they_are_asked_from_whatever_is_claimed()
    {
        await using var portal = await PortalHost.StartAsync(new() { ["Sending:PerAddress"] = "1", ["Sending:PerNetwork"] = "1" });
        Assert.True(await SendAsync(portal, Alain.UserId, "sms", Alain.Phone, "198.51.100.7"));
        var browser = portal.NewBrowser(address: "198.51.100.7");
        await browser.StartResetAsync(Hanako);
        var form = browser.Fields(new Dictionary<string, string> { ["Method"] = "sms", ["PhoneNumber"] = HanakosPhone });

        await browser.SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, browser.Path) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            request.Headers.Add("X-Real-IP", "203.0.113.9");
            return request;
        });

        Assert.Equal("/passwordreset/method", browser.Path);
        Assert.Single(browser.Errors);
        Assert.Equal(1, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task AC_124_Two_instances_share_the_messages_of_the_portal()
    {
        await using var portal = await PortalHost.StartAsync(new() { ["Sending:PerHour"] = "2" });
        await using var second = portal.StartSecond();

        Assert.True(await SendAsync(portal, Alain.UserId, "sms", Alain.Phone, "198.51.1.1"));
        Assert.True(await SendAsync(second, Hanako, "sms", HanakosPhone, "198.51.2.1"));

        Assert.False(await SendAsync(portal, Alain.UserId, "email", null, "198.51.3.1"));
        Assert.False(await SendAsync(second, Hanako, "sms", HanakosPhone, "198.51.4.1"));
        await Eventually.IsAsync(() => Task.FromResult(portal.Messages.Concat(second.Messages).Count(message => message.To == Administrator) == 1), "one alarm");
    }

    [Fact]
    public async Task Registering_counts_for_the_whole_portal_too()
    {
        await using var portal = await PortalHost.StartAsync(new() { ["Sending:PerHour"] = "1" });
        Assert.True(await SendAsync(portal, Alain.UserId, "sms", Alain.Phone, "198.51.1.1"));
        var browser = portal.NewBrowser();
        await browser.SignInAsync("bianca@contoso.com");
        await browser.OpenAsync("/ssprsetup/mobile");

        await browser.SubmitAsync("Target", "090-8765-4321");

        Assert.Equal(["We cannot send any more messages or call for now. Try again later."], browser.Errors);
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.To == "+819087654321");
    }

    // Whether a message was sent for somebody, asked from an address by a browser of its own.
    private static async Task<bool> SendAsync(PortalHost portal, string userId, string method, string? number, string address)
    {
        var browser = portal.NewBrowser(address: address);
        await browser.StartResetAsync(userId);
        await browser.ChooseAsync(method, number);
        return browser.Path == "/passwordreset/verify";
    }
}
