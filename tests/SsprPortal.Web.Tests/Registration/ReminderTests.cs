using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Registration;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.Admin.Audit;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>People who may reset and have not registered enough are reminded, where an organisation wants it.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        await portal.RollUpAsync();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Nobody_is_reminded_unless_the_organisation_wants_it() => Assert.Equal(0, await RemindAsync());

    [Fact]
    public async Task People_who_lack_something_are_reminded_in_turn_as_often_as_policy_says()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2, ReminderDays = 7, MaxReminders = 2 });
        var reminded = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RemindAsync()));

        var people = reminded.Sum();
        Assert.NotEqual(0, people);
        var mail = await portal.MessageToAsync("hanako@contoso.com");
        Assert.Contains("/ssprsetup", mail.Text, StringComparison.Ordinal);
        Assert.Contains("登録してください", mail.Subject, StringComparison.Ordinal);
        // Alain has two; whoever is out of scope is asked for nothing.
        Assert.DoesNotContain(await portal.AllMessagesAsync(), message => message.To is Alain.UserId or "carlos@contoso.com" || message.To == Alain.Mail);
        Assert.Equal(0, await RemindAsync());

        portal.Clock.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(0, await RemindAsync());
        portal.Clock.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(people, await RemindAsync());
        portal.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await RemindAsync());
    }

    private async Task<int> RemindAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegistrationReminders>().RemindAsync(default);
    }
}
