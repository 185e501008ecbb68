using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.Recovery;

/// <summary>What becomes of journeys that nobody comes back to.</summary>
public sealed class SettlementTests : IAsyncLifetime
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
    public async Task A_journey_that_nobody_comes_back_to_is_abandoned_at_the_stage_it_was_left()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        await SettleAsync();
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.RecoveryAbandoned));

        portal.Clock.Advance(RecoveryJourney.IdleLifetime);
        await SettleAsync();
        await SettleAsync();

        Assert.Equal(["AnswerChallenge"], await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.RecoveryAbandoned).Select(row => row.Stage!).ToArrayAsync()));
        Assert.Equal((RecoveryStep.Abandoned, null), await portal.WithDatabaseAsync(async database =>
        {
            var journey = await database.Journeys.SingleAsync();
            return (journey.Step, journey.LiveFor);
        }));
        Assert.True(await portal.WithDatabaseAsync(database => database.Challenges.AllAsync(row => row.ReplacedAt != null)));
        await browser.SubmitAsync("Code", code);
        Assert.Equal("/passwordreset/ended", browser.Path);
    }

    [Fact]
    public async Task Whoever_is_blocked_is_told_once_at_every_address()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        for (var guess = 0; guess < 5; guess++)
            await browser.SubmitAsync("Code", Codes.Other(code));
        Assert.Equal("Too many tries", browser.Heading);

        await SettleAsync();
        await SettleAsync();
        await portal.NewBrowser().StartResetAsync(Alain.UserId);
        await SettleAsync();

        await portal.MessageToAsync(Alain.Mail);
        await portal.MessageToAsync(Alain.UserId);
        await portal.MessageToAsync(Alain.Phone, 2);
        Assert.Equal(4, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task A_block_ends_every_journey_of_the_account()
    {
        var elsewhere = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, elsewhere);
        var code = await Alain.ReachVerifyAsync(portal, browser, 2);
        for (var guess = 0; guess < 5; guess++)
            await browser.SubmitAsync("Code", Codes.Other(code));

        await elsewhere.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("Too many tries", elsewhere.Heading);
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    [Fact]
    public async Task Starting_a_reset_does_not_end_somebody_elses_of_the_same_account()
    {
        await Alain.ReachNewPasswordAsync(portal, browser);

        await portal.NewBrowser().StartResetAsync(Alain.UserId);

        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);
    }

    [Fact]
    public async Task A_reset_ends_every_other_journey_and_every_code_of_the_account()
    {
        var elsewhere = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, elsewhere);
        var third = portal.NewBrowser();
        var code = await Alain.ReachVerifyAsync(portal, third, 2);
        await Alain.ReachNewPasswordAsync(portal, browser, 3);

        await browser.SubmitAsync(Alain.NewPasswordForm);
        await elsewhere.SubmitAsync(Alain.Twice("another quiet lantern"));
        await third.SubmitAsync("Code", code);

        Assert.Equal("This attempt has ended", elsewhere.Heading);
        Assert.Equal("This attempt has ended", third.Heading);
        Assert.False(await portal.WithDatabaseAsync(database => database.Challenges.AnyAsync(row => row.ConsumedAt == null && row.ReplacedAt == null)));
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword);
    }

    // A claim whose process is gone: had the directory been written, or not?
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_dead_process_left_is_found_out_and_told_once(bool written)
    {
        await Alain.ReachNewPasswordAsync(portal, browser);
        await portal.WithDatabaseAsync(async database =>
        {
            var now = portal.Clock.GetUtcNow();
            await database.Journeys.ExecuteUpdateAsync(set => set.SetProperty(row => row.ClaimedAt, now).SetProperty(row => row.Version, row => row.Version + 1));
            return written ? await database.Users.Where(user => user.UserName == Alain.UserId).ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordSetAt, now)) : 0;
        });

        await SettleAsync();
        await browser.OpenAsync("/passwordreset/outcome");
        Assert.Equal("One moment please", browser.Heading);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SettleAsync();
        await SettleAsync();
        await browser.OpenAsync("/passwordreset/outcome");

        Assert.Equal(written ? "Your password has been reset" : "We can't reset your password right now", browser.Heading);
        Assert.Equal(written ? 1 : 0, await PortalState.CountAsync(portal, AuditCode.PasswordReset));
        Assert.Equal(written ? 4 : 1, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task An_account_is_reset_five_times_in_an_hour_at_most()
    {
        for (var time = 1; time <= 6; time++)
        {
            // Codes are limited as well, by destination.
            portal.Clock.Advance(TimeSpan.FromMinutes(6));
            var each = portal.NewBrowser();
            await each.StartResetAsync(Alain.UserId);
            await each.ChooseAsync(time % 2 == 0 ? "sms" : "email", time % 2 == 0 ? Alain.Phone : null);
            var code = await Eventually.GetAsync(() => portal.Messages.Reverse().Select(message => Codes.Find(message.Text)).OfType<string>().ElementAtOrDefault(time - 1), $"code {time}");
            await each.SubmitAsync("Code", code);
            await each.SubmitAsync(Alain.Twice($"{time} very quiet lanterns"));
            Assert.Equal(time <= 5 ? "Your password has been reset" : "Reset too often", each.Heading);
        }
    }

    private async Task SettleAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecoverySettlement>().SettleAsync(default);
    }
}
