using Microsoft.Playwright;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Browser.Tests;

/// <summary>The pages beside the main road: endings, errors, the development inbox. Looked at as a phone in English and as a desk in Japanese.</summary>
public sealed class OtherPages(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("en-US", true)]
    [InlineData("ja-JP", false)]
    public async Task Endings_and_errors_are_readable(string locale, bool phone)
    {
        var t = new Texts(locale[..2]);
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-other-pages", locale, phone);
        var page = visit.Page;

        await page.GotoAsync("/development/inbox");
        await visit.LookAsync("inbox-empty");

        // Endings of a journey that cannot begin.
        await IdentifyAsync(visit, t, "nobody@contoso.com", "Outcome.NotVerified.Title");
        await visit.LookAsync("not-verified");
        await IdentifyAsync(visit, t, "carlos@contoso.com", "Outcome.NotEnabled.Title");
        await visit.LookAsync("not-enabled");
        await visit.TabThroughAsync("not-enabled");
        await visit.PressAsync(t.Shared("ContactAdministrator"), t.Contact("Title"));
        await visit.LookAsync("contact");
        await IdentifyAsync(visit, t, "ebba@contoso.com", "Outcome.Blocked.Title");
        await visit.LookAsync("blocked");

        // Cancel, and the way by mail.
        await IdentifyAsync(visit, t, "alain", "Choose.Title");
        await visit.ChooseAsync("email");
        Assert.False(await page.GetByLabel(t.Challenge("Choose.PhoneNumber")).IsVisibleAsync());
        await visit.LookAsync("choose-mail");
        await visit.PressAsync(t.Recovery("Choose.Send"), t.Recovery("Verify.Title"));
        await visit.LookAsync("verify-mail");
        await visit.PressAsync(t.Challenge("Another"), t.Recovery("Choose.Title"));
        await visit.PressAsync(t.Shared("Cancel"), t.Recovery("Outcome.Cancelled.Title"));
        await visit.LookAsync("cancelled");
        await portal.MessageToAsync("alain@example.org");
        await page.GotoAsync("/development/inbox");
        await visit.LookAsync("inbox");

        // Signed in, but not in scope.
        await page.GotoAsync("/ssprsetup");
        await visit.FillAsync(t.SignIn("UserId"), "carlos@contoso.com");
        await visit.FillAsync(t.SignIn("Password"), PortalHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = t.SignIn("Submit"), Exact = true }).ClickAsync();
        await visit.SeeAsync(t.Registration("NotEnabledTitle"));
        await visit.LookAsync("registration-not-enabled");
    }

    [Fact]
    public async Task The_picker_changes_the_language_and_is_remembered()
    {
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var visit = await Visit.StartAsync(chromium.Browser, address, "picker", "en-US", phone: false);

        await visit.Page.GotoAsync("/passwordreset?username=alain");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "日本語" }).ClickAsync();
        await visit.SeeAsync("アカウントを回復する");
        Assert.Equal("alain", await visit.Page.GetByLabel("ユーザー ID").InputValueAsync());
        await visit.Page.GotoAsync("/");

        await visit.SeeAsync("サインイン");
        await visit.LookAsync("sign-in");
    }

    private static async Task IdentifyAsync(Visit visit, Texts t, string userId, string heading)
    {
        await visit.Page.GotoAsync("/passwordreset");
        await visit.FillAsync(t.Recovery("Identify.UserId"), userId);
        await visit.PressAsync(t.Shared("Next"), t.Recovery(heading));
    }
}
