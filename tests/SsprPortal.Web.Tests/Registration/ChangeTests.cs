using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>Changing and removing: by a fresh proof only, told to everybody who was there before, and not on the day after a reset.</summary>
public sealed class ChangeTests : IAsyncLifetime
{
    private const string NewPhone = "+819087654321";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "First, verify that it is you", "This replaces: Authentication phone: Number ending in 42.")]
    [InlineData("ja", "最初に本人確認を行ってください", "末尾が 42 の番号")]
    public async Task A_new_phone_takes_the_place_of_the_old_which_is_told(string language, string first, string replaces)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/ssprsetup/mobile");
        Assert.Equal((first, "/signin/method?to=ssprsetup-mobile"), (browser.Heading, browser.Path));
        await browser.ProveAsync(portal, "email", Alain.Mail);
        Assert.Equal("/ssprsetup/mobile", browser.Path);
        Assert.Contains(replaces, browser.Page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);

        await browser.EnrolPhoneAsync(portal, NewPhone);

        Assert.DoesNotContain(browser.Entries(), entry => entry.Contains("42", StringComparison.Ordinal));
        // Alain reads English, whatever the page speaks.
        var text = await portal.MessageToAsync(Alain.Phone);
        Assert.StartsWith("Contoso: security info of alain@contoso.com was changed (a mobile phone ending in 21).", text.Text, StringComparison.Ordinal);
        foreach (var notice in new[] { await portal.MessageToAsync(Alain.Mail, 2), await portal.MessageToAsync(Alain.UserId) })
        {
            Assert.Equal("Security info of your Contoso account was changed", notice.Subject);
            Assert.Contains("a mobile phone ending in 21", notice.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(NewPhone[3..], notice.Text, StringComparison.Ordinal);
        }

        Assert.Single(await portal.AllMessagesAsync(), message => message.To == NewPhone);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MethodChanged));
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Alain.UserId);
        await reset.ChooseAsync("sms", Alain.Phone);
        Assert.Single(reset.Errors);
        await reset.SubmitAsync("Code", await portal.CodeAfterAsync(NewPhone, () => reset.ChooseAsync("sms", NewPhone)));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task Until_the_new_one_is_proved_the_old_one_stays()
    {
        await ProveAsync();
        await browser.OpenAsync("/ssprsetup/mobile");
        var code = await portal.CodeAfterAsync(NewPhone, () => browser.SubmitAsync("Target", NewPhone));
        await browser.SubmitAsync("Code", Codes.Other(code));
        Assert.Single(browser.Errors);

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Alain.UserId);
        await reset.ChooseAsync("sms", Alain.Phone);

        Assert.Equal("/passwordreset/verify", reset.Path);
    }

    [Fact]
    public async Task What_is_removed_is_told_too_and_a_link_alone_removes_nothing()
    {
        await ProveAsync();
        await browser.OpenAsync("/ssprsetup");
        var before = await PortalState.ReadAsync(portal);
        await browser.FollowAsync("Remove", "Number ending in 42");
        Assert.Equal("Remove this?", browser.Heading);
        Assert.Contains("Authentication phone: Number ending in 42", browser.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
        await browser.OpenAsync(browser.Path);
        Assert.Equal(before, await PortalState.ReadAsync(portal));

        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal("/ssprsetup", browser.Path);
        Assert.DoesNotContain(browser.Entries(), entry => entry == "Number ending in 42");
        Assert.StartsWith("Contoso: security info was removed from alain@contoso.com (a mobile phone ending in 42).", (await portal.MessageToAsync(Alain.Phone)).Text, StringComparison.Ordinal);
        Assert.Equal("Security info was removed from your Contoso account", (await portal.MessageToAsync(Alain.Mail, 2)).Subject);
        Assert.Equal("Security info was removed from your Contoso account", (await portal.MessageToAsync(Alain.UserId)).Subject);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MethodRemoved));
    }

    [Fact]
    public async Task Of_sixteen_removals_at_once_one_is_done_and_told()
    {
        await ProveAsync();
        await browser.OpenAsync("/ssprsetup");
        await browser.FollowAsync("Remove", "Number ending in 42");
        var messages = (await PortalState.ReadAsync(portal)).Messages;

        var answers = await AtOnce.PostAsync(portal, browser, browser.Path, Enumerable.Repeat(browser.Fields(), 16));

        Assert.All(answers, answer => Assert.InRange((int)answer.StatusCode, 200, 499));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MethodRemoved));
        Assert.Equal(messages + 3, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task A_proof_is_good_for_ten_minutes()
    {
        await ProveAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(9));
        await browser.OpenAsync("/ssprsetup/email");
        Assert.Equal("/ssprsetup/email", browser.Path);
        var form = browser.Fields(new Dictionary<string, string> { ["Target"] = "new@example.org" });
        portal.Clock.Advance(TimeSpan.FromMinutes(1));

        await browser.PostAsync("/ssprsetup/email", form);

        Assert.Equal("/signin/method?to=ssprsetup-email", browser.Path);
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.To == "new@example.org");
        await browser.ProveAsync(portal, "email", Alain.Mail);
        Assert.Equal("/ssprsetup/email", browser.Path);
    }

    [Fact]
    public async Task What_was_begun_by_a_proof_is_not_finished_without_one()
    {
        await ProveAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(9));
        await browser.OpenAsync("/ssprsetup/email");
        var code = await portal.CodeAfterAsync("new@example.org", () => browser.SubmitAsync("Target", "new@example.org"));
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var before = await PortalState.ReadAsync(portal);

        var resend = browser.Fields();
        await browser.SubmitAsync("Code", code);
        Assert.Single(browser.Errors);
        await browser.PostAsync("/ssprsetup/email/verify/resend", resend);

        Assert.Equal("/signin/method?to=ssprsetup-email", browser.Path);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task Without_a_proof_nothing_that_is_posted_is_done()
    {
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/ssprsetup");
        var form = new Dictionary<string, string>(Enrolling.Answers())
        {
            ["antiforgery"] = browser.Antiforgery,
            ["Target"] = "attacker@evil.example",
            ["Code"] = "000000",
            ["Credential"] = "{}",
            ["Name"] = "mine",
        };
        var (phone, _) = await EntriesAsync(Alain.UserId);
        var before = await PortalState.ReadAsync(portal);

        foreach (var kind in new[] { "mobile", "email", "app", "key", "questions", "codes" })
        {
            await browser.PostAsync($"/ssprsetup/{kind}", form);
            Assert.Equal($"/signin/method?to=ssprsetup-{kind}", browser.Path);
            foreach (var path in new[] { $"/ssprsetup/{kind}/verify", $"/ssprsetup/{kind}/verify/resend" })
            {
                await browser.PostAsync(path, form);
                Assert.DoesNotContain("verify", browser.Path, StringComparison.Ordinal);
            }
        }

        foreach (var verb in new[] { "remove", "name" })
        {
            await browser.PostAsync($"/ssprsetup/mobile/{phone}/{verb}", form);
            // There is nothing to name: of phones there is one.
            Assert.Equal(verb == "name" ? "/ssprsetup" : "/signin/method?to=ssprsetup", browser.Path);
            await browser.OpenAsync($"/ssprsetup/mobile/{phone}/{verb}");
            Assert.Equal("/signin/method?to=ssprsetup", browser.Path);
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task An_app_is_not_renamed_without_a_proof()
    {
        await browser.SignInAsync("bianca@contoso.com");
        await browser.EnrolAppAsync(portal, "phone");
        await browser.FollowAsync("Rename", "phone");
        var (path, form) = (browser.Path, browser.Fields(new Dictionary<string, string> { ["Name"] = "mine" }));
        portal.Clock.Advance(TimeSpan.FromMinutes(10));

        await browser.PostAsync(path, form);

        Assert.Equal("/signin/method?to=ssprsetup", browser.Path);
        await browser.OpenAsync("/ssprsetup");
        Assert.Equal(["phone"], browser.Entries());
    }

    [Fact]
    public async Task Another_persons_entry_is_none_of_ones_own()
    {
        await ProveAsync();
        await browser.OpenAsync("/ssprsetup");
        var form = new Dictionary<string, string> { ["antiforgery"] = browser.Antiforgery, ["Name"] = "mine" };
        var (foreign, _) = await EntriesAsync("hanako@contoso.com");
        var (phone, mail) = await EntriesAsync(Alain.UserId);
        await portal.RegisterAsync("hanako@contoso.com", "app", "her app", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U");
        var app = await portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.Kind == "app").Select(row => row.Id).SingleAsync());
        var before = await PortalState.ReadAsync(portal);

        foreach (var entry in new[] { $"mobile/{foreign}", $"app/{app}", $"mobile/{mail}", $"email/{phone}", $"office/{Guid.Empty}", $"mobile/{Guid.NewGuid()}", $"nothing/{phone}" })
        {
            foreach (var verb in new[] { "name", "remove" })
            {
                await browser.OpenAsync($"/ssprsetup/{entry}/{verb}");
                Assert.Equal("/ssprsetup", browser.Path);
                await browser.PostAsync($"/ssprsetup/{entry}/{verb}", form);
                Assert.Equal("/ssprsetup", browser.Path);
            }
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task For_a_day_after_a_reset_nothing_can_be_changed_and_the_list_says_until_when(string language)
    {
        await Alain.ReachNewPasswordAsync(portal, portal.NewBrowser(), 1);
        var reset = portal.NewBrowser();
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await Alain.ReachNewPasswordAsync(portal, reset, 2);
        await reset.SubmitAsync(Alain.NewPasswordForm);
        var until = await portal.WithDatabaseAsync(database => database.RegistrationStates.Select(row => row.HeldUntil).SingleAsync());
        Assert.InRange(until!.Value - portal.Clock.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));

        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Alain.UserId, Alain.NewPassword);
        Assert.Equal("/profile", browser.Path);
        await browser.OpenAsync("/ssprsetup");
        var local = TimeZoneInfo.ConvertTime(until.Value, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")).ToString("f", CultureInfo.GetCultureInfo(language));
        Assert.Contains(local, browser.Page.QuerySelector(".note.warn")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main ul.rows a"));
        var form = new Dictionary<string, string>(Enrolling.Answers()) { ["antiforgery"] = browser.Antiforgery, ["Target"] = "attacker@evil.example" };
        var (phone, _) = await EntriesAsync(Alain.UserId);

        // Not even by a proof.
        await browser.OpenAsync("/signin/method");
        await browser.ProveAsync(portal, "email", Alain.Mail);
        var before = await PortalState.ReadAsync(portal);
        foreach (var path in new[] { "/ssprsetup/mobile", "/ssprsetup/email", "/ssprsetup/app", "/ssprsetup/key", "/ssprsetup/questions", "/ssprsetup/codes", $"/ssprsetup/mobile/{phone}/remove" })
        {
            await browser.OpenAsync(path);
            Assert.Equal("/ssprsetup", browser.Path);
            await browser.PostAsync(path, form);
            Assert.Equal("/ssprsetup", browser.Path);
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
        portal.Clock.Advance(TimeSpan.FromHours(24));
        await browser.SignInAsync(Alain.UserId, Alain.NewPassword);
        await browser.OpenAsync("/ssprsetup/mobile");
        await browser.ProveAsync(portal, "email", Alain.Mail);
        Assert.Equal("/ssprsetup/mobile", browser.Path);
        Assert.Null(browser.Page.QuerySelector(".note.warn"));
    }

    [Fact]
    public async Task Whoever_has_nothing_to_prove_it_by_signs_in_again()
    {
        await browser.SignInAsync("bianca@contoso.com");
        await browser.EnrolQuestionsAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        await browser.OpenAsync("/ssprsetup/questions");
        Assert.Equal(("Sign in again first", "/signin/method?to=ssprsetup-questions"), (browser.Heading, browser.Path));

        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("/", browser.Path);
        await browser.SignInAsync("bianca@contoso.com");
        await browser.OpenAsync("/ssprsetup/questions");

        Assert.Equal("/ssprsetup/questions", browser.Path);
    }

    [Fact]
    public async Task The_last_one_can_be_removed_and_then_nothing_is_left_to_reset_by()
    {
        await browser.SignInAsync("bianca@contoso.com");
        await browser.EnrolMailAsync(portal, "bianca@example.org");
        await browser.FollowAsync("Remove", "b••••@e••••.org");
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Empty(browser.Entries());
        Assert.Contains("Methods still to set up: 1.", browser.Page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);

        var reset = portal.NewBrowser();
        await reset.StartResetAsync("bianca@contoso.com");
        Assert.Equal("We couldn't verify your account", reset.Heading);
        Assert.Equal("Security info was removed from your Contoso account", (await portal.MessageToAsync("bianca@example.org", 2)).Subject);
    }

    private async Task ProveAsync()
    {
        await browser.SignInAsync(Alain.UserId);
        await browser.OpenAsync("/signin/method");
        await browser.ProveAsync(portal, "email", Alain.Mail);
        Assert.Equal("/profile", browser.Path);
    }

    private async Task<(Guid Phone, Guid? Mail)> EntriesAsync(string userName)
    {
        var id = await portal.UserIdAsync(userName);
        var rows = await portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.UserId == id).Select(row => new { row.Id, row.Kind }).ToListAsync());
        return (rows.Single(row => row.Kind == "mobile").Id, rows.SingleOrDefault(row => row.Kind == "email")?.Id);
    }
}
