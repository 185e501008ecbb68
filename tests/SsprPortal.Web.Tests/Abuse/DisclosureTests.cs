using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Data.Messages;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What a stranger learns of an account, in each of the three modes.</summary>
public sealed partial class DisclosureTests : IAsyncLifetime
{
    private const string Unregistered = "bianca@contoso.com";
    private const string OutOfScope = "carlos@contoso.com";
    private const string Disabled = "diane@contoso.com";
    private const string Administrator = "admin@contoso.com";
    private const string Japanese = "hanako@contoso.com";
    private const string Unknown = "zelda@contoso.com";
    private const string SomebodysPhone = "+819000000000";

    /// <summary>Every kind of account there is.</summary>
    private static readonly string[] Everybody = [Alain.UserId, Unregistered, OutOfScope, Disabled, Administrator, Japanese, Unknown];

    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_01_In_uniform_mode_a_person_and_nobody_get_the_same_answers()
    {
        await SetAsync(DisclosureMode.Uniform);

        Assert.Equal(await WalkAsync(Alain.UserId), await WalkAsync(Unknown));
    }

    [Fact]
    public async Task AC_03_In_uniform_mode_all_kinds_of_accounts_are_one()
    {
        await SetAsync(DisclosureMode.Uniform);
        var walks = new List<(string Who, string Walk)>();
        foreach (var who in Everybody)
            walks.Add((who, await WalkAsync(who)));

        Assert.All(walks, each => Assert.True(each.Walk == walks[0].Walk, $"{each.Who}\n{each.Walk}\n\n{walks[0].Who}\n{walks[0].Walk}"));
        Assert.True(walks[0].Walk.Contains("/passwordreset/outcome", StringComparison.Ordinal), walks[0].Walk);
        Assert.DoesNotContain("newpassword", walks[0].Walk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AC_03_In_informative_mode_there_are_the_pages_of_the_model_and_no_others()
    {
        var told = new Dictionary<string, string>();
        foreach (var who in Everybody.Append("ebba@contoso.com"))
        {
            var browser = portal.NewBrowser();
            await browser.StartResetAsync(who);
            told[who] = $"{browser.Heading} {Code().Match(browser.Html).Value}".Trim();
        }

        Assert.Equal(
            new Dictionary<string, string>
            {
                [Alain.UserId] = "How would you like to verify that it is you?",
                [Japanese] = "How would you like to verify that it is you?",
                [Unregistered] = "We couldn't verify your account SSPR_0014",
                [Administrator] = "We couldn't verify your account SSPR_0014",
                [Unknown] = "We couldn't verify your account SSPR_0014",
                [OutOfScope] = "Your account is not enabled for password reset SSPR_0013",
                [Disabled] = "Your account is not enabled for password reset SSPR_0013",
                ["ebba@contoso.com"] = "Too many tries",
            },
            told);
    }

    [Theory]
    [InlineData(DisclosureMode.AfterFirstProof)]
    [InlineData(DisclosureMode.Uniform)]
    public async Task AC_03_What_is_true_of_everybody_is_told_to_everybody(DisclosureMode mode)
    {
        await portal.ChangePolicyAsync(policy => policy with { Disclosure = mode, Scope = ResetScope.None });
        foreach (var who in Everybody)
        {
            var browser = portal.NewBrowser();
            await browser.StartResetAsync(who);
            Assert.Equal("Your account is not enabled for password reset", browser.Heading);
            Assert.Contains("SSPR_0009", browser.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AC_06_Where_there_is_nobody_everything_seems_to_be_sent_and_nothing_is()
    {
        await SetAsync(DisclosureMode.Uniform);
        var browser = portal.NewBrowser();
        await browser.StartResetAsync(Unknown);

        await browser.ChooseAsync("email");
        Assert.Equal("/passwordreset/verify", browser.Path);
        var told = browser.Html;
        await browser.PressAsync("/resend");
        Assert.Matches("(5[0-9]|60) seconds", Assert.Single(browser.Errors));
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.PressAsync("/resend");
        Assert.Empty(browser.Errors);

        Assert.Contains("••••@••••", told, StringComparison.Ordinal);
        Assert.Empty(await portal.AllMessagesAsync());
        Assert.Equal(2, await portal.WithDatabaseAsync(database => database.Outbox.CountAsync(row => row.State == OutboxState.Sent)));
    }

    [Fact]
    public async Task AC_07_Where_there_is_nobody_wrong_codes_lead_where_they_always_lead()
    {
        await SetAsync(DisclosureMode.Uniform);
        var ends = new List<string>();
        foreach (var who in new[] { Alain.UserId, Unknown })
        {
            var browser = portal.NewBrowser();
            await browser.StartResetAsync(who);
            await browser.ChooseAsync("email");
            var right = who == Alain.UserId ? (await portal.MessageToAsync(Alain.Mail)).Code() : "nothing was sent";
            var trail = new List<string>();
            foreach (var guess in new[] { "", "000000", "000001", "000002", "000003", "000004", "000005" }.Where(guess => guess != right).TakeWhile(_ => browser.Path != "/passwordreset/outcome"))
            {
                await browser.SubmitAsync("Code", guess);
                trail.Add($"{browser.Path} {browser.Heading} {string.Join(' ', browser.Errors)}");
            }

            ends.Add(string.Join('\n', trail));
            // And the block is there the next time.
            var next = portal.NewBrowser();
            await next.StartResetAsync(who);
            Assert.Equal("Too many tries", next.Heading);
        }

        Assert.Equal(ends[0], ends[1]);
        Assert.EndsWith("Too many tries ", ends[1], StringComparison.Ordinal);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    [Fact]
    public async Task AC_10_No_page_holds_more_of_a_phone_or_an_address_than_may_be_shown()
    {
        var browser = portal.NewBrowser();
        var pages = new List<string>();
        await browser.StartResetAsync(Alain.UserId);
        pages.Add(browser.Html);
        await browser.ChooseAsync("email");
        pages.Add(browser.Html);
        await browser.SubmitAsync("Code", "000000");
        pages.Add(browser.Html);
        await browser.PressAsync("/another");
        await browser.ChooseAsync("sms", "+819012345641");
        pages.Add(browser.Html.Replace("+819012345641", "", StringComparison.Ordinal));

        foreach (var secret in new[] { "9012345642", "90-1234", "12345642", "alain@example", "example.org", "312345678" })
            Assert.DoesNotContain(pages, page => page.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(DisclosureMode.AfterFirstProof, "Your account is not enabled for password reset")]
    [InlineData(DisclosureMode.Informative, "Your account is not enabled for password reset")]
    public async Task Whoever_has_proved_something_is_told_why_it_cannot_be_done(DisclosureMode mode, string heading)
    {
        await SetAsync(mode);
        await portal.RegisterAsync(OutOfScope, "email", "c••••@e••••.org", "carlos@example.org");
        var browser = portal.NewBrowser();
        await browser.StartResetAsync(OutOfScope);
        if (mode == DisclosureMode.AfterFirstProof)
        {
            await browser.ChooseAsync("email");
            await browser.SubmitAsync("Code", (await portal.MessageToAsync("carlos@example.org")).Code());
        }

        Assert.Equal(heading, browser.Heading);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.RecoveryRefused));
    }

    [Fact]
    public async Task In_uniform_mode_the_person_is_told_at_the_address_of_record_once_a_day()
    {
        await SetAsync(DisclosureMode.Uniform);
        await portal.RegisterAsync(OutOfScope, "email", "c••••@e••••.org", "carlos@example.org");
        for (var time = 0; time < 2; time++)
        {
            var browser = portal.NewBrowser();
            await browser.StartResetAsync(OutOfScope);
            await browser.ChooseAsync("email");
            await browser.PressAsync("/cancel");
            await SettleAsync();
        }

        var messages = await portal.AllMessagesAsync();
        Assert.Equal(2, messages.Count);
        Assert.All(messages, message => Assert.DoesNotMatch("[0-9]{6}", message.Text));
        Assert.Equal(["OutOfScope", "OutOfScope"], await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.RecoveryStarted).Select(row => row.Reason!).ToArrayAsync()));
    }

    [Fact]
    public async Task In_uniform_mode_whoever_is_registered_still_gets_a_new_password()
    {
        await SetAsync(DisclosureMode.Uniform);
        var browser = portal.NewBrowser();
        await browser.StartResetAsync(Alain.UserId);
        Assert.Equal(["key", "app", "sms", "voice", "office", "email", "codes"], browser.Choices);
        await browser.ChooseAsync("sms", Alain.Phone);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(Alain.Phone)).Code());
        await browser.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("Your password has been reset", browser.Heading);
    }

    [Theory]
    [InlineData(DisclosureMode.AfterFirstProof)]
    [InlineData(DisclosureMode.Uniform)]
    public async Task Where_it_may_not_be_told_whether_an_account_is_locked_everybody_is_asked(DisclosureMode mode)
    {
        await portal.ChangePolicyAsync(policy => policy with { Disclosure = mode });
        foreach (var who in Everybody)
        {
            var browser = portal.NewBrowser();
            await browser.StartResetAsync(who);
            Assert.Equal("/passwordreset/goal", browser.Path);
        }
    }

    [Fact]
    public async Task What_stands_for_nobody_is_the_same_tomorrow()
    {
        await SetAsync(DisclosureMode.Uniform);
        var seen = new HashSet<string>();
        for (var time = 0; time < 3; time++)
        {
            var browser = portal.NewBrowser();
            await browser.StartResetAsync(Unknown);
            seen.Add(string.Join('|', browser.Page.QuerySelectorAll(".choice small").Select(hint => hint.TextContent)));
            portal.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Single(seen);
    }

    // Everything a stranger can see on the way to the block: what every request answers, without what is random for everybody.
    private async Task<string> WalkAsync(string who)
    {
        var browser = portal.NewBrowser();
        var trail = new List<string>();
        await browser.OpenAsync("/passwordreset");
        await SubmitAsync(new() { ["UserId"] = who });
        await SubmitAsync(new() { ["Method"] = "sms", ["PhoneNumber"] = SomebodysPhone });
        await SubmitAsync(new() { ["Method"] = "questions" });
        await SubmitAsync(new() { ["Method"] = "app" });
        await SubmitAsync(new() { ["Code"] = "000000" });
        await SubmitAsync([], "/another");
        await SubmitAsync(new() { ["Method"] = "codes" });
        await SubmitAsync(new() { ["Code"] = "AAAA-AAAA-AAAA-AAAA" });
        await SubmitAsync([], "/another");
        await SubmitAsync(new() { ["Method"] = "email" });
        await SubmitAsync([], "/resend");
        await SubmitAsync(new() { ["Code"] = "not a code" });
        await browser.OpenAsync("/passwordreset/newpassword");
        Note("GET");
        while (browser.Path != "/passwordreset/outcome" && trail.Count < 20)
            await SubmitAsync(new() { ["Code"] = "000000" });
        return string.Join('\n', trail);

        async Task SubmitAsync(Dictionary<string, string> fields, string? button = null)
        {
            await browser.SubmitAsync(fields, button);
            Note(string.Join(',', fields.Keys) + button);
        }

        void Note(string what) => trail.Add(Secrets().Replace(
            $"{what} → {(int)browser.Status} {browser.Path} {Headers(browser.Response)} {browser.Heading} [{string.Join(' ', browser.Errors)}] {string.Join(',', browser.Choices)} {Masks().Replace(browser.Html, "…")}", "…"));
    }

    private static string Headers(HttpResponseMessage response) => string.Join(
        ';', response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Date" or "Content-Security-Policy" or "Content-Length"))
            .OrderBy(header => header.Key).Select(header => $"{header.Key}={string.Join(',', header.Value)}"));

    // Nonces, handles, references, and how long something has been waited for.
    [GeneratedRegex("[A-Za-z0-9_-]{40,}|[0-9a-f]{8}-[0-9a-f-]{27}|data-expires-in=\"[0-9]+\"|data-available-in=\"[0-9]+\"|[0-9]+ seconds")]
    private static partial Regex Secrets();

    // The last two digits of a phone.
    [GeneratedRegex("ending in [0-9]{2}")]
    private static partial Regex Masks();

    [GeneratedRegex("SSPR_[0-9]{4}")]
    private static partial Regex Code();

    private Task SetAsync(DisclosureMode mode) => portal.ChangePolicyAsync(policy => policy with { Disclosure = mode, UnlocksWithoutReset = false });

    private async Task SettleAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecoverySettlement>().SettleAsync(default);
    }
}
