using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Verification.Authenticator;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.Registration;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Codes of an authenticator app: once, in their time; and its seed: once, on one page.</summary>
public sealed class AuthenticatorTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private readonly PortalHost portal = shared.Portal;
    private readonly PortalBrowser browser = shared.Portal.NewBrowser();

    [Fact]
    public async Task AC_55_A_code_works_once_over_all_journeys_and_instances()
    {
        await using var second = portal.StartSecond();
        var (who, app) = await AddAsync();
        app.WaitForFreshCodes();
        var code = app.Code();
        // Four at once: five wrong ones would block the account, and then not one of them might pass.
        var journeys = new List<(PortalHost Host, PortalBrowser Browser)>();
        foreach (var host in new[] { portal, second, portal, second })
        {
            var there = host.NewBrowser();
            await ReachVerifyAsync(there, who);
            journeys.Add((host, there));
        }

        var answers = await Task.WhenAll(journeys.Select(each =>
            AtOnce.PostAsync(each.Host, each.Browser, "/passwordreset/verify", Enumerable.Repeat(each.Browser.Fields(new Dictionary<string, string> { ["Code"] = code }), 1))));

        Assert.Equal(1, await PassedAsync(who));
        Assert.Single(answers.SelectMany(each => each), each => each.Headers.Location?.OriginalString == "/passwordreset/newpassword");
        await portal.ForgetLimitsAsync();
        await ReachVerifyAsync(browser, who);
        await browser.SubmitAsync("Code", code);
        Assert.Single(browser.Errors);
        await browser.SubmitAsync("Code", app.Code(-1));
        Assert.Single(browser.Errors);
        await browser.SubmitAsync("Code", app.Code(1));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task AC_57_One_step_early_or_late_is_taken_and_no_more(int steps, bool passes)
    {
        var (who, app) = await AddAsync();
        await ReachVerifyAsync(browser, who);
        app.WaitForFreshCodes();

        await browser.SubmitAsync("Code", app.Code(steps));

        Assert.Equal(passes ? "/passwordreset/newpassword" : "/passwordreset/verify", browser.Path);
        Assert.Equal(passes ? 1 : 0, await PassedAsync(who));
    }

    [Fact]
    public async Task AC_59_A_seed_is_shown_on_one_page_that_nobody_keeps_and_is_nowhere_else()
    {
        var who = await portal.AddPersonAsync();
        await browser.SignInAsync(who.UserName);
        await browser.BeginAsync("app");
        var app = AuthenticatorApp.Scan(portal, browser);
        Assert.Equal("no-store", browser.Response.Headers.CacheControl!.ToString());
        Assert.DoesNotContain(app.Seed, browser.Path, StringComparison.Ordinal);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = app.FreshCode(), ["Name"] = "phone" });
        Assert.Equal(["phone"], browser.Entries());

        foreach (var page in new[] { "/ssprsetup", "/ssprsetup/app", "/ssprsetup/app/verify", "/profile" })
        {
            await browser.OpenAsync(page);
            AssertAbsent(app.Seed, browser.Html.Replace(" ", "", StringComparison.Ordinal));
        }

        AssertAbsent(app.Seed, string.Join('\n', portal.Log.Lines));
        AssertAbsent(app.Seed, await PortalDump.ReadAsync(portal));
    }

    [Fact]
    public void AC_59_Seeds_have_160_bits_and_are_never_the_same()
    {
        var seeds = Enumerable.Range(0, 200).Select(_ => Totp.CreateSecret()).ToList();

        Assert.All(seeds, seed => Assert.Equal(20, seed.Length));
        Assert.Equal(200, seeds.Select(Convert.ToHexString).Distinct().Count());
        // Every bit is there and is not: by chance that fails once in 2^190 times.
        for (var bit = 0; bit < 160; bit++)
            Assert.Equal(2, seeds.Select(seed => (seed[bit / 8] >> (bit % 8)) & 1).Distinct().Count());
    }

    private static void AssertAbsent(string seed, string text)
    {
        var bytes = Base32.Read(seed)!;
        foreach (var form in new[] { seed, Convert.ToHexString(bytes), Convert.ToBase64String(bytes).TrimEnd('=') })
            Assert.False(text.Contains(form, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<(PortalPerson Who, AuthenticatorApp App)> AddAsync()
    {
        var (who, seed) = (await portal.AddPersonAsync(), Base32.Encode(Totp.CreateSecret()));
        await portal.RegisterAsync(who.UserName, "app", "phone", seed);
        return (who, new(portal, seed));
    }

    private static async Task ReachVerifyAsync(PortalBrowser browser, PortalPerson who)
    {
        await browser.StartResetAsync(who.UserName);
        await browser.ChooseAsync("app");
        Assert.Equal("/passwordreset/verify", browser.Path);
    }

    private Task<int> PassedAsync(PortalPerson who) => portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.SubjectId == who.Id && row.Code == AuditCode.GatePassed));
}
