using Microsoft.Playwright;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Smtp;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Browser.Tests;

/// <summary>
/// The portal's main job in Chromium, in both languages, over real mail and a Twilio-shaped server: register a phone and an address,
/// forget the password, get back in.
/// </summary>
public sealed class MainJob(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Bianca = "bianca@contoso.com";
    private const string Mail = "bianca@example.org";
    private const string NewPassword = "seven quiet lanterns";
    private SmtpServer smtp = null!;
    private TwilioServer twilio = null!;
    private PortalHost portal = null!;
    private Uri address = null!;

    public async Task InitializeAsync()
    {
        smtp = await SmtpServer.StartAsync();
        twilio = await TwilioServer.StartAsync();
        (portal, address) = await PortalHost.StartOnSocketAsync(new()
        {
            ["Smtp:Host"] = SmtpServer.Host,
            ["Smtp:Port"] = $"{smtp.Port}",
            ["Smtp:From"] = "reset@contoso.com",
            ["Smtp:FromName"] = "Contoso",
            ["Twilio:AccountSid"] = TwilioServer.AccountSid,
            ["Twilio:AuthToken"] = TwilioServer.AuthToken,
            ["Twilio:From"] = "+15005550006",
            ["Twilio:BaseUrl"] = twilio.BaseUrl,
        });
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        await twilio.DisposeAsync();
        await smtp.DisposeAsync();
    }

    [Theory]
    [InlineData("en-US", false)]
    [InlineData("ja-JP", true)]
    public async Task Register_a_phone_and_an_address_then_reset_a_forgotten_password(string locale, bool phone)
    {
        var language = locale[..2];
        var t = new Texts(language);
        await using var other = await Visit.StartAsync(chromium.Browser, address, $"{language}-other", locale, phone);
        await other.Page.GotoAsync("/");
        await SignInAsync(other, t, PortalHost.Password);
        await other.SeeAsync(t.Registration("Required.Title"));
        await other.PressAsync(t.Registration("Required.Later"), t.Profile("Greeting", "Bianca Pisani"));

        await using var visit = await Visit.StartAsync(chromium.Browser, address, language, locale, phone);
        var page = visit.Page;

        // Register.
        await page.GotoAsync("/ssprsetup");
        await visit.SeeAsync(t.SignIn("Title"));
        await visit.LookAsync("sign-in");
        await SignInAsync(visit, t, PortalHost.Password);
        await visit.SeeAsync(t.Registration("Title"));
        await visit.LookAsync("checklist-empty");

        await page.GetByRole(AriaRole.Button, new() { Name = t.Registration("SetUpLabel", t.Method("mobile.Title")) }).ClickAsync();
        await visit.SeeAsync(t.Method("mobile.Enrol"));
        await visit.FillAsync(t.Registration("Phone.Label"), "12");
        await page.GetByRole(AriaRole.Button, new() { Name = t.Method("mobile.Begin"), Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await visit.LookAsync("phone-refused");
        await visit.FillAsync(t.Registration("Phone.Label"), "090-8765-4321");
        await visit.PressForAsync(t.Method("mobile.Begin"), t.Registration("Confirm.Code"));
        await visit.LookAsync("phone-code");
        await visit.FillAsync(t.Registration("Confirm.Code"), Codes.In(await TextAsync(1)));
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));
        await visit.LookAsync("checklist-phone");

        await page.GetByRole(AriaRole.Button, new() { Name = t.Registration("SetUpLabel", t.Method("email.Title")) }).ClickAsync();
        await visit.SeeAsync(t.Method("email.Enrol"));
        await visit.FillAsync(t.Registration("Email.Label"), Mail);
        await visit.LookAsync("address");
        await visit.PressForAsync(t.Method("email.Begin"), t.Registration("Confirm.Code"));
        await visit.LookAsync("address-code");
        await visit.FillAsync(t.Registration("Confirm.Code"), Codes.In(await MailAsync(Mail)));
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));
        await visit.LookAsync("checklist-complete");
        await visit.PressAsync(t.Registration("Finish"), t.Registration("Done.Title"));
        await visit.LookAsync("done");
        await visit.PressAsync(t.Registration("Done.ToProfile"), t.Profile("Greeting", "Bianca Pisani"));
        await visit.LookAsync("profile");
        await visit.PressAsync(t.Shared("SignOut"), t.SignIn("Title"));

        // Forget the password.
        await visit.PressAsync(t.SignIn("CannotAccess"), t.Recovery("Identify.Title"));
        await visit.LookAsync("identify");
        await visit.FillAsync(t.Recovery("Identify.UserId"), Bianca);
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await visit.LookAsync("choose");
        await visit.FillAsync(t.Challenge("Choose.PhoneNumber"), "+81 90 8765 4321");
        await visit.PressAsync(t.Recovery("Choose.Send"), t.Recovery("Verify.Title"));
        var code = Codes.In(await TextAsync(2));
        await visit.FillAsync(t.Challenge("Code"), Codes.Other(code));
        await page.GetByRole(AriaRole.Button, new() { Name = t.Shared("Next"), Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.True(await page.GetByRole(AriaRole.Alert).EvaluateAsync<bool>("element => element === document.activeElement"), "The error summary has the focus.");
        await visit.LookAsync("wrong-code");
        await visit.FillAsync(t.Challenge("Code"), code);
        await visit.PressAsync(t.Shared("Next"), t.Recovery("NewPassword.Title"));
        await visit.LookAsync("new-password");
        await visit.FillAsync(t.Recovery("NewPassword.Password"), "short");
        await visit.FillAsync(t.Recovery("NewPassword.Repeated"), "short");
        await page.GetByRole(AriaRole.Button, new() { Name = t.Recovery("NewPassword.Finish") }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await visit.LookAsync("password-refused");
        await visit.FillAsync(t.Recovery("NewPassword.Password"), NewPassword);
        await visit.FillAsync(t.Recovery("NewPassword.Repeated"), NewPassword);
        await visit.PressAsync(t.Recovery("NewPassword.Finish"), t.Recovery("Outcome.Completed.Title"));
        await visit.LookAsync("completed");

        // Every known mailbox is told, in the language the directory knows she reads; the session that was open is out; the old password is worthless and the new one works.
        Assert.Contains(Bianca, await MailAsync(Bianca, new Texts("en").Message("Notice.PasswordReset.Subject")), StringComparison.Ordinal);
        Assert.Contains(Bianca, await MailAsync(Mail, new Texts("en").Message("Notice.PasswordReset.Subject")), StringComparison.Ordinal);
        await other.Page.ReloadAsync();
        await other.SeeAsync(t.SignIn("Title"));
        await SignInAsync(other, t, PortalHost.Password);
        await other.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await other.LookAsync("old-password");
        await SignInAsync(other, t, NewPassword);
        await other.SeeAsync(t.Profile("Greeting", "Bianca Pisani"));

        // Back and refresh after success: a clear page, and nothing is changed.
        await page.ReloadAsync();
        await visit.SeeAsync(t.Recovery("Ended.Title"));
        await page.GoBackAsync();
        await visit.SeeAsync(t.Recovery("Ended.Title"));
        await visit.LookAsync("ended");
        await visit.PressAsync(t.Recovery("Outcome.StartAgain"), t.Recovery("Identify.Title"));
    }

    private static async Task SignInAsync(Visit visit, Texts t, string password)
    {
        await visit.FillAsync(t.SignIn("UserId"), Bianca);
        await visit.FillAsync(t.SignIn("Password"), password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = t.SignIn("Submit"), Exact = true }).ClickAsync();
    }

    // Only codes have the line that binds them to the site; notices go to the same phone.
    private async Task<string> TextAsync(int number) =>
        (await Eventually.GetAsync(
            () => twilio.Messages.Where(message => message.To == "+819087654321" && message.Body.Contains("\n@localhost #", StringComparison.Ordinal)).ElementAtOrDefault(number - 1),
            $"code {number} by text")).Body;

    private async Task<string> MailAsync(string to, string? subject = null) =>
        (await Eventually.GetAsync(() => smtp.Mails.LastOrDefault(mail => mail.To.Contains(to) && (subject is null || mail.Subject == subject)), $"a mail to {to}")).Text!;
}
