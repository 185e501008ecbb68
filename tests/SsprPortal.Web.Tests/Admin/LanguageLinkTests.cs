using System.Net;
using SsprPortal.Core.Administration;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin;

/// <summary>The other language is one press away from every page, also from those that answer a form at an address that has no page.</summary>
public sealed class LanguageLinkTests : IAsyncLifetime
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
    public async Task From_a_refusal_on_the_page_of_a_person()
    {
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        var admin = await portal.UserIdAsync("admin@contoso.com");
        await PressAsync($"/admin/users/{admin:D}/block");

        await FollowAsync($"/admin/users/{admin:D}");
    }

    [Fact]
    public async Task From_a_refusal_on_the_page_of_a_group()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/groups");
        await PressAsync("/admin/groups", ("Name", "Sales"));
        var group = browser.Path.Split('?')[0];
        await PressAsync($"{group}/parents", ("Parent", "nowhere"));

        await FollowAsync(group);
    }

    [Fact]
    public async Task From_what_was_only_shown_on_a_page_of_settings()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/properties");
        await browser.PostAsync("/admin/properties/search", new Dictionary<string, string>(browser.Fields()) { ["Search"] = "sta" });

        await FollowAsync("/admin/properties");
    }

    [Fact]
    public async Task From_the_page_before_a_proof()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin");
        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        await PressAsync($"/admin/users/{await portal.UserIdAsync("alain@contoso.com"):D}/sessions");
        Assert.Equal("Confirm it is you", browser.Heading);

        await FollowAsync("/admin");
    }

    private Task PressAsync(string path, params (string Name, string Value)[] fields) =>
        browser.PostAsync(path, [new("antiforgery", browser.Antiforgery), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);

    private async Task FollowAsync(string expected)
    {
        await browser.OpenAsync(browser.Page.QuerySelector("header a[hreflang=ja]")!.GetAttribute("href")!);

        Assert.Equal((HttpStatusCode.OK, expected), (browser.Status, browser.Path.Split('?')[0]));
        Assert.Equal("ja", browser.Page.DocumentElement.GetAttribute("lang"));
    }
}
