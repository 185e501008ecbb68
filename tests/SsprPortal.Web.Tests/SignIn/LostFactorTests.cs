using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Registration;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Registration;

namespace SsprPortal.Web.Tests.SignIn;

/// <summary>A change of the policy makes nobody with a role somebody who needs the password only.</summary>
public sealed class LostFactorTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("methods")]
    [InlineData("countries")]
    public async Task Whoever_holds_a_role_and_lost_every_second_factor_asks_another_administrator(string what)
    {
        var person = await portal.AddPersonAsync(phone: true, role: nameof(PortalRole.Administrator));
        await portal.ChangePolicyAsync(policy => what == "methods" ? policy with { Methods = ["app", "key"] } : policy with { Country = "US", PhoneCountries = [] });
        var browser = portal.NewBrowser();
        await browser.SignInAsync(person.UserName);
        foreach (var page in new[] { "/admin", "/ssprsetup/app" })
        {
            await browser.OpenAsync(page);
            Assert.Equal("Ask another administrator", browser.Heading);
        }

        await browser.OpenAsync("/profile");
        await browser.PostAsync("/ssprsetup/app", [new("antiforgery", browser.Antiforgery)]);
        Assert.Equal("Ask another administrator", browser.Heading);
        Assert.False(await portal.WithDatabaseAsync(database => database.Challenges.AnyAsync(row => row.SubjectId == person.Id)));

        // Another administrator demands it: then for a day.
        await using (var scope = portal.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<IRegistrationStore>().RequireAsync(person.Id, default);
        var again = portal.NewBrowser();
        await again.SignInAsync(person.UserName);
        await again.EnrolAppAsync(portal, "Phone of the day");
    }

    [Fact]
    public async Task A_demand_of_an_administrator_is_good_for_a_day()
    {
        var person = await portal.AddPersonAsync(phone: true, role: nameof(PortalRole.HelpDesk));
        await portal.ChangePolicyAsync(policy => policy with { Methods = ["app", "key"] });
        await using (var scope = portal.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<IRegistrationStore>().RequireAsync(person.Id, default);
        portal.Clock.Advance(TimeSpan.FromHours(25));
        var browser = portal.NewBrowser();
        await browser.SignInAsync(person.UserName);

        await browser.OpenAsync("/ssprsetup/app");

        Assert.Equal("Ask another administrator", browser.Heading);
    }

    [Fact]
    public async Task Somebody_without_a_role_registers_another_after_signing_in()
    {
        var person = await portal.AddPersonAsync(phone: true);
        await portal.ChangePolicyAsync(policy => policy with { Methods = ["app", "key"] });
        var browser = portal.NewBrowser();
        await browser.SignInAsync(person.UserName);

        await browser.EnrolAppAsync(portal, "Another");
    }

    [Fact]
    public async Task The_fourth_sign_in_ends_the_first_and_half_sign_ins_end_none()
    {
        var browsers = new List<PortalBrowser>();
        for (var i = 0; i < 4; i++)
        {
            browsers.Add(portal.NewBrowser());
            await browsers[i].SignInAsync("alain@contoso.com");
            portal.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        for (var i = 0; i < 4; i++)
        {
            await browsers[i].OpenAsync("/profile");
            Assert.Equal(i > 0, browsers[i].Path == "/profile");
        }

        var person = await portal.AddPersonAsync(phone: true, role: nameof(PortalRole.Administrator));
        var whole = portal.NewBrowser();
        await whole.SignInAsync(person.UserName);
        await whole.ProveAsync(portal, "sms", person.Phone!);
        for (var i = 0; i < 4; i++)
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(5));
            await portal.NewBrowser().SignInAsync(person.UserName);
        }

        await whole.OpenAsync("/profile");
        Assert.Equal("/profile", whole.Path);
        Assert.Equal(4, await portal.WithDatabaseAsync(database => database.Sessions.CountAsync(session => session.UserId == person.Id)));
    }
}
