using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SsprPortal.Core.Messages;
using SsprPortal.Data.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Smtp;
using SsprPortal.TestKit.Twilio;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>While something the portal needs is away, nobody gets in, there is another way, nothing comes twice, and it goes on by itself. For a CAPTCHA that is away: AC_16.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task AC_122_While_texts_fail_there_is_another_way_and_afterwards_no_text_comes_twice()
    {
        await using var twilio = await TwilioServer.StartAsync();
        await using var portal = await PortalHost.StartAsync(Texts(twilio));
        var (who, browser) = (await portal.AddPersonAsync(phone: true, mail: true), portal.NewBrowser());
        twilio.NextFails(503, 20500, "Internal Server Error");
        await browser.StartResetAsync(who.UserName);
        await browser.ChooseAsync("sms", who.Phone);
        Assert.Equal("/passwordreset/verify", browser.Path);
        await BecomesAsync(portal, MessageChannel.Text, OutboxState.Waiting);
        await browser.SubmitAsync("Code", "000000");
        Assert.Single(browser.Errors);

        await browser.PressAsync("/another");
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Mail!, () => browser.ChooseAsync("email")));
        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);

        portal.Clock.Advance(TimeSpan.FromSeconds(20));
        await BecomesAsync(portal, MessageChannel.Text, OutboxState.Sent);
        Assert.Equal(twilio.Messages.Count, twilio.Messages.Select(message => message.Body).Distinct().Count());
        Assert.Single(twilio.Messages, message => Codes.Find(message.Body) is not null);
    }

    [Fact]
    public async Task AC_122_A_text_that_may_have_arrived_is_not_sent_again_and_the_next_one_works()
    {
        await using var twilio = await TwilioServer.StartAsync();
        await using var portal = await PortalHost.StartAsync(Texts(twilio));
        var (who, browser) = (await portal.AddPersonAsync(phone: true), portal.NewBrowser());
        twilio.NextAborts();
        await browser.StartResetAsync(who.UserName);
        await browser.ChooseAsync("sms", who.Phone);
        await BecomesAsync(portal, MessageChannel.Text, OutboxState.Uncertain);
        var asked = twilio.Requests;

        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.PressAsync("/resend");
        var text = await Eventually.GetAsync(() => twilio.Messages.SingleOrDefault(), "the second text");
        Assert.Equal(asked + 1, twilio.Requests);
        await browser.SubmitAsync("Code", Codes.In(text.Body));

        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Fact]
    public async Task AC_122_While_a_text_hangs_mails_go_and_while_mail_is_away_texts_do()
    {
        int port;
        await using (var gone = await SmtpServer.StartAsync(startTls: false))
            port = gone.Port;
        await using var portal = await PortalHost.StartAsync(new()
        {
            ["Smtp:Host"] = SmtpServer.Host,
            ["Smtp:Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Smtp:From"] = "sspr@contoso.example",
            ["Smtp:RequireTls"] = "false",
        });
        var (who, browser) = (await portal.AddPersonAsync(phone: true, mail: true), portal.NewBrowser());
        await browser.StartResetAsync(who.UserName);
        await browser.ChooseAsync("email");
        Assert.Equal("/passwordreset/verify", browser.Path);
        await BecomesAsync(portal, MessageChannel.Email, OutboxState.Waiting);
        await browser.PressAsync("/another");
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms", who.Phone)));
        Assert.Equal("/passwordreset/newpassword", browser.Path);

        await using var twilio = await TwilioServer.StartAsync();
        await using var other = await PortalHost.StartAsync(Texts(twilio));
        var (hanging, mails) = (await other.AddPersonAsync(phone: true, mail: true), other.NewBrowser());
        twilio.NextHangs();
        await mails.StartResetAsync(hanging.UserName);
        await mails.ChooseAsync("sms", hanging.Phone);
        await BecomesAsync(other, MessageChannel.Text, OutboxState.Sending);
        await mails.PressAsync("/another");
        await mails.SubmitAsync("Code", await other.CodeAfterAsync(hanging.Mail!, () => mails.ChooseAsync("email")));
        Assert.Equal("/passwordreset/newpassword", mails.Path);
    }

    [Fact]
    public async Task AC_122_While_the_database_is_away_nothing_is_believed_and_afterwards_the_same_form_goes_on()
    {
        await using var portal = await PortalHost.StartAsync();
        var browser = portal.NewBrowser();
        var code = await Alain.ReachVerifyAsync(portal, browser);
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = code });
        var stranger = portal.NewBrowser();
        await stranger.OpenAsync("/");
        var signIn = stranger.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId, ["Password"] = PortalHost.Password });
        var connection = await portal.WithDatabaseAsync(database => Task.FromResult(new NpgsqlConnectionStringBuilder(database.Database.GetConnectionString())));

        await AllowAsync(connection, false);
        foreach (var (who, path, fields) in new[] { (browser, "/passwordreset/verify", form), (stranger, "/", signIn) })
        {
            await who.PostAsync(path, fields);
            Assert.Equal(HttpStatusCode.InternalServerError, who.Status);
            Assert.NotEmpty(who.Heading);
            Assert.DoesNotContain("Npgsql", who.Html, StringComparison.Ordinal);
            Assert.DoesNotContain(connection.Database!, who.Html, StringComparison.Ordinal);
        }

        await stranger.OpenAsync("/health/live");
        Assert.Equal("Healthy", stranger.Html);
        await stranger.OpenAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stranger.Status);

        await AllowAsync(connection, true);
        await stranger.OpenAsync("/health/ready");
        Assert.Equal("Healthy", stranger.Html);
        await stranger.OpenAsync("/profile");
        Assert.Equal("/", stranger.Path);
        await browser.PostAsync("/passwordreset/verify", form);
        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);
        await portal.MessageToAsync(Alain.UserId);
        Assert.Single(await portal.AllMessagesAsync(), message => Codes.Find(message.Text) is not null);
    }

    private static async Task AllowAsync(NpgsqlConnectionStringBuilder portal, bool allowed)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(portal.ConnectionString) { Database = "postgres", Pooling = false });
        // The name is the test's own.
#pragma warning disable CA2100
        await using var alter = source.CreateCommand($"ALTER DATABASE \"{portal.Database}\" WITH ALLOW_CONNECTIONS {allowed}");
        await alter.ExecuteNonQueryAsync();
        await using var end = source.CreateCommand($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{portal.Database}'");
#pragma warning restore CA2100
        if (!allowed)
            await end.ExecuteNonQueryAsync();
    }

    private static Task BecomesAsync(PortalHost portal, MessageChannel channel, OutboxState state) => Eventually.IsAsync(
        () => portal.WithDatabaseAsync(async database =>
            await database.Outbox.Where(row => row.Channel == channel).ToListAsync() is { Count: > 0 } rows && rows.TrueForAll(row => row.State == state && row.Attempts > 0)),
        $"all by {channel} to be {state}");

    private static Dictionary<string, string?> Texts(TwilioServer twilio) => new()
    {
        ["Twilio:AccountSid"] = TwilioServer.AccountSid,
        ["Twilio:AuthToken"] = TwilioServer.AuthToken,
        ["Twilio:From"] = "+15005550006",
        ["Twilio:BaseUrl"] = twilio.BaseUrl,
    };
}
