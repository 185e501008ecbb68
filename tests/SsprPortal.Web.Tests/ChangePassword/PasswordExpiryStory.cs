using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Passwords;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.ChangePassword;

/// <summary>An organisation whose passwords expire: people are told in time, and change them before anything else.</summary>
public sealed class PasswordExpiryStory : IAsyncLifetime
{
    private const string New = "seven quiet lanterns";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
        await portal.ChangePolicyAsync(policy => policy with { PasswordExpiryDays = 90, PasswordNoticeDays = 14 });
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    private Task<int> SetDaysAgoAsync(string userName, double days) => portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == userName)
        .ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordSetAt, portal.Clock.GetUtcNow().AddDays(-days))));

    private async Task<int> TellAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PasswordExpiry>().TellAsync(default);
    }

    [Theory]
    [InlineData("en", "Change your password", "Your password has expired, or has to be changed.")]
    [InlineData("ja", "パスワードの変更", "パスワードの有効期限が切れているか、変更が必要です。")]
    public async Task A_password_that_is_too_old_is_changed_before_anything_else_is_open(string language, string title, string expired)
    {
        browser = portal.NewBrowser(language);
        await SetDaysAgoAsync(Alain.UserId, 91);
        await browser.SignInAsync(Alain.UserId);

        Assert.Equal((title, "/changepassword"), (browser.Heading, browser.Path));
        Assert.Contains(expired, browser.Page.QuerySelector(".note.warn")!.TextContent, StringComparison.Ordinal);
        foreach (var page in new[] { "/", "/profile", "/ssprsetup", "/ssprsetup/mobile", "/ssprsetup/required", "/changepassword/done", "/admin" })
        {
            await browser.OpenAsync(page);
            Assert.Equal((page, "/changepassword"), (page, browser.Path));
        }

        // The same again is no change.
        await ChangeAsync(PortalHost.Password, PortalHost.Password);
        Assert.Equal("/changepassword", browser.Path);
        Assert.NotEmpty(browser.Errors);

        await ChangeAsync(PortalHost.Password, New);
        Assert.Equal("/changepassword/done", browser.Path);
        await browser.OpenAsync("/profile");
        Assert.Equal("/profile", browser.Path);
    }

    [Fact]
    public async Task A_reset_makes_it_new_as_well()
    {
        await SetDaysAgoAsync(Alain.UserId, 91);
        await Alain.ReachNewPasswordAsync(portal, browser);
        await browser.SubmitAsync(Alain.NewPasswordForm);

        await Alain.AssertSignsInAsync(portal, New);
    }

    [Fact]
    public async Task Nobody_is_asked_whose_password_is_younger_never_expires_or_expires_nowhere()
    {
        await SetDaysAgoAsync(Alain.UserId, 89);
        await browser.SignInAsync(Alain.UserId);
        Assert.Equal("/profile", browser.Path);

        await SetDaysAgoAsync("ebba@contoso.com", 400);
        await portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == "ebba@contoso.com").ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordNeverExpires, true)));
        var ebba = portal.NewBrowser();
        await ebba.SignInAsync("ebba@contoso.com");
        Assert.NotEqual("/changepassword", ebba.Path);

        await portal.ChangePolicyAsync(policy => policy with { PasswordExpiryDays = 0 });
        await SetDaysAgoAsync("hanako@contoso.com", 4000);
        var hanako = portal.NewBrowser();
        await hanako.SignInAsync("hanako@contoso.com");
        Assert.NotEqual("/changepassword", hanako.Path);
    }

    [Fact]
    public async Task Whoever_holds_a_role_proves_more_than_the_old_password_first()
    {
        var person = await portal.AddPersonAsync(phone: true, mail: true, role: nameof(PortalRole.Administrator));
        await SetDaysAgoAsync(person.UserName, 91);
        await browser.SignInAsync(person.UserName);
        await browser.OpenAsync("/changepassword");
        Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);

        await browser.ProveAsync(portal, "sms", person.Phone!);
        Assert.Equal("/changepassword", browser.Path);
        await browser.OpenAsync("/admin");
        Assert.Equal("/changepassword", browser.Path);

        await ChangeAsync(PortalHost.Password, New);
        await browser.OpenAsync("/admin");
        Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_told_by_mail_when_it_is_near_and_on_the_last_day_and_once_each()
    {
        await SetDaysAgoAsync(Alain.UserId, 75.9);
        Assert.Equal(0, await TellAsync());

        await SetDaysAgoAsync(Alain.UserId, 76.1);
        var told = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TellAsync()));
        Assert.Equal(1, told.Sum());
        var mail = await portal.MessageToAsync(Alain.Mail);
        Assert.Contains("/changepassword", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.To == Alain.Phone);
        Assert.Equal(0, await TellAsync());

        await browser.SignInAsync(Alain.UserId);
        Assert.Contains("Your password expires on", browser.Page.QuerySelector(".note.warn")!.TextContent, StringComparison.Ordinal);

        portal.Clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal(1, await TellAsync());
        Assert.Equal(0, await TellAsync());
        // What has expired is said at the sign-in.
        portal.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await TellAsync());
        Assert.Equal(2, (await portal.AllMessagesAsync()).Count(message => message.To == Alain.Mail));
    }

    [Fact]
    public async Task Whoever_changes_it_is_told_again_of_the_next_one()
    {
        await SetDaysAgoAsync(Alain.UserId, 80);
        Assert.Equal(1, await TellAsync());
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/changepassword");
        await ChangeAsync(PortalHost.Password, New);

        portal.Clock.Advance(TimeSpan.FromDays(75));
        Assert.Equal(0, await TellAsync());
        portal.Clock.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(0, await TellAsync());
    }

    private Task ChangeAsync(string old, string password) =>
        browser.SubmitAsync(new Dictionary<string, string> { ["Old"] = old, ["Password"] = password, ["Repeated"] = password });
}
