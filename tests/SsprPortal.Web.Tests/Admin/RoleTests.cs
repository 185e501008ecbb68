using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin;

/// <summary>How long and by what the administration stays open.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task A_role_that_is_taken_closes_the_administration_at_once()
    {
        var browser = portal.NewBrowser();
        var person = await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        await portal.WithDatabaseAsync(database => database.UserRoles.Where(held => held.UserId == person.Id).ExecuteDeleteAsync());
        await browser.OpenAsync("/admin");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        await browser.OpenAsync("/profile");
        Assert.Equal("/profile", browser.Path);
        Assert.DoesNotContain("/admin", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_holds_a_role_is_signed_out_after_a_quarter_of_an_hour_without_a_word_and_others_after_half_an_hour()
    {
        var (administrator, other) = (portal.NewBrowser(), portal.NewBrowser());
        await administrator.SignInAsAsync(portal, PortalRole.Administrator);
        await other.SignInAsync("alain@contoso.com");

        portal.Clock.Advance(TimeSpan.FromMinutes(16));
        await administrator.OpenAsync("/admin");
        await other.OpenAsync("/profile");
        Assert.StartsWith("/?to=admin", administrator.Path, StringComparison.Ordinal);
        Assert.Equal("/profile", other.Path);
    }

    [Fact]
    public async Task After_eight_hours_everybody_signs_in_again()
    {
        var browser = portal.NewBrowser();
        await browser.SignInAsAsync(portal, PortalRole.Auditor);
        for (var quarter = 0; quarter < 34; quarter++)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(14));
            await browser.OpenAsync("/admin");
            Assert.Equal("/admin", browser.Path);
        }

        portal.Clock.Advance(TimeSpan.FromMinutes(10));
        await browser.OpenAsync("/admin");
        Assert.StartsWith("/?to=admin", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_in_leads_back_to_the_section_that_was_asked_for_and_never_elsewhere()
    {
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/admin");
        Assert.Equal("/?to=admin", browser.Path);
        foreach (var elsewhere in new[] { "admin-../profile", "admin-/evil", "admin-%2F", "administration", "admin-x.y" })
        {
            await browser.OpenAsync("/?to=" + Uri.EscapeDataString(elsewhere));
            Assert.Equal("", browser.Page.QuerySelector("input[name=To]")?.GetAttribute("value") ?? "");
        }
    }
}
