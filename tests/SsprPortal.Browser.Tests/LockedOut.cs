using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Browser.Tests;

/// <summary>Alain's account is locked and two methods are asked for: he unlocks it, finds it unlocked already, asks for help and at last takes a new password.</summary>
public sealed class LockedOut(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Alain = "alain@contoso.com";
    private const string Mobile = "+819012345642";
    private const string Mail = "alain@example.org";
    private const string NewPassword = "seven quiet lanterns";

    private readonly HashSet<Guid> read = [];

    [Theory]
    [InlineData("en-US", false)]
    [InlineData("ja-JP", true)]
    public async Task Unlock_with_two_methods_ask_for_help_and_reset_with_two(string locale, bool phone)
    {
        var t = new Texts(locale[..2]);
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-locked", locale, phone);
        var page = visit.Page;
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });

        // What is wrong, by keyboard alone; then the way by text.
        await LockAsync(portal, TimeSpan.FromMinutes(15));
        await IdentifyAsync(visit, t);
        await visit.LookAsync("goal");
        await visit.TabThroughAsync("goal");
        await Goal(visit, RecoveryGoal.Reset).FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.True(await Goal(visit, RecoveryGoal.Unlock).IsCheckedAsync());
        await page.Keyboard.PressAsync("Enter");
        await visit.SeeAsync(t.Recovery("Choose.Title"));
        await AssertStepsAsync(visit, t, 2, "Identify", "Verify1", "Verify2", "Unlock");
        await visit.LookAsync("choose-first");
        await page.Clock.InstallAsync();
        await SendTextAsync(visit, t);

        // Help is offered when the message could have come.
        var help = page.Locator(".row").GetByRole(AriaRole.Button, new() { Name = t.Shared("ContactAdministrator"), Exact = true });
        Assert.False(await help.IsVisibleAsync());
        await visit.LookAsync("verify-first");
        await page.Clock.FastForwardAsync(10_000);
        await help.WaitForAsync();
        await visit.LookAsync("verify-help");
        await visit.TabThroughAsync("verify-help");
        await help.ClickAsync();
        await visit.SeeAsync(t.Contact("Title"));
        await visit.LookAsync("contact");
        await visit.TabThroughAsync("contact");
        await visit.PressAsync(t.Shared("Back"), t.Recovery("Verify.Title"));

        // The second method; then unlock.
        await visit.FillAsync(t.Challenge("Code"), await CodeAsync(portal, Mobile));
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await AssertStepsAsync(visit, t, 3, "Identify", "Verify1", "Verify2", "Unlock");
        await visit.LookAsync("choose-second");
        await ByMailAsync(visit, t, portal, t.Recovery("Unlock.Title"), look: true);
        await AssertStepsAsync(visit, t, 4, "Identify", "Verify1", "Verify2", "Unlock");
        await visit.LookAsync("unlock");
        await visit.TabThroughAsync("unlock");
        await visit.PressAsync(t.Recovery("Unlock.Unlock"), t.Recovery("Outcome.Unlocked.Title"));
        await visit.LookAsync("unlocked");
        await visit.TabThroughAsync("unlocked");

        // Locked again, and the lock runs out before the end.
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 1 });
        await LockAsync(portal, TimeSpan.FromMinutes(15));
        await IdentifyAsync(visit, t);
        await Goal(visit, RecoveryGoal.Unlock).CheckAsync();
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await AssertStepsAsync(visit, t, 2, "Identify", "Verify", "Unlock");
        await ByMailAsync(visit, t, portal, t.Recovery("Unlock.Title"), look: false);
        await LockAsync(portal, TimeSpan.FromMinutes(-1));
        await visit.PressAsync(t.Recovery("Unlock.Unlock"), t.Recovery("Outcome.NotLocked.Title"));
        await visit.LookAsync("not-locked");
        await visit.TabThroughAsync("not-locked");

        // The administrators are asked, once.
        await visit.FollowAsync(t.Shared("ContactAdministrator"), t.Contact("Title"));
        await visit.PressAsync(t.Contact("Submit"), t.Contact("Told.Title"));
        await visit.LookAsync("contact-told");
        await portal.MessageToAsync("admin@contoso.com");
        await visit.PressAsync(t.Shared("Back"), t.Recovery("Outcome.NotLocked.Title"));

        // A new password after all, with two methods.
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        await LockAsync(portal, TimeSpan.FromMinutes(15));
        await IdentifyAsync(visit, t);
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await SendTextAsync(visit, t);
        await visit.FillAsync(t.Challenge("Code"), await CodeAsync(portal, Mobile));
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await ByMailAsync(visit, t, portal, t.Recovery("NewPassword.Title"), look: false);
        await AssertStepsAsync(visit, t, 4, "Identify", "Verify1", "Verify2", "NewPassword");
        await new StrengthMeter(visit, t, t.Recovery("NewPassword.Password")).TryAsync(NewPassword);
        await visit.TabThroughAsync("new-password");
        await visit.FillAsync(t.Recovery("NewPassword.Password"), "contoso contoso");
        await visit.FillAsync(t.Recovery("NewPassword.Repeated"), "contoso contoso");
        await visit.PressInVainAsync(t.Recovery("NewPassword.Finish"));
        await visit.LookAsync("new-password-refused");
        await visit.FillAsync(t.Recovery("NewPassword.Password"), NewPassword);
        await visit.FillAsync(t.Recovery("NewPassword.Repeated"), NewPassword);
        await visit.PressAsync(t.Recovery("NewPassword.Finish"), t.Recovery("Outcome.Completed.Title"));
        await AssertStepsAsync(visit, t, null, "Identify", "Verify1", "Verify2", "NewPassword");
        await visit.LookAsync("completed");
    }

    private static async Task IdentifyAsync(Visit visit, Texts t)
    {
        await visit.Page.GotoAsync("/passwordreset");
        await visit.FillAsync(t.Recovery("Identify.UserId"), Alain);
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Goal.Title"));
    }

    private static ILocator Goal(Visit visit, RecoveryGoal goal) => visit.Page.Locator($"input[type=radio][value={goal}]");

    private static async Task SendTextAsync(Visit visit, Texts t)
    {
        await visit.ChooseAsync("sms");
        await visit.FillAsync(t.Challenge("Choose.PhoneNumber"), "090 1234 5642");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
    }

    private async Task ByMailAsync(Visit visit, Texts t, PortalHost portal, string heading, bool look)
    {
        await visit.ChooseAsync("email");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        if (look)
            await visit.LookAsync("verify-second");
        await visit.FillAsync(t.Challenge("Code"), await CodeAsync(portal, Mail));
        await visit.PressAsync(t.Shared("Next"), heading);
    }

    // The newest code that was not typed yet.
    private async Task<string> CodeAsync(PortalHost portal, string to)
    {
        var message = await Eventually.GetAsync(
            () => portal.Messages.FirstOrDefault(message => message.To == to && Codes.Find(message.Text) is not null && !read.Contains(message.Id)), $"a code to {to}");
        read.Add(message.Id);
        return message.Code();
    }

    // The names in the indicator, and where one is; null when all is done.
    private static async Task AssertStepsAsync(Visit visit, Texts t, int? current, params string[] names)
    {
        var steps = visit.Page.Locator(".steps li");
        Assert.Equal(names.Select(name => t.Recovery($"Step.{name}")), await steps.Locator("> span:first-child").AllInnerTextsAsync());
        Assert.Equal(current is null ? 0 : 1, await visit.Page.Locator(".steps [aria-current=step]").CountAsync());
        if (current is { } number)
            Assert.Equal("step", await steps.Nth(number - 1).GetAttributeAsync("aria-current"));
        Assert.Equal((current ?? names.Length + 1) - 1, await visit.Page.Locator(".steps li.done").CountAsync());
    }

    private static Task<int> LockAsync(PortalHost portal, TimeSpan time) => portal.WithDatabaseAsync(database =>
    {
        var end = portal.Clock.GetUtcNow() + time;
        return database.Users.Where(user => user.UserName == Alain).ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, end));
    });
}
