using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Recovery;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What happens once must happen once however many ask at the same time, of two instances in turn; each race is run twenty times.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private const int Rounds = 20;
    private PortalHost portal = null!;
    private PortalHost second = null!;
    private PortalBrowser browser = null!;
    private long baseline;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        second = portal.StartSecond();
    }

    public async Task DisposeAsync()
    {
        await second.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public Task AC_13_A_solved_captcha_lets_one_request_through_of_ten() => RepeatAsync(async _ =>
    {
        await browser.OpenAsync("/passwordreset");
        var form = browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId });

        var answers = await AtOncePostAsync("/passwordreset", Enumerable.Repeat(form, 10));

        Assert.Single(answers, answer => answer.Headers.Location is not null);
        await AssertCountAsync(AuditCode.RecoveryStarted, 1);
    });

    [Fact]
    public Task AC_29_Of_twenty_new_passwords_at_once_one_is_set_once_and_told_once() => RepeatAsync(async round =>
    {
        await ReachNewPasswordAsync();
        var messages = await MessagesAsync();
        var passwords = Enumerable.Range(0, 20).Select(number => $"{round} twenty quiet lanterns {number:D2}").ToList();

        await AtOncePostAsync(browser.Path, passwords.Select(password => browser.Fields(Alain.Twice(password))));

        var hash = await portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == Alain.UserId).Select(user => user.PasswordHash).SingleAsync());
        var hasher = new PasswordHasher<PortalUser>();
        Assert.Contains(passwords, password => hasher.VerifyHashedPassword(null!, hash!, password) != PasswordVerificationResult.Failed);
        await AssertCountAsync(AuditCode.PasswordClaimed, 1);
        await AssertCountAsync(AuditCode.PasswordReset, 1);
        // To two mailboxes and a phone.
        Assert.Equal(messages + 3, await MessagesAsync());
    });

    [Fact]
    public Task AC_39_Of_a_hundred_guesses_at_once_five_are_looked_at_and_then_the_right_code_is_refused() => RepeatAsync(async _ =>
    {
        var code = await ReachVerifyAsync();
        var guesses = Enumerable.Range(0, 1000).Select(number => $"{number:D6}").Where(guess => guess != code).Take(100);
        var right = browser.Fields(new Dictionary<string, string> { ["Code"] = code });

        await AtOncePostAsync("/passwordreset/verify", guesses.Select(guess => browser.Fields(new Dictionary<string, string> { ["Code"] = guess })));
        await AtOncePostAsync("/passwordreset/verify", Enumerable.Repeat(right, 20));

        // Fewer when the fifth ends the journey before a fourth was looked at, which then does not count.
        Assert.InRange(await portal.WithDatabaseAsync(database => database.Challenges.OrderByDescending(row => row.IssuedAt).Select(row => row.Attempts).FirstAsync()), 1, 5);
        await AssertCountAsync(AuditCode.GatePassed, 0);
        // Either the account is out of tries, or the code is and another method is offered; in the end the right code does nothing.
        Assert.NotEqual(RecoveryStep.AnswerChallenge, await portal.WithDatabaseAsync(database => database.Journeys.OrderByDescending(row => row.StartedAt).Select(row => row.Step).FirstAsync()));
    });

    [Fact]
    public Task AC_43_The_right_code_at_once_twenty_times_passes_one_gate_and_the_journey_goes_on() => RepeatAsync(async _ =>
    {
        var code = await ReachVerifyAsync();
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = code });

        var answers = await AtOncePostAsync("/passwordreset/verify", Enumerable.Repeat(form, 20));

        var winner = Assert.Single(answers, answer => answer.Headers.Location?.OriginalString == "/passwordreset/newpassword" && answer.Headers.Contains("Set-Cookie"));
        await AssertCountAsync(AuditCode.GatePassed, 1);
        browser.Cookies.SetCookies(new($"https://{PortalHost.Host}"), winner.Headers.GetValues("Set-Cookie").Single());
        await browser.OpenAsync("/passwordreset/newpassword");
        Assert.Equal("Choose a new password", browser.Heading);
    });

    [Fact]
    public Task AC_52_Fifty_wishes_for_a_code_at_once_send_one_message() => RepeatAsync(async _ =>
    {
        var messages = await MessagesAsync();
        await browser.StartResetAsync(Alain.UserId);
        await AtOncePostAsync(browser.Path, Enumerable.Repeat(browser.Fields(new Dictionary<string, string> { ["Method"] = "email" }), 50));
        await browser.OpenAsync("/passwordreset/verify");
        Assert.Equal("/passwordreset/verify", browser.Path);
        await AtOncePostAsync("/passwordreset/verify/resend", Enumerable.Repeat(browser.Fields(), 50));

        Assert.Equal(messages + 1, await MessagesAsync());
        await AssertCountAsync(AuditCode.ChallengeIssued, 1);
    });

    [Fact]
    public async Task AC_52_One_destination_gets_three_messages_in_fifteen_minutes_whatever_is_begun_anew()
    {
        browser = portal.NewBrowser();
        for (var journey = 1; journey <= 3; journey++)
            await ReachVerifyAsync();

        await browser.StartResetAsync(Alain.UserId);
        await browser.ChooseAsync("sms", Alain.Phone);

        Assert.Equal("/passwordreset/method", browser.Path);
        Assert.Single(browser.Errors);
        Assert.Equal(3, await MessagesAsync());
        await browser.ChooseAsync("email");
        Assert.Equal("/passwordreset/verify", browser.Path);
    }

    [Fact]
    public Task AC_43_The_right_registration_code_at_once_twenty_times_registers_one_phone() => RepeatAsync(async _ =>
    {
        await portal.WithDatabaseAsync(async database =>
        {
            var bianca = await database.Users.Where(user => user.UserName == "bianca@contoso.com").Select(user => user.Id).SingleAsync();
            return await database.RegisteredMethods.Where(row => row.UserId == bianca).ExecuteDeleteAsync();
        });
        await browser.SignInAsync("bianca@contoso.com");
        await browser.OpenAsync("/ssprsetup/mobile");
        var before = Sent("+819087654321").Count;
        await browser.SubmitAsync("Target", "090-8765-4321");
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = await NextAsync("+819087654321", before) });

        await AtOncePostAsync(browser.Path, Enumerable.Repeat(form, 20));

        await AssertCountAsync(AuditCode.MethodRegistered, 1);
    });

    [Fact]
    public Task Of_thirty_passwords_guessed_at_once_ten_are_looked_at_and_then_sign_in_waits() => RepeatAsync(async _ =>
    {
        await browser.OpenAsync("/");
        var wrong = browser.Fields(new Dictionary<string, string> { ["UserId"] = "hanako@contoso.com", ["Password"] = "not the password" });
        var right = browser.Fields(new Dictionary<string, string> { ["UserId"] = "hanako@contoso.com", ["Password"] = PortalHost.Password });

        await AtOncePostAsync("/", Enumerable.Repeat(wrong, 30));
        await browser.PostAsync("/", right);

        Assert.Single(browser.Errors);
        var reasons = await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Id > baseline && row.Code == AuditCode.SignInRefused).GroupBy(row => row.Reason).ToDictionaryAsync(group => group.Key!, group => group.Count()));
        Assert.Equal(10, reasons["Wrong"]);
        Assert.Equal(21, reasons["Locked"]);
    });

    private async Task RepeatAsync(Func<int, Task> race)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            browser = portal.NewBrowser();
            baseline = await portal.WithDatabaseAsync(async database => await database.Audit.MaxAsync(row => (long?)row.Id) ?? 0);
            await race(round);
            // Tomorrow nothing is counted any more.
            portal.Clock.Advance(TimeSpan.FromHours(25));
        }
    }

    private async Task<IReadOnlyList<HttpResponseMessage>> AtOncePostAsync(string path, IEnumerable<IReadOnlyDictionary<string, string>> forms)
    {
        var answers = await AtOnce.PostAsync([portal, second], browser, path, forms);
        Assert.All(answers, Works);
        return answers;
    }

    private async Task<string> ReachVerifyAsync()
    {
        var before = Sent(Alain.Phone).Count;
        await browser.StartResetAsync(Alain.UserId);
        await browser.ChooseAsync("sms", Alain.Phone);
        Assert.Equal("/passwordreset/verify", browser.Path);
        return await NextAsync(Alain.Phone, before);
    }

    private async Task ReachNewPasswordAsync()
    {
        await browser.SubmitAsync("Code", await ReachVerifyAsync());
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    // Codes only; either instance may be the one that sends.
    private List<string> Sent(string to) => [.. new[] { portal, second }
        .SelectMany(host => host.Services.GetRequiredService<IDevelopmentInbox>().Messages)
        .Where(received => received.Message.To == to).OrderBy(received => received.Received).Select(received => Codes.Find(received.Message.Text)).OfType<string>()];

    private Task<string> NextAsync(string to, int before) => Eventually.GetAsync(() => Sent(to).ElementAtOrDefault(before), $"a code to {to}");

    private Task<int> MessagesAsync() => portal.WithDatabaseAsync(database => database.Outbox.CountAsync());

    private async Task AssertCountAsync(AuditCode code, int expected) =>
        Assert.Equal(expected, await portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.Id > baseline && row.Code == code)));

    private static void Works(HttpResponseMessage answer) => Assert.InRange((int)answer.StatusCode, 200, 499);
}
