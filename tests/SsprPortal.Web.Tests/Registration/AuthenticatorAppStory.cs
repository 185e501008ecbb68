using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>Authenticator apps: five of them, each with a name, and every code once.</summary>
public sealed class AuthenticatorAppStory : IAsyncLifetime
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
    [InlineData("en", "Set up an authenticator app", "Enter a code from my authenticator app", "Choose a new password", "Your password has been reset")]
    [InlineData("ja", "認証アプリを設定する", "認証アプリの確認コードを入力する", "新しいパスワードの選択", "パスワードがリセットされました")]
    public async Task An_app_is_registered_by_its_code_named_and_used_in_a_reset(string language, string title, string method, string verified, string reset)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Bianca);
        await browser.OpenAsync("/ssprsetup/app");
        Assert.Equal(title, browser.Heading);
        await browser.BeginAsync("app");
        Assert.NotNull(browser.Page.QuerySelector("main svg"));
        var app = AuthenticatorApp.Scan(portal, browser);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = app.FreshCode(), ["Name"] = "仕事用 phone" });
        Assert.Equal(["仕事用 phone"], browser.Entries());

        var later = portal.NewBrowser(language);
        await later.StartResetAsync(Bianca);
        Assert.Equal(["app"], later.Choices);
        Assert.StartsWith(method, later.Page.QuerySelector(".choice span")!.TextContent, StringComparison.Ordinal);
        await later.ChooseAsync("app");
        await later.SubmitAsync("Code", app.FreshCode());
        Assert.Equal(verified, later.Heading);
        await later.SubmitAsync(Abuse.Alain.NewPasswordForm);

        Assert.Equal(reset, later.Heading);
        await Abuse.Alain.AssertSignsInAsync(portal, Abuse.Alain.NewPassword, Bianca);
    }

    [Fact]
    public async Task A_wrong_code_registers_nothing_and_the_same_seed_can_be_tried_again()
    {
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("app");
        var app = AuthenticatorApp.Scan(portal, browser);
        app.WaitForFreshCodes();

        foreach (var (typed, expected) in new[] { ("", "Enter the code."), (Codes.Other(app.Code()), "That is not the code. Tries left: 4."), (app.Code(2), "That is not the code. Tries left: 3.") })
        {
            await browser.SubmitAsync("Code", typed);
            Assert.Equal([expected], browser.Errors);
            Assert.Equal(app.Seed, AuthenticatorApp.Scan(portal, browser).Seed);
        }

        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));
        await browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = app.Code(), ["Name"] = "phone" });
        Assert.Equal(["phone"], browser.Entries());
    }

    [Fact]
    public async Task Five_apps_at_most_can_be_had_and_any_of_them_works()
    {
        await browser.SignInAsync(Bianca);
        var apps = new List<AuthenticatorApp>();
        foreach (var name in new[] { "one", "", "three", "four" })
            apps.Add(await browser.EnrolAppAsync(portal, name));
        Assert.Equal(["one", "#1", "three", "four"], browser.Entries());

        // Two windows, and room for one more.
        await browser.BeginAsync("app");
        var (first, late) = (AuthenticatorApp.Scan(portal, browser), portal.NewBrowser());
        await late.SignInAsync(Bianca);
        await late.OpenAsync("/ssprsetup/app");
        await ProveByAppAsync(late, apps[0]);
        await late.BeginAsync("app");
        var second = AuthenticatorApp.Scan(portal, late);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = first.FreshCode(), ["Name"] = "five" });
        Assert.Equal(["one", "#1", "three", "four", "five"], browser.Entries());
        await late.SubmitAsync(new Dictionary<string, string> { ["Code"] = second.Code(), ["Name"] = "six" });

        Assert.DoesNotContain("six", await NamesAsync());
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == "/ssprsetup/app");
        var form = new Dictionary<string, string> { ["antiforgery"] = browser.Antiforgery };
        var before = await PortalState.ReadAsync(portal);
        await browser.OpenAsync("/ssprsetup/app");
        Assert.Equal("/ssprsetup", browser.Path);
        await browser.PostAsync("/ssprsetup/app", form);
        Assert.Equal("/ssprsetup", browser.Path);
        Assert.Equal(before, await PortalState.ReadAsync(portal));

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("app");
        await reset.SubmitAsync("Code", apps[3].FreshCode());
        Assert.Equal("Choose a new password", reset.Heading);
    }

    [Fact]
    public async Task An_app_can_be_renamed_and_removed_and_then_its_codes_are_worthless()
    {
        await browser.SignInAsync(Bianca);
        await browser.EnrolPhoneAsync(portal, "+819087654321");
        var app = await browser.EnrolAppAsync(portal, "old phone");

        await browser.FollowAsync("Rename", "old phone");
        Assert.Equal("old phone", browser.Page.QuerySelector("#Name")!.GetAttribute("value"));
        foreach (var name in new[] { "", "  ", new string('x', 41), "two\u0007bells", "\u202Eenohp" })
        {
            await browser.SubmitAsync("Name", name);
            Assert.Equal(["Type a name of 1 to 40 characters, without emoji."], browser.Errors);
        }

        await browser.SubmitAsync("Name", " <b>new</b> phone　");
        Assert.Equal(["<b>new</b> phone", "Number ending in 21"], browser.Entries());
        Assert.DoesNotContain("<b>new", browser.Html, StringComparison.Ordinal);

        await browser.FollowAsync("Remove", "<b>new</b> phone");
        Assert.Equal("Remove this?", browser.Heading);
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal(["Number ending in 21"], browser.Entries());
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        Assert.Equal(["sms", "voice"], reset.Choices);
        Assert.NotEmpty(app.FreshCode());
    }

    [Fact]
    public async Task A_removed_app_ends_the_reset_it_might_have_been_used_in_and_its_codes_are_refused()
    {
        await browser.SignInAsync(Bianca);
        var kept = await browser.EnrolAppAsync(portal, "kept");
        var lost = await browser.EnrolAppAsync(portal, "lost");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("app");
        await browser.FollowAsync("Remove", "lost");
        await browser.SubmitAsync(new Dictionary<string, string>());
        lost.WaitForFreshCodes();

        await reset.SubmitAsync("Code", lost.Code());
        Assert.Equal("This attempt has ended", reset.Heading);
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("app");
        await reset.SubmitAsync("Code", lost.Code());
        Assert.Equal(["That is not the code. Tries left: 4."], reset.Errors);
        await reset.SubmitAsync("Code", kept.Code());
        Assert.Equal("Choose a new password", reset.Heading);
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_clock_may_be_wrong_by_one_step_and_no_more(int steps, bool passes)
    {
        await browser.SignInAsync(Bianca);
        var app = await browser.EnrolAppAsync(portal, "phone");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("app");
        app.WaitForFreshCodes();

        await reset.SubmitAsync("Code", app.Code(steps));

        Assert.Equal(passes ? "/passwordreset/newpassword" : "/passwordreset/verify", reset.Path);
        Assert.Equal(passes ? [] : ["That is not the code. Tries left: 4."], reset.Errors);
    }

    [Fact]
    public async Task A_code_works_once_wherever_it_is_typed_again()
    {
        await browser.SignInAsync(Bianca);
        var app = await browser.EnrolAppAsync(portal, "phone");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("app");
        var code = app.FreshCode();
        var form = reset.Fields(new Dictionary<string, string> { ["Code"] = code });
        await reset.SubmitAsync("Code", code);
        Assert.Equal("/passwordreset/newpassword", reset.Path);

        // The same journey has gone on.
        await reset.PostAsync("/passwordreset/verify", form);
        Assert.Equal("/passwordreset/newpassword", reset.Path);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.GatePassed));

        // Another journey.
        var other = portal.NewBrowser();
        await other.StartResetAsync(Bianca);
        await other.ChooseAsync("app");
        await other.SubmitAsync("Code", code);
        Assert.Equal(["That is not the code. Tries left: 4."], other.Errors);
        // Nor does the one before it, which was not typed.
        await other.SubmitAsync("Code", app.Code(-1));
        Assert.Equal(["That is not the code. Tries left: 3."], other.Errors);

        // Somebody who is signed in and has to prove it.
        var session = portal.NewBrowser();
        await session.SignInAsync(Bianca);
        await session.OpenAsync("/ssprsetup/email");
        await session.ChooseAsync("app");
        await session.SubmitAsync("Code", code);
        Assert.Equal(["That is not the code. Tries left: 4."], session.Errors);
        await session.SubmitAsync("Code", app.Code(1));
        Assert.Equal("/ssprsetup/email", session.Path);
    }

    [Fact]
    public async Task The_code_by_which_an_app_was_registered_is_used_up()
    {
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("app");
        var app = AuthenticatorApp.Scan(portal, browser);
        var code = app.FreshCode();
        await browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = code, ["Name"] = "phone" });
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("app");

        await reset.SubmitAsync("Code", code);

        Assert.Equal(["That is not the code. Tries left: 4."], reset.Errors);
    }

    [Fact]
    public async Task Of_sixteen_requests_with_one_code_at_once_exactly_one_passes()
    {
        await browser.SignInAsync(Bianca);
        var app = await browser.EnrolAppAsync(portal, "phone");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("app");
        var sessions = new[] { portal.NewBrowser(), portal.NewBrowser() };
        foreach (var session in sessions)
        {
            await session.SignInAsync(Bianca);
            await session.OpenAsync("/ssprsetup/email");
            await session.ChooseAsync("app");
        }

        var typed = new Dictionary<string, string> { ["Code"] = app.FreshCode() };
        var answers = await Task.WhenAll(
            [
                AtOnce.PostAsync(portal, reset, "/passwordreset/verify", Enumerable.Repeat(reset.Fields(typed), 6)),
                .. sessions.Select(session => AtOnce.PostAsync(portal, session, session.Path, Enumerable.Repeat(session.Fields(typed), 5))),
            ]);

        Assert.Equal(16, answers.Sum(each => each.Count));
        Assert.All(answers.SelectMany(each => each), answer => Assert.InRange((int)answer.StatusCode, 200, 499));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.GatePassed) + await PortalState.CountAsync(portal, AuditCode.ProofPassed));
    }

    [Fact]
    public async Task The_seed_is_shown_while_the_app_is_set_up_and_nowhere_afterwards()
    {
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("app");
        Assert.Equal("no-store", browser.Response.Headers.CacheControl!.ToString());
        var app = AuthenticatorApp.Scan(portal, browser);
        var second = portal.NewBrowser();
        await second.SignInAsync(Bianca);
        await second.OpenAsync("/ssprsetup/app/verify");
        Assert.Equal("/ssprsetup", second.Path);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = app.FreshCode(), ["Name"] = "phone" });

        var id = await portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.Kind == "app").Select(row => row.Id).SingleAsync());
        foreach (var path in new[] { "/ssprsetup", "/ssprsetup/app", "/ssprsetup/app/verify", $"/ssprsetup/app/{id}/name", $"/ssprsetup/app/{id}/remove", "/ssprsetup/done", "/ssprsetup/review", "/profile", "/development/inbox" })
        {
            await browser.OpenAsync(path);
            AssertNoSeed(app, browser.Html + browser.Path + browser.Response.Headers);
        }

        await browser.BeginAsync("app");
        Assert.NotEqual(app.Seed, AuthenticatorApp.Scan(portal, browser).Seed);
        AssertNoSeed(app, string.Join('\n', portal.Log.Lines));
        AssertNoSeed(app, string.Join('\n', await portal.WithDatabaseAsync(database => database.Database.SqlQueryRaw<string>("""SELECT t::text AS "Value" FROM "RegisteredMethods" t UNION ALL SELECT t::text FROM "Challenges" t UNION ALL SELECT t::text FROM "Audit" t""").ToListAsync())));
    }

    private static void AssertNoSeed(AuthenticatorApp app, string text)
    {
        Assert.DoesNotContain(app.Seed, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(string.Join(' ', app.Seed.Chunk(4).Select(four => new string(four))), text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("otpauth:", text, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task ProveByAppAsync(PortalBrowser browser, AuthenticatorApp app)
    {
        await browser.ChooseAsync("app");
        await browser.SubmitAsync("Code", app.FreshCode());
        Assert.Equal("/ssprsetup/app", browser.Path);
    }

    private Task<List<string>> NamesAsync() => portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.Kind == "app").Select(row => row.Hint).ToListAsync());
}
