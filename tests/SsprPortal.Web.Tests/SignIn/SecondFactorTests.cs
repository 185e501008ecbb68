using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.Registration;

namespace SsprPortal.Web.Tests.SignIn;

/// <summary>The password was right: until something else is proved, the sign-in is good for nothing.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Admin = "admin@contoso.com";
    private const string Phone = "+819055550100";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "One more step to sign in", "Verify that it is you", "More information required")]
    [InlineData("ja", "サインインするには、もう 1 つ確認が必要です", "本人確認", "詳細情報が必要です")]
    public async Task An_administrator_proves_more_than_the_password(string language, string choose, string verify, string afterwards)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInHalfAsync(portal, Phone);
        Assert.Equal(choose, browser.Heading);
        Assert.Equal(["sms", "voice"], browser.Choices);
        Assert.Null(browser.Page.QuerySelector("#PhoneNumber"));

        var code = await portal.CodeAfterAsync(Phone, () => browser.ChooseAsync("sms"));
        Assert.Equal((verify, "/signin/verify"), (browser.Heading, browser.Path));
        await browser.SubmitAsync("Code", code);

        // One phone is too little for an administrator.
        Assert.Equal((afterwards, "/ssprsetup/required"), (browser.Heading, browser.Path));
        await browser.OpenAsync("/signin/method");
        Assert.Equal("/profile", browser.Path);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.ProofPassed));
    }

    [Fact]
    public async Task An_administrator_with_nothing_registered_is_asked_to_register()
    {
        await browser.SignInAsync(Admin);

        Assert.Equal("/ssprsetup/required", browser.Path);
        Assert.Contains("Methods still to set up: 2.", browser.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_then_no_page_answers_and_nothing_that_is_posted_is_done()
    {
        await browser.SignInHalfAsync(portal, Phone);
        var form = new Dictionary<string, string>(Enrolling.Answers())
        {
            ["antiforgery"] = browser.Antiforgery,
            ["Target"] = "adele@example.org",
            ["Code"] = "000000",
            ["Name"] = "mine",
        };
        var id = await portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.Hint == "00").Select(row => row.Id).SingleAsync());
        var before = await PortalState.ReadAsync(portal);

        foreach (var page in new[] { "/", "/profile", "/ssprsetup", "/ssprsetup/email", "/ssprsetup/key/verify", "/ssprsetup/required", "/ssprsetup/review", "/ssprsetup/done", $"/ssprsetup/mobile/{id}/remove" })
        {
            await browser.OpenAsync(page);
            Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);
            Assert.Equal("One more step to sign in", browser.Heading);
        }

        foreach (var path in new[] { "/ssprsetup", "/ssprsetup/email", "/ssprsetup/app", "/ssprsetup/key", "/ssprsetup/questions", "/ssprsetup/email/verify", "/ssprsetup/email/verify/resend", "/ssprsetup/required", "/ssprsetup/review", "/ssprsetup/rehearsal", $"/ssprsetup/mobile/{id}/remove", $"/ssprsetup/app/{id}/name" })
        {
            await browser.PostAsync(path, form);
            Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task Whoever_wanted_to_register_gets_there_by_the_proof()
    {
        await portal.RegisterAsync(Admin, "mobile", "00", Phone);
        await browser.OpenAsync("/ssprsetup");
        await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = Admin, ["Password"] = PortalHost.Password });
        Assert.Equal("/signin/method?to=ssprsetup", browser.Path);

        await browser.ProveAsync(portal, "sms", Phone);

        Assert.Equal("/ssprsetup", browser.Path);
        // The proof of the sign-in is good for a change as well.
        await browser.OpenAsync("/ssprsetup/mobile");
        Assert.Equal("/ssprsetup/mobile", browser.Path);
    }

    [Fact]
    public async Task The_half_of_a_sign_in_ends_after_ten_minutes()
    {
        await browser.SignInHalfAsync(portal, Phone);
        portal.Clock.Advance(TimeSpan.FromMinutes(8));
        var code = await portal.CodeAfterAsync(Phone, () => browser.ChooseAsync("sms"));
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = code });
        portal.Clock.Advance(TimeSpan.FromMinutes(2));

        await browser.PostAsync("/signin/verify", form);

        Assert.NotEqual("/profile", browser.Path);
        await browser.OpenAsync("/profile");
        Assert.Equal(("Sign in", "/"), (browser.Heading, browser.Path));
        await browser.OpenAsync("/signin/method");
        Assert.Equal(("Sign in", "/"), (browser.Heading, browser.Path));
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.ProofPassed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_can_be_given_up(bool bySignOut)
    {
        await browser.SignInHalfAsync(portal, Phone);

        if (bySignOut)
            await browser.PostAsync("/signout", new Dictionary<string, string> { ["antiforgery"] = browser.Antiforgery });
        else
            await browser.PressAsync("/cancel");

        Assert.Equal(("Sign in", "/"), (browser.Heading, browser.Path));
        await browser.OpenAsync("/signin/method");
        Assert.Equal("/", browser.Path);
        Assert.Equal(0, (await PortalState.ReadAsync(portal)).Sessions);
    }

    [Fact]
    public async Task Ten_wrong_codes_a_day_are_looked_at_and_a_reset_is_another_matter()
    {
        await portal.RegisterAsync(Admin, "email", "a••••@e••••.org", "adele@example.org");
        await browser.SignInHalfAsync(portal, Phone);
        var code = await portal.CodeAfterAsync(Phone, () => browser.ChooseAsync("sms"));
        for (var left = 4; left > 0; left--)
        {
            await browser.SubmitAsync("Code", Codes.Other(code));
            Assert.Equal([$"That is not the code. Tries left: {left}."], browser.Errors);
        }

        foreach (var typed in new[] { Codes.Other(code), code })
        {
            await browser.SubmitAsync("Code", typed);
            Assert.Equal(["This was tried too often. Use another method."], browser.Errors);
        }

        await browser.PressAsync("/another");
        code = await portal.CodeAfterAsync("adele@example.org", () => browser.ChooseAsync("email"));
        for (var left = 4; left > 0; left--)
        {
            await browser.SubmitAsync("Code", Codes.Other(code));
            Assert.Equal([$"That is not the code. Tries left: {left}."], browser.Errors);
        }

        foreach (var typed in new[] { Codes.Other(code), code })
        {
            await browser.SubmitAsync("Code", typed);
            Assert.Equal(["Too many wrong tries. Try again in 24 hours, or ask your administrator."], browser.Errors);
        }

        // Not by another session either.
        var other = portal.NewBrowser();
        await other.SignInAsync(Admin);
        code = await portal.CodeAfterAsync(Phone, () => other.ChooseAsync("sms"));
        await other.SubmitAsync("Code", code);
        Assert.Equal(["Too many wrong tries. Try again in 24 hours, or ask your administrator."], other.Errors);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.ProofPassed));

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Admin);
        Assert.Equal("/passwordreset/method", reset.Path);
        portal.Clock.Advance(TimeSpan.FromHours(24));
        await other.SignInAsync(Admin);
        await other.ProveAsync(portal, "email", "adele@example.org");
        Assert.Equal("/profile", other.Path);
    }

    [Fact]
    public async Task A_code_of_a_sign_in_is_worthless_in_a_reset_and_the_other_way_round()
    {
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/ssprsetup/email");
        var proof = await portal.CodeAfterAsync(Alain.Phone, () => browser.ChooseAsync("sms"));
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Alain.UserId);
        var recovery = await portal.CodeAfterAsync(Alain.Phone, () => reset.ChooseAsync("sms", Alain.Phone));
        if (proof == recovery)
            return; // one in a million

        await reset.SubmitAsync("Code", proof);
        Assert.Equal(["That is not the code. Tries left: 4."], reset.Errors);
        await browser.SubmitAsync("Code", recovery);
        Assert.Equal(["That is not the code. Tries left: 4."], browser.Errors);

        await reset.SubmitAsync("Code", recovery);
        Assert.Equal("/passwordreset/newpassword", reset.Path);
        await browser.SubmitAsync("Code", proof);
        Assert.Equal("/ssprsetup/email", browser.Path);
    }

    [Fact]
    public async Task A_code_of_another_session_of_the_same_person_is_worthless()
    {
        await browser.SignInHalfAsync(portal, Phone);
        var other = portal.NewBrowser();
        await other.SignInAsync(Admin);
        var first = await portal.CodeAfterAsync(Phone, () => browser.ChooseAsync("sms"));
        var form = other.Fields(new Dictionary<string, string> { ["Code"] = first });

        // There is nothing to be answered in the other one.
        await other.PostAsync("/signin/verify", form);
        Assert.Equal("/signin/method", other.Path);
        var second = await portal.CodeAfterAsync(Phone, () => other.ChooseAsync("sms"));
        if (first != second)
        {
            await other.SubmitAsync("Code", first);
            Assert.Single(other.Errors);
        }

        await browser.SubmitAsync("Code", first);
        Assert.Equal("/ssprsetup/required", browser.Path);
        await other.OpenAsync("/profile");
        Assert.Equal("/signin/method", other.Path);
    }

    [Fact]
    public async Task The_right_code_at_once_sixteen_times_is_one_proof()
    {
        await browser.SignInHalfAsync(portal, Phone);
        var code = await portal.CodeAfterAsync(Phone, () => browser.ChooseAsync("sms"));

        var answers = await AtOnce.PostAsync(portal, browser, "/signin/verify", Enumerable.Repeat(browser.Fields(new Dictionary<string, string> { ["Code"] = code }), 16));

        Assert.All(answers, answer => Assert.InRange((int)answer.StatusCode, 200, 499));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.ProofPassed));
        await browser.OpenAsync("/profile");
        Assert.Equal("/profile", browser.Path);
    }

    [Theory]
    [InlineData(SecondFactorScope.Everybody, Alain.UserId, "/signin/method")]
    [InlineData(SecondFactorScope.Everybody, "bianca@contoso.com", "/ssprsetup/required")]
    [InlineData(SecondFactorScope.Everybody, Admin, "/signin/method")]
    [InlineData(SecondFactorScope.Administrators, Alain.UserId, "/profile")]
    [InlineData(SecondFactorScope.Administrators, Admin, "/signin/method")]
    [InlineData(SecondFactorScope.Nobody, Admin, "/ssprsetup/required")]
    [InlineData(SecondFactorScope.Nobody, Alain.UserId, "/profile")]
    public async Task Policy_says_who_is_asked(SecondFactorScope scope, string userId, string page)
    {
        await portal.RegisterAsync(Admin, "mobile", "00", Phone);
        await portal.ChangePolicyAsync(policy => policy with { SecondFactor = scope });

        await browser.SignInAsync(userId);

        Assert.Equal(page, browser.Path);
    }

    [Fact]
    public async Task What_policy_no_longer_allows_and_what_one_only_knows_is_no_second_factor()
    {
        await portal.RegisterAsync(Admin, "mobile", "00", Phone);
        await portal.ChangePolicyAsync(policy => policy with { Methods = ["key", "email", "questions"], SecondFactor = SecondFactorScope.Everybody });
        await browser.SignInAsync(Admin);
        Assert.Equal("/ssprsetup/required", browser.Path);

        var person = portal.NewBrowser();
        await person.SignInAsync("bianca@contoso.com");
        await person.EnrolQuestionsAsync();
        var again = portal.NewBrowser();
        await again.SignInAsync("bianca@contoso.com");
        Assert.Equal("/profile", again.Path);
    }

    [Fact]
    public async Task A_method_that_is_not_offered_cannot_be_chosen()
    {
        await browser.SignInHalfAsync(portal, Phone);

        foreach (var method in new[] { "", "email", "key", "questions", "office", "mobile", "SMS" })
        {
            await browser.PostAsync("/signin/method", browser.Fields(new Dictionary<string, string> { ["Method"] = method }));
            Assert.Equal(["Choose a method from the list."], browser.Errors);
        }

        Assert.Equal(0, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("ssprsetup-//evil.example")]
    [InlineData("ssprsetup-../../signout")]
    [InlineData("profile")]
    public async Task Where_it_leads_is_known_by_name_and_not_by_address(string to)
    {
        await browser.SignInHalfAsync(portal, Phone);
        await browser.OpenAsync("/signin/method?to=" + Uri.EscapeDataString(to));
        Assert.DoesNotContain("evil", browser.Page.QuerySelector("main form")!.GetAttribute("action")!, StringComparison.Ordinal);
        var code = await portal.CodeAfterAsync(Phone, () => browser.ChooseAsync("sms"));
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = code });

        await browser.PostAsync("/signin/verify?to=" + Uri.EscapeDataString(to), form);

        Assert.Equal("/ssprsetup/required", browser.Path);
    }
}
