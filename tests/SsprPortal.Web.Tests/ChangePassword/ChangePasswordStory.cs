using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.ChangePassword;

/// <summary>Somebody who knows the password wants another one.</summary>
public sealed class ChangePasswordStory : IAsyncLifetime
{
    private const string New = "seven quiet lanterns";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "Change your password", "Your password has been changed")]
    [InlineData("ja", "パスワードの変更", "パスワードが変更されました")]
    public async Task A_person_changes_the_password_and_stays_signed_in_here_only(string language, string title, string done)
    {
        browser = portal.NewBrowser(language);
        var elsewhere = portal.NewBrowser();
        await browser.SignInAsync(Alain.UserId);
        await elsewhere.SignInAsync(Alain.UserId);
        Assert.NotNull(browser.Page.QuerySelector("a[href='/changepassword']"));
        await browser.OpenAsync("/changepassword");
        Assert.Equal(title, browser.Heading);
        var before = browser.Cookies.GetAllCookies().Single(cookie => cookie.Name.EndsWith("session", StringComparison.Ordinal)).Value;

        await browser.SubmitAsync(Form(PortalHost.Password, New));

        Assert.Equal((done, "/changepassword/done"), (browser.Heading, browser.Path));
        Assert.NotEqual(before, browser.Cookies.GetAllCookies().Single(cookie => cookie.Name.EndsWith("session", StringComparison.Ordinal)).Value);
        await browser.OpenAsync("/profile");
        Assert.Equal("/profile", browser.Path);
        await elsewhere.OpenAsync("/profile");
        Assert.Equal("/", elsewhere.Path);
        await elsewhere.SignInAsync(Alain.UserId);
        Assert.Single(elsewhere.Errors);
        await Alain.AssertSignsInAsync(portal, New);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.PasswordChanged));
    }

    [Fact]
    public async Task Everybody_who_can_be_reached_is_told()
    {
        await browser.SignInAsync(Alain.UserId);
        await ChangeAsync(PortalHost.Password, New);

        var (mail, text) = (await portal.MessageToAsync(Alain.Mail), await portal.MessageToAsync(Alain.Phone));
        Assert.Contains("password", mail.Subject, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("/passwordreset", text.Text, StringComparison.Ordinal);
        Assert.All([mail.Text, text.Text], words => Assert.DoesNotContain(New, words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_begun_under_the_old_password_ends_with_it()
    {
        var (resetting, proving) = (portal.NewBrowser(), portal.NewBrowser());
        await resetting.StartResetAsync(Alain.UserId);
        var code = await portal.CodeAfterAsync(Alain.Phone, () => resetting.ChooseAsync("sms", Alain.Phone));
        await proving.SignInAsync(Alain.UserId);
        await proving.OpenAsync("/signin/method?to=ssprsetup-app");
        await portal.CodeAfterAsync(Alain.Mail, () => proving.ChooseAsync("email"));
        await browser.SignInAsync(Alain.UserId);

        await ChangeAsync(PortalHost.Password, New);

        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.Challenges.CountAsync(row => row.ConsumedAt == null && row.ReplacedAt == null)));
        await resetting.SubmitAsync("Code", code);
        Assert.NotEqual("/passwordreset/newpassword", resetting.Path);
        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.Journeys.CountAsync(row => row.LiveFor != null)));
    }

    [Fact]
    public async Task What_was_proved_before_is_not_carried_over()
    {
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/signin/method?to=changepassword");
        await browser.ProveAsync(portal, "email", Alain.Mail);
        Assert.Equal("/changepassword", browser.Path);
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.Sessions.CountAsync(row => row.ProvedAt != null)));

        await ChangeAsync(PortalHost.Password, New);
        await browser.OpenAsync("/ssprsetup/app");

        Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_password_has_to_be_right_and_another_one()
    {
        await browser.SignInAsync(Alain.UserId);
        await ChangeAsync("", New);
        Assert.Equal(["Enter your current password."], browser.Errors);
        await ChangeAsync("correct horse contosO", New);
        Assert.Equal(["The current password is wrong."], browser.Errors);
        await ChangeAsync(new string('x', 300), New);
        Assert.Equal(["The current password is wrong."], browser.Errors);
        await ChangeAsync(PortalHost.Password, PortalHost.Password);
        Assert.Equal(["The new password is the same as the current one. Choose another one."], browser.Errors);
        await ChangeAsync(PortalHost.Password, "too short");
        Assert.Equal(["Too short: use at least 15 characters."], browser.Errors);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Old"] = PortalHost.Password, ["Password"] = New, ["Repeated"] = New + "!" });
        Assert.Equal(["The two passwords are not the same. Type the new password once more."], browser.Errors);

        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.PasswordChanged));
        Assert.Equal(
            ["OldWrong", "OldWrong", "SameAsOld", "TooShort", "NotRepeated"],
            await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.PasswordChangeRefused).OrderBy(row => row.Id).Select(row => row.Reason).ToListAsync()));
    }

    [Fact]
    public async Task A_session_that_was_left_open_is_not_a_place_to_guess_the_password()
    {
        await browser.SignInAsync(Alain.UserId);
        for (var guess = 0; guess < 10; guess++)
            await ChangeAsync($"guess number {guess}", New);
        Assert.Equal(["The current password is wrong."], browser.Errors);

        await ChangeAsync(PortalHost.Password, New);
        Assert.Equal(["There were too many wrong passwords. Wait a while and try again, or sign out and reset the password."], browser.Errors);

        portal.Clock.Advance(TimeSpan.FromMinutes(16));
        await ChangeAsync(PortalHost.Password, New);
        Assert.Equal("/changepassword/done", browser.Path);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_signs_in_first_and_gets_there()
    {
        await browser.OpenAsync("/changepassword");
        Assert.Equal("/?to=changepassword", browser.Path);
        await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = Alain.UserId, ["Password"] = PortalHost.Password });

        Assert.Equal("/changepassword", browser.Path);
    }

    [Fact]
    public async Task The_organisation_decides_how_short_and_which_words()
    {
        await portal.ChangePolicyAsync(policy => policy with { PasswordMinLength = 20, BannedTerms = ["skytree"] });
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/changepassword");
        Assert.StartsWith("At least 20 characters, up to 128.", browser.Page.QuerySelector("#Password-hint")!.TextContent, StringComparison.Ordinal);
        await ChangeAsync(PortalHost.Password, "nineteen characters");
        Assert.Equal(["Too short: use at least 20 characters."], browser.Errors);
        await ChangeAsync(PortalHost.Password, "SkytreeSkytrecSkytreee");
        Assert.StartsWith("The password is mostly made of words", Assert.Single(browser.Errors), StringComparison.Ordinal);
    }

    private async Task ChangeAsync(string old, string password)
    {
        if (browser.Path != "/changepassword")
            await browser.OpenAsync("/changepassword");
        await browser.SubmitAsync(Form(old, password));
    }

    private static Dictionary<string, string> Form(string old, string password) => new(Alain.Twice(password)) { ["Old"] = old };
}
