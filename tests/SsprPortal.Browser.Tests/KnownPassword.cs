using SsprPortal.TestKit.Portal;

namespace SsprPortal.Browser.Tests;

/// <summary>Somebody who is signed in and knows the password takes a new one.</summary>
public sealed class KnownPassword(Chromium chromium) : IClassFixture<Chromium>
{
    private const string NewPassword = "seven quiet lanterns";

    [Theory]
    [InlineData("en-US", false)]
    [InlineData("ja-JP", true)]
    public async Task Change_the_password_and_stay_signed_in_here_alone(string locale, bool phone)
    {
        var t = new Texts(locale[..2]);
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var other = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-change-other", locale, phone);
        await SignInAsync(other, t);
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-change", locale, phone);
        await SignInAsync(visit, t);
        await visit.LookAsync("profile");
        await visit.TabThroughAsync("profile");

        await OpenAsync(visit, t);
        await visit.LookAsync("change");
        await new StrengthMeter(visit, t, t.ChangePassword("New")).TryAsync(NewPassword);
        await visit.TabThroughAsync("change");
        await FillAsync(visit, t, "not the password", NewPassword);
        Assert.Contains(t.ChangePassword("Change.OldWrong"), await visit.PressInVainAsync(t.ChangePassword("Submit")), StringComparison.Ordinal);
        await visit.LookAsync("change-old-wrong");
        await FillAsync(visit, t, PortalHost.Password, "contoso contoso");
        await visit.PressInVainAsync(t.ChangePassword("Submit"));
        await visit.LookAsync("change-refused");
        await FillAsync(visit, t, PortalHost.Password, NewPassword);
        await visit.PressAsync(t.ChangePassword("Submit"), t.ChangePassword("Done.Title"));
        await visit.LookAsync("changed");
        await visit.TabThroughAsync("changed");

        await other.Page.ReloadAsync();
        await other.SeeAsync(t.SignIn("Title"));
        await visit.PressAsync(t.ChangePassword("Done.ToProfile"), t.Profile("Greeting", "Alain Charon"));
    }

    [Fact]
    public async Task Without_script_the_password_is_changed_and_nothing_is_said_of_its_strength()
    {
        var t = new Texts("en");
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var visit = await Visit.StartAsync(chromium.Browser, address, "en-change-no-script", "en-US", phone: true, script: false);
        await SignInAsync(visit, t);

        await OpenAsync(visit, t);
        await FillAsync(visit, t, PortalHost.Password, "short");
        await new StrengthMeter(visit, t, t.ChangePassword("New")).AssertAbsentAsync();
        await visit.LookAsync("change");
        await visit.PressInVainAsync(t.ChangePassword("Submit"));
        await visit.LookAsync("change-refused");
        await FillAsync(visit, t, PortalHost.Password, NewPassword);
        await visit.PressAsync(t.ChangePassword("Submit"), t.ChangePassword("Done.Title"));
    }

    private static async Task SignInAsync(Visit visit, Texts t)
    {
        await visit.Page.GotoAsync("/");
        await visit.SignInAsync(t, "alain@contoso.com", PortalHost.Password, t.Profile("Greeting", "Alain Charon"));
    }

    private static async Task OpenAsync(Visit visit, Texts t)
    {
        await visit.Page.Locator("a[href='/changepassword']").ClickAsync();
        await visit.SeeAsync(t.ChangePassword("Title"));
    }

    private static async Task FillAsync(Visit visit, Texts t, string old, string password)
    {
        await visit.FillAsync(t.ChangePassword("Old"), old);
        await visit.FillAsync(t.ChangePassword("New"), password);
        await visit.FillAsync(t.ChangePassword("Repeated"), password);
    }
}
