using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Messages;
using SsprPortal.Data.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Smtp;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.Recovery;

public sealed class LateNoticeTests
{
    [Fact]
    public async Task A_reset_stands_while_the_mail_server_is_down_and_its_notice_arrives_when_it_is_back()
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
        var browser = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, browser);

        await browser.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("Your password has been reset", browser.Heading);
        await Eventually.IsAsync(() => MailsAsync(portal, row => row.State == OutboxState.Waiting && row.Attempts > 0), "two mails that could not be delivered");
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword);

        await using var back = await SmtpServer.StartAsync(startTls: false, port: port);
        portal.Clock.Advance(TimeSpan.FromMinutes(15));
        var told = new[] { await back.NextMailAsync(), await back.NextMailAsync() };

        Assert.Equal([Alain.UserId, Alain.Mail], told.Select(mail => mail.To.Single()).Order());
        Assert.All(told, mail => Assert.Equal("Your Contoso password was reset", mail.Subject));
        await Eventually.IsAsync(() => MailsAsync(portal, row => row.State == OutboxState.Sent), "two mails that were sent");
    }

    private static Task<bool> MailsAsync(PortalHost portal, Func<OutboxRow, bool> are) =>
        portal.WithDatabaseAsync(async database => await database.Outbox.AsNoTracking().Where(row => row.Channel == MessageChannel.Email).ToListAsync() is { Count: 2 } rows && rows.TrueForAll(row => are(row)));
}
