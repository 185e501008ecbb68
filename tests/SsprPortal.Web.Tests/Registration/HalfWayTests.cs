using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SsprPortal.Core.Auditing;
using SsprPortal.Data;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>What was begun and left is good for nothing, and does not stay.</summary>
public sealed class HalfWayTests : IAsyncLifetime
{
    private const string Bianca = "bianca@contoso.com";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("mobile")]
    [InlineData("email")]
    [InlineData("app")]
    [InlineData("key")]
    [InlineData("codes")]
    public async Task Half_a_registration_is_in_no_list_and_no_reset(string kind)
    {
        await browser.SignInAsync(Bianca);
        await browser.OpenAsync($"/ssprsetup/{kind}");
        await browser.SubmitAsync("Target", kind == "email" ? "bianca@example.org" : "090-8765-4321");
        Assert.Equal($"/ssprsetup/{kind}/verify", browser.Path);

        await browser.OpenAsync("/ssprsetup");
        Assert.Empty(browser.Entries());
        await browser.OpenAsync("/ssprsetup/done");
        Assert.Equal("/ssprsetup", browser.Path);
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        Assert.Equal("We couldn't verify your account", reset.Heading);
        var id = await portal.UserIdAsync(Bianca);
        Assert.False(await portal.WithDatabaseAsync(database => database.RegisteredMethods.AnyAsync(row => row.UserId == id)));

        // Nobody is asked for a proof by it, and it makes no second factor.
        await portal.ChangePolicyAsync(policy => policy with { SecondFactor = Core.Policies.SecondFactorScope.Everybody });
        var other = portal.NewBrowser();
        await other.SignInAsync(Bianca);
        Assert.Equal("/ssprsetup/required", other.Path);
    }

    [Fact]
    public async Task What_is_begun_next_ends_what_was_begun_before()
    {
        await browser.SignInAsync(Bianca);
        await browser.OpenAsync("/ssprsetup/email");
        var code = await portal.CodeAfterAsync("bianca@example.org", () => browser.SubmitAsync("Target", "bianca@example.org"));
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = code });
        await browser.BeginAsync("app");

        await browser.PostAsync("/ssprsetup/email/verify", form);

        Assert.Equal("/ssprsetup/email?replaced=true", browser.Path);
        Assert.Equal(["This has expired, or was begun again in another window. Start again."], browser.Errors);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));
    }

    [Fact]
    public async Task A_code_of_one_kind_proves_no_other()
    {
        await browser.SignInAsync(Bianca);
        await browser.OpenAsync("/ssprsetup/email");
        var code = await portal.CodeAfterAsync("bianca@example.org", () => browser.SubmitAsync("Target", "bianca@example.org"));
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = code });

        foreach (var kind in new[] { "mobile", "app", "key", "questions", "codes", "nothing" })
        {
            await browser.PostAsync($"/ssprsetup/{kind}/verify", form);
            Assert.DoesNotContain("verify", browser.Path, StringComparison.Ordinal);
        }

        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));
        await browser.PostAsync("/ssprsetup/email/verify", form);
        Assert.Equal(["b••••@e••••.org"], browser.Entries());
    }

    [Fact]
    public async Task It_is_swept_when_it_is_worthless()
    {
        await browser.SignInAsync(Bianca);
        foreach (var kind in new[] { "app", "key", "codes" })
            await browser.BeginAsync(kind);
        Assert.Equal(3, await CountAsync());
        var sweep = portal.Services.GetServices<IHostedService>().OfType<PurgeExpired>().Single();

        await sweep.RunOnceAsync(default);
        Assert.Equal(3, await CountAsync());
        portal.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(11));
        await sweep.RunOnceAsync(default);

        Assert.Equal(0, await CountAsync());
        Assert.Equal(0, (await PortalState.ReadAsync(portal)).Sessions);
    }

    private Task<int> CountAsync() => portal.WithDatabaseAsync(database => database.Challenges.CountAsync());
}
