using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Recovery;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What happens once must happen once however many ask at the same time.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_13_A_solved_captcha_lets_one_request_through_of_ten()
    {
        await browser.OpenAsync("/passwordreset");
        var form = browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId });

        var answers = await AtOnce.PostAsync(portal, browser, "/passwordreset", Enumerable.Repeat(form, 10));

        Assert.All(answers, Works);
        Assert.Single(answers, answer => answer.Headers.Location is not null);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.RecoveryStarted));
    }

    [Fact]
    public async Task AC_29_Of_twenty_new_passwords_at_once_one_is_set_once_and_told_once()
    {
        await Alain.ReachNewPasswordAsync(portal, browser);
        var passwords = Enumerable.Range(0, 20).Select(number => $"twenty quiet lanterns {number:D2}").ToList();

        var answers = await AtOnce.PostAsync(portal, browser, browser.Path, passwords.Select(password => browser.Fields(Alain.Twice(password))));

        Assert.All(answers, Works);
        var hash = await portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == Alain.UserId).Select(user => user.PasswordHash).SingleAsync());
        var hasher = new PasswordHasher<PortalUser>();
        var right = Assert.Single(passwords, password => hasher.VerifyHashedPassword(null!, hash!, password) != PasswordVerificationResult.Failed);
        await Alain.AssertSignsInAsync(portal, right);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.PasswordClaimed));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.PasswordReset));
        await portal.MessageToAsync(Alain.Mail);
        await portal.MessageToAsync(Alain.UserId);
        await portal.MessageToAsync(Alain.Phone, 2);
        Assert.Equal(4, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task AC_39_Of_a_hundred_guesses_at_once_five_are_looked_at_and_then_the_right_code_is_refused()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        var guesses = Enumerable.Range(0, 1000).Select(number => $"{number:D6}").Where(guess => guess != code).Take(100);
        var right = browser.Fields(new Dictionary<string, string> { ["Code"] = code });

        var answers = await AtOnce.PostAsync(portal, browser, "/passwordreset/verify", guesses.Select(guess => browser.Fields(new Dictionary<string, string> { ["Code"] = guess })));
        var after = await AtOnce.PostAsync(portal, browser, "/passwordreset/verify", Enumerable.Repeat(right, 20));

        Assert.All(answers, Works);
        Assert.All(after, Works);
        // Fewer when the fifth ends the journey before a fourth was looked at, which then does not count.
        Assert.InRange(await portal.WithDatabaseAsync(database => database.Challenges.SumAsync(row => row.Attempts)), 1, 5);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
        // Either the account is out of tries, or the code is and another method is offered; in the end the right code does nothing.
        Assert.NotEqual(RecoveryStep.AnswerChallenge, await portal.WithDatabaseAsync(database => database.Journeys.Select(row => row.Step).SingleAsync()));
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    [Fact]
    public async Task AC_43_The_right_code_at_once_twenty_times_passes_one_gate_and_the_journey_goes_on()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = code });

        var answers = await AtOnce.PostAsync(portal, browser, "/passwordreset/verify", Enumerable.Repeat(form, 20));

        Assert.All(answers, Works);
        var winner = Assert.Single(answers, answer => answer.Headers.Location?.OriginalString == "/passwordreset/newpassword" && answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.GatePassed));
        browser.Cookies.SetCookies(new($"https://{PortalHost.Host}"), winner.Headers.GetValues("Set-Cookie").Single());
        await browser.OpenAsync("/passwordreset/newpassword");
        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);
    }

    [Fact]
    public async Task AC_52_Fifty_wishes_for_a_code_at_once_send_one_message()
    {
        await browser.StartResetAsync(Alain.UserId);
        var answers = await AtOnce.PostAsync(portal, browser, browser.Path, Enumerable.Repeat(browser.Fields(new Dictionary<string, string> { ["Method"] = "email" }), 50));
        Assert.All(answers, Works);
        await browser.OpenAsync("/passwordreset/verify");
        Assert.Equal("/passwordreset/verify", browser.Path);
        var again = await AtOnce.PostAsync(portal, browser, "/passwordreset/verify/resend", Enumerable.Repeat(browser.Fields(), 50));

        Assert.All(again, Works);
        Assert.Equal(1, (await PortalState.ReadAsync(portal)).Messages);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.ChallengeIssued));
    }

    [Fact]
    public async Task AC_52_One_destination_gets_three_messages_in_fifteen_minutes_whatever_is_begun_anew()
    {
        for (var journey = 1; journey <= 3; journey++)
            await Alain.ReachVerifyAsync(portal, browser, journey);

        await browser.StartResetAsync(Alain.UserId);
        await browser.ChooseAsync("sms", Alain.Phone);

        Assert.Equal("/passwordreset/method", browser.Path);
        Assert.Single(browser.Errors);
        Assert.Equal(3, (await PortalState.ReadAsync(portal)).Messages);
        await browser.ChooseAsync("email");
        Assert.Equal("/passwordreset/verify", browser.Path);
    }

    [Fact]
    public async Task AC_43_The_right_registration_code_at_once_twenty_times_registers_one_phone()
    {
        await browser.SignInAsync("bianca@contoso.com");
        await browser.OpenAsync("/ssprsetup/mobile");
        await browser.SubmitAsync("Target", "090-8765-4321");
        var form = browser.Fields(new Dictionary<string, string> { ["Code"] = (await portal.MessageToAsync("+819087654321")).Code() });

        var answers = await AtOnce.PostAsync(portal, browser, browser.Path, Enumerable.Repeat(form, 20));

        Assert.All(answers, Works);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));
        Assert.Equal(2, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task Of_fifty_passwords_guessed_at_once_ten_are_looked_at_and_then_sign_in_waits()
    {
        await browser.OpenAsync("/");
        var wrong = browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId, ["Password"] = "not the password" });
        var right = browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId, ["Password"] = PortalHost.Password });

        var answers = await AtOnce.PostAsync(portal, browser, "/", Enumerable.Repeat(wrong, 50));
        await browser.PostAsync("/", right);

        Assert.All(answers, Works);
        Assert.Single(browser.Errors);
        var reasons = await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.SignInRefused).GroupBy(row => row.Reason).ToDictionaryAsync(group => group.Key!, group => group.Count()));
        Assert.Equal(10, reasons["Wrong"]);
        Assert.Equal(41, reasons["Locked"]);
        portal.Clock.Advance(TimeSpan.FromMinutes(15));
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    private static void Works(HttpResponseMessage answer) => Assert.InRange((int)answer.StatusCode, 200, 499);
}
