using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.SecurityKeys;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>Security keys and passkeys, over the real pages: one answer to each question, of one's own key, on this site.</summary>
public sealed class SecurityKeyStory : IAsyncLifetime
{
    private const string Admin = "admin@contoso.com";
    private const string Bianca = "bianca@contoso.com";
    private const string NotAccepted = "This security key or passkey was not accepted. Use one that you registered here.";
    private const string Expired = "This has expired or was already used. Press \"Use another method\" and choose again.";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public static TheoryData<string, Action<SoftwareAuthenticator>> Misbehaviours() => new()
    {
        { "another site", key => key.Origin = "https://evil.example" },
        { "a site below", key => key.Origin = $"https://login.{PortalHost.Host}" },
        { "plain http", key => key.Origin = $"http://{PortalHost.Host}" },
        { "another domain", key => key.RpId = "evil.example" },
        { "in a frame of another site", key => (key.CrossOrigin, key.TopOrigin) = (true, "https://evil.example") },
        { "another question", key => key.Challenge = new byte[32] },
        { "an answer of the other kind", key => key.ClientDataType = "payment.get" },
        { "nobody touched it", key => key.UserPresent = false },
    };

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "Set up a security key or passkey", "Set up my security key or passkey", "Use my security key or passkey", "Choose a new password")]
    [InlineData("ja", "セキュリティ キーまたはパスキーを設定する", "セキュリティ キーまたはパスキーを設定する", "セキュリティ キーまたはパスキーを使用する", "新しいパスワードの選択")]
    public async Task A_key_that_verifies_its_user_is_registered_signs_in_and_resets_alone(string language, string title, string button, string method, string verified)
    {
        var key = Enrolling.NewKey();
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Admin);
        await browser.BeginAsync("key");
        Assert.Equal(title, browser.Heading);
        Assert.Equal(button, browser.Page.QuerySelector("[data-security-key=create] button")!.TextContent);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Credential"] = key.Create(browser.KeyOptions()), ["Name"] = "work key" });
        Assert.Equal(["work key"], browser.Entries());
        // It is two gates, and an administrator needs as many.
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("/ssprsetup/done", browser.Path);

        var session = portal.NewBrowser(language);
        await session.SignInAsync(Admin);
        Assert.Equal(["key"], session.Choices);
        Assert.StartsWith(method, session.Page.QuerySelector(".choice span")!.TextContent, StringComparison.Ordinal);
        await session.ChooseAsync("key");
        await session.SubmitAsync("Credential", key.Get(session.KeyOptions()));
        Assert.Equal("/profile", session.Path);

        var reset = portal.NewBrowser(language);
        await reset.StartResetAsync(Admin);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", key.Get(reset.KeyOptions()));
        Assert.Equal(verified, reset.Heading);
        await reset.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.PasswordReset));
    }

    [Fact]
    public async Task A_key_that_does_not_verify_its_user_is_one_gate()
    {
        var key = Enrolling.NewKey(verifiesUser: false);
        await browser.SignInAsync(Admin);
        await browser.EnrolKeyAsync(key, "old key");
        Assert.Contains("Methods still to set up: 1.", browser.Page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Admin);
        Assert.Equal("We couldn't verify your account", reset.Heading);

        await browser.EnrolMailAsync(portal, "adele@example.org");
        await reset.StartResetAsync(Admin);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", key.Get(reset.KeyOptions()));
        Assert.Equal("/passwordreset/method", reset.Path);
        Assert.Equal(["email"], reset.Choices);
        await reset.SubmitAsync("Code", await portal.CodeAfterAsync("adele@example.org", () => reset.ChooseAsync("email")));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task What_counts_is_the_key_that_answered_and_how_it_did()
    {
        var (strong, weak) = (Enrolling.NewKey(), Enrolling.NewKey(verifiesUser: false));
        await browser.SignInAsync(Admin);
        await browser.EnrolKeyAsync(strong, "strong");
        // Where all keys verify their user, one that does not is refused.
        strong.UserVerified = false;
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Admin);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", strong.Get(reset.KeyOptions()));
        Assert.Equal([NotAccepted], reset.Errors);

        await browser.EnrolKeyAsync(weak, "weak");
        foreach (var key in new[] { weak, strong })
        {
            // One gate, and nothing else to pass another by.
            await reset.StartResetAsync(Admin);
            await reset.ChooseAsync("key");
            await reset.SubmitAsync("Credential", key.Get(reset.KeyOptions()));
            Assert.Equal("We couldn't verify your account", reset.Heading);
            Assert.Equal("/passwordreset/outcome", reset.Path);
        }

        strong.UserVerified = true;
        await reset.StartResetAsync(Admin);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", strong.Get(reset.KeyOptions()));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task A_key_that_answers_for_something_else_is_refused_and_the_next_question_can_be_answered(string what, Action<SoftwareAuthenticator> misbehave)
    {
        ArgumentNullException.ThrowIfNull(misbehave);
        var key = Enrolling.NewKey();
        await browser.SignInAsync(Bianca);
        await browser.EnrolKeyAsync(key, "key");
        var bad = key.Clone();
        misbehave(bad);

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        var session = portal.NewBrowser();
        await portal.ChangePolicyAsync(policy => policy with { SecondFactor = Core.Policies.SecondFactorScope.Everybody });
        await session.SignInAsync(Bianca);
        await session.ChooseAsync("key");
        foreach (var (page, after) in new[] { (reset, "/passwordreset/newpassword"), (session, "/profile") })
        {
            var asked = page.KeyOptions();
            await page.SubmitAsync("Credential", bad.Get(asked));
            Assert.True(page.Errors is [NotAccepted], $"{what}: {page.Path} {string.Join(' ', page.Errors)}");
            Assert.NotEqual(asked, page.KeyOptions());

            key.Counter = Math.Max(key.Counter, bad.Counter);
            await page.SubmitAsync("Credential", key.Get(page.KeyOptions()));
            bad.Counter = key.Counter;
            Assert.Equal(after, page.Path);
        }
    }

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task What_is_no_key_of_this_site_is_not_registered_and_one_can_start_again(string what, Action<SoftwareAuthenticator> misbehave)
    {
        ArgumentNullException.ThrowIfNull(misbehave);
        var bad = Enrolling.NewKey();
        misbehave(bad);
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("key");

        await browser.SubmitAsync("Credential", bad.Create(browser.KeyOptions()));

        Assert.Equal("/ssprsetup/key?refused=true", browser.Path);
        Assert.True(browser.Errors is ["This key could not be registered; it may be registered already. Start again, or use another one."], what);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));
        await browser.SubmitAsync(new Dictionary<string, string>());
        await browser.SubmitAsync(new Dictionary<string, string> { ["Credential"] = Enrolling.NewKey().Create(browser.KeyOptions()), ["Name"] = "key" });
        Assert.Equal(["key"], browser.Entries());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[[[[")]
    [InlineData("not JSON")]
    [InlineData("{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{}}")]
    [InlineData("long")]
    public async Task Rubbish_is_refused_and_what_is_empty_costs_no_try(string credential)
    {
        credential = credential == "long" ? new string('{', 20_000) : credential;
        var key = Enrolling.NewKey();
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("key");
        await browser.SubmitAsync("Credential", credential);
        Assert.Equal("/ssprsetup/key?refused=true", browser.Path);
        await browser.EnrolKeyAsync(key, "key");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        var asked = reset.KeyOptions();

        await reset.SubmitAsync("Credential", "");
        Assert.Equal(["Press the button to use your security key or passkey."], reset.Errors);
        Assert.Equal(asked, reset.KeyOptions());
        await reset.SubmitAsync("Credential", credential);
        Assert.Equal([NotAccepted], reset.Errors);
        await reset.SubmitAsync("Credential", key.Get(reset.KeyOptions()));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task Five_refused_answers_block_the_reset_as_wrong_codes_do()
    {
        var key = Enrolling.NewKey();
        await browser.SignInAsync(Bianca);
        await browser.EnrolKeyAsync(key, "key");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");

        for (var tries = 0; tries < 4; tries++)
        {
            await reset.SubmitAsync("Credential", "{}");
            Assert.Equal([NotAccepted], reset.Errors);
        }

        var right = reset.Fields(new Dictionary<string, string> { ["Credential"] = key.Get(reset.KeyOptions()) });
        await reset.SubmitAsync("Credential", "{}");
        Assert.Equal("Too many tries", reset.Heading);
        await reset.PostAsync("/passwordreset/verify", right);
        Assert.Equal("Too many tries", reset.Heading);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        var key = Enrolling.NewKey(verifiesUser: false);
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        await browser.SignInAsync(Bianca);
        await browser.EnrolKeyAsync(key, "key");
        await browser.EnrolMailAsync(portal, "bianca@example.org");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        var answer = new Dictionary<string, string> { ["Credential"] = key.Get(reset.KeyOptions()) };
        var form = reset.Fields(answer);

        var answers = await AtOnce.PostAsync(portal, reset, "/passwordreset/verify", Enumerable.Repeat(form, 16));
        Assert.All(answers, each => Assert.InRange((int)each.StatusCode, 200, 499));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.GatePassed));
        var winner = Assert.Single(answers, each => each.Headers.Contains("Set-Cookie"));
        reset.Cookies.SetCookies(new($"https://{PortalHost.Host}"), winner.Headers.GetValues("Set-Cookie").Single());

        // The same journey, now at the choice; then as the answer to a question of the other gate.
        await reset.PostAsync("/passwordreset/verify", form);
        Assert.Equal("/passwordreset/method", reset.Path);
        Assert.Equal(["email"], reset.Choices);
        await reset.ChooseAsync("email");
        await reset.SubmitAsync(answer);
        Assert.Single(reset.Errors);

        // Another journey.
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync(answer);
        Assert.Equal([NotAccepted], reset.Errors);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    [Fact]
    public async Task What_a_key_made_for_one_session_registers_nothing_in_another()
    {
        var key = Enrolling.NewKey();
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("key");
        var made = key.Create(browser.KeyOptions());
        var other = portal.NewBrowser();
        await other.SignInAsync(Bianca);
        await other.BeginAsync("key");

        await other.SubmitAsync("Credential", made);

        Assert.Equal("/ssprsetup/key?refused=true", other.Path);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Credential"] = made, ["Name"] = "key" });
        Assert.Equal(["key"], browser.Entries());
        await browser.BeginAsync("key");
        await browser.SubmitAsync("Credential", made);
        Assert.Equal("/ssprsetup/key?refused=true", browser.Path);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));
    }

    [Fact]
    public async Task Another_persons_key_opens_nothing()
    {
        var (own, foreign) = (Enrolling.NewKey(), Enrolling.NewKey());
        await browser.SignInAsync(Bianca);
        await browser.EnrolKeyAsync(own, "key");
        var other = portal.NewBrowser();
        await other.SignInAsync(Admin);
        await other.EnrolKeyAsync(foreign, "key");

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        foreach (var told in new[] { false, true })
        {
            (foreign.AnswersUnasked, foreign.TellsUserHandle) = (true, told);
            await reset.SubmitAsync("Credential", foreign.Get(reset.KeyOptions()));
            Assert.Equal([NotAccepted], reset.Errors);
        }

        // Its own key, saying that it is the other's.
        own.UserHandle = (await portal.UserIdAsync(Admin)).ToByteArray();
        await reset.SubmitAsync("Credential", own.Get(reset.KeyOptions()));
        Assert.Equal([NotAccepted], reset.Errors);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    [Fact]
    public async Task One_key_belongs_to_one_person_and_is_registered_once()
    {
        var key = Enrolling.NewKey();
        await browser.SignInAsync(Bianca);
        await browser.EnrolKeyAsync(key, "key");
        await browser.BeginAsync("key");
        Assert.Throws<InvalidOperationException>(() => key.Create(browser.KeyOptions()));
        key.AnswersUnasked = true;
        await browser.SubmitAsync("Credential", key.Create(browser.KeyOptions()));
        Assert.Equal("/ssprsetup/key?refused=true", browser.Path);

        var other = portal.NewBrowser();
        await other.SignInAsync(Admin);
        await other.BeginAsync("key");
        await other.SubmitAsync(new Dictionary<string, string> { ["Credential"] = key.Create(other.KeyOptions()), ["Name"] = "stolen" });
        Assert.Single(other.Errors);
        await other.OpenAsync("/ssprsetup");

        Assert.Empty(other.Entries());
        Assert.Equal(["key"], await portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.Kind == "key").Select(row => row.Hint).ToListAsync()));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));
        // A key of one's own can be registered instead.
        await other.EnrolKeyAsync(Enrolling.NewKey(), "own");
    }

    [Fact]
    public async Task Ten_keys_at_most_can_be_had_and_any_of_them_works()
    {
        await browser.SignInAsync(Bianca);
        var keys = new List<SoftwareAuthenticator>();
        for (var number = 1; number <= 9; number++)
        {
            keys.Add(Enrolling.NewKey());
            await browser.EnrolKeyAsync(keys[^1], $"key {number}");
        }

        // Two windows, and room for one more.
        var late = portal.NewBrowser();
        await late.SignInAsync(Bianca);
        await late.OpenAsync("/ssprsetup/key");
        await late.ChooseAsync("key");
        await late.SubmitAsync("Credential", keys[4].Get(late.KeyOptions()));
        await late.BeginAsync("key");
        var eleventh = late.Fields(new Dictionary<string, string> { ["Credential"] = Enrolling.NewKey().Create(late.KeyOptions()), ["Name"] = "key 11" });
        await browser.EnrolKeyAsync(Enrolling.NewKey(), "key 10");
        await late.PostAsync("/ssprsetup/key/verify", eleventh);

        var form = new Dictionary<string, string> { ["antiforgery"] = browser.Antiforgery };
        foreach (var page in new[] { browser, late })
        {
            await page.OpenAsync("/ssprsetup/key");
            Assert.Equal("/ssprsetup", page.Path);
            Assert.Equal(10, page.Entries().Count);
            Assert.DoesNotContain(page.Page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == "/ssprsetup/key");
        }

        await browser.PostAsync("/ssprsetup/key", form);
        Assert.Equal("/ssprsetup", browser.Path);
        Assert.Equal(10, await portal.WithDatabaseAsync(database => database.RegisteredMethods.CountAsync(row => row.Kind == "key")));
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", keys[8].Get(reset.KeyOptions()));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task A_clone_that_counts_less_is_refused_and_a_key_that_is_removed_opens_nothing()
    {
        var key = Enrolling.NewKey();
        await browser.SignInAsync(Bianca);
        await browser.EnrolMailAsync(portal, "bianca@example.org");
        await browser.EnrolKeyAsync(key, "key");
        var clone = key.Clone();
        key.Counter += 5;
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", key.Get(reset.KeyOptions()));
        Assert.Equal("/passwordreset/newpassword", reset.Path);

        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", clone.Get(reset.KeyOptions()));
        Assert.Equal([NotAccepted], reset.Errors);

        var asked = reset.KeyOptions();
        await browser.FollowAsync("Remove", "key");
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal(["b••••@e••••.org"], browser.Entries());
        await reset.PostAsync("/passwordreset/verify", new Dictionary<string, string> { ["antiforgery"] = reset.Antiforgery, ["Credential"] = key.Get(asked) });
        Assert.NotEqual("/passwordreset/newpassword", reset.Path);
        Assert.Equal("This attempt has ended", reset.Heading);
        await reset.StartResetAsync(Bianca);
        Assert.Equal(["email"], reset.Choices);
    }

    [Fact]
    public async Task A_question_that_waits_too_long_is_asked_anew()
    {
        var key = Enrolling.NewKey();
        await browser.SignInAsync(Bianca);
        await browser.EnrolKeyAsync(key, "key");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("key");
        portal.Clock.Advance(TimeSpan.FromMinutes(5));

        await reset.SubmitAsync("Credential", key.Get(reset.KeyOptions()));
        Assert.Equal([Expired], reset.Errors);
        await reset.PressAsync("/another");
        await reset.ChooseAsync("key");
        await reset.SubmitAsync("Credential", key.Get(reset.KeyOptions()));

        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }
}
