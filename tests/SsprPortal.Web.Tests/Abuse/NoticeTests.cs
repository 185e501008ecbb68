using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Data.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Smtp;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Whose password somebody else has reset hears of it.</summary>
public sealed class NoticeTests
{
    [Fact]
    public async Task AC_83_Every_other_contact_is_told_though_one_of_them_is_refused()
    {
        await using var mail = await SmtpServer.StartAsync(startTls: false);
        await using var portal = await PortalHost.StartAsync(new()
        {
            ["Smtp:Host"] = SmtpServer.Host,
            ["Smtp:Port"] = mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Smtp:From"] = "sspr@contoso.example",
            ["Smtp:RequireTls"] = "false",
        });
        var who = await portal.AddPersonAsync(phone: true);
        await portal.RegisterAsync(who.UserName, "email", "r••••@e••••.org", RecordingSender.RefusedMail);
        var browser = portal.NewBrowser();
        await browser.StartResetAsync(who.UserName);
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms", who.Phone)));

        await browser.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("Your password has been reset", browser.Heading);
        var told = await mail.NextMailAsync();
        var text = await portal.MessageToAsync(who.Phone!, 2);
        Assert.Equal([who.UserName], told.To);
        Assert.Equal("Your Contoso password was reset", told.Subject);
        Assert.Contains(portal.Clock.GetUtcNow().Year.ToString(CultureInfo.InvariantCulture), told.Text, StringComparison.Ordinal);
        Assert.Contains("If it was not you", text.Text, StringComparison.Ordinal);
        Assert.Contains("administrator", told.Text, StringComparison.Ordinal);
        Assert.All(new[] { told.Text, text.Text }, words => Assert.DoesNotContain(Alain.NewPassword, words, StringComparison.Ordinal));
        await Eventually.IsAsync(() => portal.WithDatabaseAsync(database => database.Outbox.AnyAsync(row => row.State == OutboxState.Failed)), "the refused address to be noted");
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword, who.UserName);
    }
}
