using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>One thing proved twice, something done twice, and what changes under a journey that is nearly at its end.</summary>
public sealed class JourneyTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private static readonly Uri Site = new($"https://{PortalHost.Host}");
    private readonly PortalHost portal = shared.Portal;
    private readonly PortalBrowser browser = shared.Portal.NewBrowser();

    [Fact]
    public async Task AC_21_Whatever_is_proved_of_one_phone_is_one_gate()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        var who = await portal.AddPersonAsync(phone: true, mail: true);
        await browser.StartResetAsync(who.UserName);
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms", who.Phone)));
        Assert.Equal(["email"], browser.Choices);

        foreach (var method in new[] { "voice", "sms", "office" })
        {
            await browser.PostAsync("/passwordreset/method", browser.Fields(new Dictionary<string, string> { ["Method"] = method, ["PhoneNumber"] = who.Phone! }));
            Assert.Equal(["Choose a method from the list."], browser.Errors);
            await browser.OpenAsync("/passwordreset/newpassword");
            Assert.Equal("/passwordreset/method", browser.Path);
        }

        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Mail!, () => browser.ChooseAsync("email")));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Fact]
    public async Task AC_21_The_mailbox_that_the_lost_password_opens_is_not_registered_under_another_spelling()
    {
        var who = await portal.AddPersonAsync();
        await browser.SignInAsync(who.UserName);
        await browser.OpenAsync("/ssprsetup/email");
        var (name, before) = (who.UserName.Split('@')[0], await PortalState.ReadAsync(portal));

        foreach (var spelling in new[] { who.UserName, who.UserName.ToUpperInvariant(), $"{name}+reset@contoso.com", $"{name}+@Contoso.COM", $" {name}＠contoso.com" })
        {
            await browser.SubmitAsync("Target", spelling);
            Assert.Equal("/ssprsetup/email", browser.Path);
            Assert.Single(browser.Errors);
        }

        Assert.Equal(before.Messages, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task AC_33_After_the_end_nothing_that_was_sent_works_again()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 1 });
        var who = await portal.AddPersonAsync(phone: true);
        var sent = new List<(string Path, IReadOnlyDictionary<string, string> Form, string Journey)>();
        async Task SubmitAsync(Dictionary<string, string> fields)
        {
            var form = browser.Fields(fields);
            sent.Add((browser.Path, form, browser.Cookies.GetCookies(Site)["__Host-sspr-journey"]!.Value));
            await browser.PostAsync(browser.Path, form);
        }

        await browser.OpenAsync("/passwordreset");
        await SubmitAsync(new() { ["UserId"] = who.UserName });
        var code = await portal.CodeAfterAsync(who.Phone!, () => SubmitAsync(new() { ["Method"] = "sms", ["PhoneNumber"] = who.Phone! }));
        await SubmitAsync(new() { ["Code"] = code });
        await SubmitAsync(Alain.Twice(Alain.NewPassword));
        Assert.Equal("Your password has been reset", browser.Heading);
        Assert.Equal("\"cache\", \"storage\"", Assert.Single(browser.Response.Headers.GetValues("Clear-Site-Data")));
        Assert.Null(browser.Cookies.GetCookies(Site)["__Host-sspr-journey"]);
        var before = await PortalState.ReadAsync(portal);

        foreach (var handle in sent.Select(each => each.Journey).Distinct().Append(null))
        {
            foreach (var (path, form, _) in sent)
            {
                if (handle is not null)
                    browser.Cookies.Add(Site, new Cookie("__Host-sspr-journey", handle, "/") { Secure = true });
                await browser.PostAsync(path, form);
                Assert.Contains(browser.Path, new[] { "/passwordreset", "/passwordreset/ended", "/passwordreset/outcome" });
                await browser.OpenAsync("/passwordreset/newpassword");
                Assert.NotEqual("/passwordreset/newpassword", browser.Path);
            }
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword, who.UserName);
    }

    [Theory]
    [InlineData(false, "Your account is not enabled for password reset")]
    [InlineData(true, "We couldn't verify your account")]
    public async Task AC_35_An_account_that_is_closed_before_the_last_form_is_not_written(bool deleted, string heading)
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 1 });
        var who = await portal.AddPersonAsync(phone: true, mail: true);
        await ReachNewPasswordAsync(who);
        await portal.WithDatabaseAsync(database => deleted
            ? database.Users.Where(user => user.Id == who.Id).ExecuteDeleteAsync()
            : database.Users.Where(user => user.Id == who.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.Enabled, false)));
        var before = await PortalState.ReadAsync(portal);

        await browser.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal(heading, browser.Heading);
        var after = await PortalState.ReadAsync(portal);
        Assert.Equal((before.Passwords, before.Messages, before.Registered), (after.Passwords, after.Messages, after.Registered));
        Assert.Equal(RecoveryStep.Refused, await portal.WithDatabaseAsync(database => database.Journeys.Where(row => row.SubjectId == who.Id).Select(row => row.Step).SingleAsync()));
        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.SubjectId == who.Id && row.Code == AuditCode.PasswordClaimed)));
    }

    [Fact]
    public async Task AC_37_Fifteen_minutes_are_not_made_longer_by_whatever_is_done_in_them()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 1 });
        var who = await portal.AddPersonAsync(phone: true);
        await ReachNewPasswordAsync(who);
        var form = browser.Fields(Alain.NewPasswordForm);
        for (var minutes = 0; minutes < 14; minutes += 2)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(2));
            await browser.SubmitAsync(Alain.Twice("too short"));
            Assert.Equal("/passwordreset/newpassword", browser.Path);
        }

        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.PostAsync("/passwordreset/newpassword", form);

        Assert.Equal("/passwordreset/ended", browser.Path);
        await Alain.AssertSignsInAsync(portal, PortalHost.Password, who.UserName);
    }

    private async Task ReachNewPasswordAsync(PortalPerson who)
    {
        await browser.StartResetAsync(who.UserName);
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms", who.Phone)));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }
}
