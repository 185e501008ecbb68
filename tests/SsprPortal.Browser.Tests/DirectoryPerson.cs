using SsprPortal.ActiveDirectory;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit.Directories;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Browser.Tests;

/// <summary>
/// People of a real domain: one forgot the password, one is locked out, one changes it, one's has expired. Whatever the pages say, the
/// domain controller has the last word.
/// </summary>
public sealed class DirectoryPerson(Chromium chromium, SambaDomain domain) : IClassFixture<Chromium>, IClassFixture<SambaDomain>
{
    private const string NewPassword = "Green river keeps 7 stones";
    private const string DisplayName = "Kim Lanter";

    [Theory]
    [InlineData("en-US", false)]
    [InlineData("ja-JP", true)]
    public async Task Reset_unlock_change_and_change_an_expired_password(string locale, bool phone)
    {
        var t = new Texts(locale[..2]);
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await portal.UseAsync(domain);
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-directory", locale, phone);

        // One forgot it.
        var (forgetful, mobile) = await AddAsync($"forgetful-{locale[..2]}", 1);
        await IdentifyAsync(visit, t, forgetful, t.Recovery("Choose.Title"));
        await visit.LookAsync("choose");
        await ProveAsync(portal, visit, t, mobile, t.Recovery("NewPassword.Title"));
        await visit.LookAsync("new-password");
        await visit.TabThroughAsync("new-password");
        await NewAsync(visit, t, "green river keeps stones");
        await visit.PressInVainAsync(t.Recovery("NewPassword.Finish"));
        await visit.LookAsync("new-password-refused");
        await NewAsync(visit, t, NewPassword);
        await visit.PressAsync(t.Recovery("NewPassword.Finish"), t.Recovery("Outcome.Completed.Title"));
        await visit.LookAsync("completed");
        await AssertSignsInAsync(forgetful, NewPassword, not: SambaDomain.Password);

        // One is locked out.
        (var locked, mobile) = await AddAsync($"locked-{locale[..2]}", 2);
        await domain.LockAsync(Dn(locked));
        await IdentifyAsync(visit, t, locked, t.Recovery("Goal.Title"));
        await visit.LookAsync("goal");
        await visit.Page.Locator($"input[type=radio][value={RecoveryGoal.Unlock}]").CheckAsync();
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await ProveAsync(portal, visit, t, mobile, t.Recovery("Unlock.Title"));
        await visit.PressAsync(t.Recovery("Unlock.Unlock"), t.Recovery("Outcome.Unlocked.Title"));
        await visit.LookAsync("unlocked");
        await AssertSignsInAsync(locked, SambaDomain.Password, not: NewPassword);

        // One changes it.
        var (changing, _) = await AddAsync($"changing-{locale[..2]}", 3);
        await visit.Page.GotoAsync("/");
        await visit.SignInAsync(t, changing + "@contoso.test", SambaDomain.Password, t.Profile("Greeting", DisplayName));
        await visit.Page.GotoAsync("/changepassword");
        await visit.LookAsync("change");
        await ChangeAsync(visit, t);
        await visit.PressAsync(t.ChangePassword("Submit"), t.ChangePassword("Done.Title"));
        await AssertSignsInAsync(changing, NewPassword, not: SambaDomain.Password);

        // One's has expired.
        await using var another = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-directory-expired", locale, phone);
        var (expired, _) = await AddAsync($"expired-{locale[..2]}", 4);
        await domain.AgeAsync(Dn(expired));
        Assert.Equal(LdapError.PasswordExpired, await domain.SignInAsync(Dn(expired), SambaDomain.Password));
        await another.Page.GotoAsync("/");
        await another.SignInAsync(t, expired + "@contoso.test", SambaDomain.Password, t.ChangePassword("Title"));
        await another.LookAsync("expired");
        await another.TabThroughAsync("expired");
        await ChangeAsync(another, t);
        await another.PressAsync(t.ChangePassword("Submit"), t.ChangePassword("Done.Title"));
        await another.PressAsync(t.ChangePassword("Done.ToProfile"), t.Profile("Greeting", DisplayName));
        await AssertSignsInAsync(expired, NewPassword, not: SambaDomain.Password);

        // And where there is no write-back, or no answer, it is said.
        await portal.ChangePolicyAsync(policy => policy with { WritesBack = false });
        await IdentifyAsync(another, t, forgetful, t.Recovery("Outcome.NotManaged.Title"));
        await another.LookAsync("not-managed");
        await portal.ChangePolicyAsync(policy => policy with { WritesBack = true });
        await domain.KillAsync();
        try
        {
            await IdentifyAsync(another, t, forgetful, t.Recovery("Outcome.NotNow.Title"));
            await another.LookAsync("not-now");
        }
        finally
        {
            await domain.StartAsync();
        }
    }

    private static string Dn(string name) => $"CN={name},OU=Staff,{SambaDomain.Base}";

    private static async Task IdentifyAsync(Visit visit, Texts t, string name, string heading)
    {
        await visit.Page.GotoAsync("/passwordreset");
        await visit.FillAsync(t.Recovery("Identify.UserId"), name + "@contoso.test");
        await visit.PressAsync(t.Shared("Next"), heading);
    }

    private static async Task ProveAsync(PortalHost portal, Visit visit, Texts t, string mobile, string heading)
    {
        await visit.ChooseAsync("sms");
        await visit.FillAsync(t.Challenge("Choose.PhoneNumber"), mobile);
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.FillAsync(t.Challenge("Code"), (await portal.MessageToAsync(mobile)).Code());
        await visit.PressAsync(t.Shared("Next"), heading);
    }

    private static async Task NewAsync(Visit visit, Texts t, string password)
    {
        await visit.FillAsync(t.Recovery("NewPassword.Password"), password);
        await visit.FillAsync(t.Recovery("NewPassword.Repeated"), password);
    }

    private static async Task ChangeAsync(Visit visit, Texts t)
    {
        await visit.FillAsync(t.ChangePassword("Old"), SambaDomain.Password);
        await visit.FillAsync(t.ChangePassword("New"), NewPassword);
        await visit.FillAsync(t.ChangePassword("Repeated"), NewPassword);
    }

    private async Task<(string Name, string Mobile)> AddAsync(string name, int number)
    {
        var mobile = $"+8190123499{number:00}";
        await domain.AddUserAsync(name, "Staff", ("displayName", DisplayName), ("mobile", mobile));
        return (name, mobile);
    }

    private async Task AssertSignsInAsync(string name, string password, string not)
    {
        Assert.Null(await domain.SignInAsync(Dn(name), password));
        Assert.Equal(LdapError.WrongPassword, await domain.SignInAsync(Dn(name), not));
    }
}
