using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.Recovery;

/// <summary>Alain knows his password, but his account is locked.</summary>
public sealed class UnlockStory : IAsyncLifetime
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
    public async Task A_locked_account_is_unlocked_and_its_password_stays()
    {
        await LockAsync();
        await ReachUnlockAsync();
        Assert.Equal(["Who are you?", "Verify", "Unlock"], Steps());

        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal("Your account has been unlocked", browser.Heading);
        Assert.Contains("mail app", browser.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
        Assert.Equal("Your Contoso account was unlocked", (await portal.MessageToAsync(Alain.Mail)).Subject);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.AccountUnlocked));
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.PasswordReset));
    }

    [Fact]
    public async Task Nobody_is_asked_who_has_nothing_to_unlock()
    {
        await browser.StartResetAsync(Alain.UserId);

        Assert.Equal("/passwordreset/method", browser.Path);
    }

    [Fact]
    public async Task Nobody_is_asked_where_the_organisation_wants_a_new_password()
    {
        await portal.ChangePolicyAsync(policy => policy with { UnlocksWithoutReset = false });
        await LockAsync();

        await browser.StartResetAsync(Alain.UserId);

        Assert.Equal("/passwordreset/method", browser.Path);
    }

    [Fact]
    public async Task An_account_that_is_not_locked_any_more_is_left_as_it_is_and_the_page_says_so()
    {
        await LockAsync();
        await ReachUnlockAsync();
        await LockAsync(TimeSpan.FromMinutes(-1));
        var before = await UserAsync();

        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal("Your account is not locked", browser.Heading);
        Assert.Equal(before, await UserAsync());
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.UnlockRefused));
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.Subject.Contains("unlocked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_forgot_the_password_of_a_locked_account_gets_a_new_one_and_is_unlocked()
    {
        await LockAsync();
        await browser.StartResetAsync(Alain.UserId);
        await browser.SubmitAsync("Goal", nameof(RecoveryGoal.Reset));
        await browser.ChooseAsync("sms", Alain.Phone);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Alain.Phone)).Code());

        await browser.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("Your password has been reset", browser.Heading);
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword);
    }

    [Fact]
    public async Task A_journey_to_unlock_sets_no_password_and_one_to_reset_unlocks_nothing()
    {
        await LockAsync();
        await ReachUnlockAsync();
        var before = await UserAsync();

        await browser.PostAsync("/passwordreset/newpassword", browser.Fields(Alain.NewPasswordForm));
        Assert.Equal("/passwordreset/unlock", browser.Path);
        Assert.Equal(before, await UserAsync());

        await browser.PressAsync("/cancel");
        await browser.StartResetAsync(Alain.UserId);
        await browser.SubmitAsync("Goal", nameof(RecoveryGoal.Reset));
        await browser.ChooseAsync("email");
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Alain.Mail)).Code());
        await browser.PostAsync("/passwordreset/unlock", browser.Fields());
        Assert.Equal("/passwordreset/newpassword", browser.Path);
        Assert.Equal(before, await UserAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("Admin")]
    public async Task A_goal_that_does_not_exist_is_asked_for_again(string goal)
    {
        await LockAsync();
        await browser.StartResetAsync(Alain.UserId);

        await browser.SubmitAsync("Goal", goal);

        Assert.Equal("/passwordreset/goal", browser.Path);
        Assert.Equal(["Choose one of the two."], browser.Errors);
    }

    [Fact]
    public async Task Twenty_times_at_once_is_unlocked_once_and_told_once()
    {
        await LockAsync();
        await ReachUnlockAsync();

        await AtOnce.PostAsync(portal, browser, browser.Path, Enumerable.Repeat(browser.Fields(), 20));

        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.UnlockClaimed));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.AccountUnlocked));
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    private async Task ReachUnlockAsync()
    {
        await browser.StartResetAsync(Alain.UserId);
        Assert.Equal("Why are you having trouble signing in?", browser.Heading);
        await browser.SubmitAsync("Goal", nameof(RecoveryGoal.Unlock));
        await browser.ChooseAsync("sms", Alain.Phone);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Alain.Phone)).Code());
        Assert.Equal("/passwordreset/unlock", browser.Path);
    }

    private Task<int> LockAsync(TimeSpan? until = null) => portal.WithDatabaseAsync(database =>
    {
        var end = portal.Clock.GetUtcNow() + (until ?? TimeSpan.FromMinutes(15));
        return database.Users.Where(user => user.UserName == Alain.UserId).ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, end));
    });

    private Task<string> UserAsync() => portal.WithDatabaseAsync(database =>
        database.Users.Where(user => user.UserName == Alain.UserId).Select(user => $"{user.PasswordHash} {user.SecurityStamp} {user.LockoutEnd} {user.AccessFailedCount}").SingleAsync());

    private List<string> Steps() => [.. browser.Page.QuerySelectorAll(".steps li > span:first-child").Select(step => step.TextContent.Trim())];
}
