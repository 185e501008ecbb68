using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>What a sign-in asks for before it goes on: to register more, or to look whether it is all still right.</summary>
public sealed class InterruptTests : IAsyncLifetime
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
    [InlineData("en", "More information required", "Methods still to set up: 1.", "Not now")]
    [InlineData("ja", "詳細情報が必要です", "あと 1 個", "後で行う")]
    public async Task Whoever_has_registered_too_little_is_asked_at_every_sign_in_and_may_put_it_off(string language, string title, string missing, string later)
    {
        for (var time = 1; time <= 3; time++)
        {
            browser = portal.NewBrowser(language);
            await browser.SignInAsync(Bianca);
            Assert.Equal((title, "/ssprsetup/required"), (browser.Heading, browser.Path));
            Assert.Contains(missing, browser.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(later, browser.Page.QuerySelector("main form button")!.TextContent);
            Assert.Equal("/ssprsetup", browser.Page.QuerySelector("main form a")!.GetAttribute("href"));
            await browser.SubmitAsync(new Dictionary<string, string>());
            Assert.Equal("/profile", browser.Path);
            Assert.Equal(time, await PortalState.CountAsync(portal, AuditCode.RegistrationPostponed));
        }

        await browser.EnrolMailAsync(portal, "bianca@example.org");
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Bianca);
        Assert.Equal("/profile", browser.Path);
        await browser.OpenAsync("/ssprsetup/required");
        Assert.Equal("/profile", browser.Path);
    }

    [Fact]
    public async Task As_much_as_policy_says_is_asked_for()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesToRegister = 3 });
        await browser.SignInAsync(Alain.UserId);
        Assert.Contains("Methods still to set up: 1.", browser.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);

        await portal.ChangePolicyAsync(policy => policy with { GatesToRegister = 1, GatesRequired = 2 });
        var hanako = portal.NewBrowser();
        await hanako.SignInAsync("hanako@contoso.com");
        Assert.Contains("Methods still to set up: 1.", hanako.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("carlos@contoso.com", true)]
    [InlineData(Bianca, false)]
    public async Task Nobody_is_asked_who_is_out_of_scope_or_where_policy_does_not_want_it(string userId, bool asks)
    {
        await portal.ChangePolicyAsync(policy => policy with { AsksToRegister = asks });

        await browser.SignInAsync(userId);

        Assert.Equal("/profile", browser.Path);
    }

    [Fact]
    public async Task Whoever_comes_to_register_is_not_asked_first()
    {
        await browser.OpenAsync("/ssprsetup");
        await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = Bianca, ["Password"] = PortalHost.Password });

        Assert.Equal("/ssprsetup", browser.Path);
    }

    [Theory]
    [InlineData("en", "Is this still right?", "Number ending in 42", "Looks good")]
    [InlineData("ja", "この情報は現在も正しいですか?", "末尾が 42 の番号", "問題ありません")]
    public async Task After_half_a_year_people_say_whether_it_is_all_still_right(string language, string title, string phone, string good)
    {
        browser = portal.NewBrowser(language);
        portal.Clock.Advance(TimeSpan.FromDays(179));
        await browser.SignInAsync(Alain.UserId);
        Assert.Equal("/profile", browser.Path);

        for (var time = 1; time <= 2; time++)
        {
            portal.Clock.Advance(TimeSpan.FromDays(181));
            foreach (var _ in Enumerable.Range(0, 2))
            {
                browser = portal.NewBrowser(language);
                await browser.SignInAsync(Alain.UserId);
                Assert.Equal((title, "/ssprsetup/review"), (browser.Heading, browser.Path));
            }

            Assert.Contains(phone, browser.Page.QuerySelector("main ul.rows")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(Alain.Phone[3..], browser.Html, StringComparison.Ordinal);
            Assert.Equal(good, browser.Page.QuerySelector("main form button")!.TextContent);
            await browser.SubmitAsync(new Dictionary<string, string>());
            Assert.Equal("/profile", browser.Path);
            Assert.Equal(time, await PortalState.CountAsync(portal, AuditCode.RegistrationReviewed));
            browser = portal.NewBrowser(language);
            await browser.SignInAsync(Alain.UserId);
            Assert.Equal("/profile", browser.Path);
        }
    }

    [Fact]
    public async Task A_change_is_as_good_as_a_look()
    {
        portal.Clock.Advance(TimeSpan.FromDays(179));
        await browser.SignInAsync(Bianca);
        await browser.EnrolMailAsync(portal, "bianca@example.org");
        portal.Clock.Advance(TimeSpan.FromDays(179));
        await browser.SignInAsync(Bianca);
        Assert.Equal("/profile", browser.Path);

        portal.Clock.Advance(TimeSpan.FromDays(2));
        var later = portal.NewBrowser();
        await later.SignInAsync(Bianca);
        Assert.Equal("/ssprsetup/review", later.Path);
    }

    [Theory]
    [InlineData(0, 5000, "/profile")]
    [InlineData(30, 29, "/profile")]
    [InlineData(30, 31, "/ssprsetup/review")]
    [InlineData(100_000, 731, "/ssprsetup/review")]
    public async Task Policy_says_after_how_many_days_and_zero_is_never(int days, int passed, string page)
    {
        await portal.ChangePolicyAsync(policy => policy with { ReviewDays = days });
        portal.Clock.Advance(TimeSpan.FromDays(passed));

        await browser.SignInAsync(Alain.UserId);

        Assert.Equal(page, browser.Path);
    }
}
