using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Throttling;

/// <summary>The limits on messages on a real database: exact however many ask at once, and told of once.</summary>
public sealed class SendLimitsTests : IAsyncLifetime
{
    private const int Callers = 32;

    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Of_32_messages_that_one_address_asks_for_at_once_ten_are_sent_and_only_those_count()
    {
        var taken = await AtOnceAsync(_ => "198.51.100.7");

        Assert.Equal(10, taken);
        Assert.Equal([10, 10, 10, 10], await CountsAsync());
    }

    [Fact]
    public async Task Of_32_messages_that_a_network_asks_for_at_once_thirty_are_sent_and_only_those_count()
    {
        var taken = await AtOnceAsync(caller => $"198.51.100.{caller}");

        Assert.Equal(30, taken);
        Assert.Equal(30, await CountAsync("sends-network-1h"));
        Assert.Equal(30, await CountAsync("sends-site-1h"));
    }

    [Fact]
    public async Task Of_32_messages_at_once_on_two_instances_the_portal_sends_as_many_as_it_may_and_tells_the_administrators_once()
    {
        await AdministratorsAsync();
        Set(await database.StartInstanceAsync(), options => options.PerHour = 20);
        Set(database.Services, options => options.PerHour = 20);

        var taken = await AtOnceAsync(caller => $"198.51.{caller}.1");
        await database.DispatchAsync();

        Assert.Equal(20, taken);
        Assert.Equal(20, await CountAsync("sends-site-1h"));
        Assert.Equal(20, await CountAsync("sends-site-24h"));
        Assert.Equal(1, await StopsAsync());
        foreach (var mailbox in new[] { "amy@contoso.test", "aoi@contoso.test" })
        {
            Assert.Equal(2, database.Mail.Sent.Count(message => message.To == mailbox));
            Assert.Single(database.Mail.Sent, message => message.To == mailbox && message.Text.Contains("16", StringComparison.Ordinal));
        }

        Assert.Equal(4, database.Mail.Sent.Count);
        Assert.Contains(database.Mail.Sent, message => message.To == "amy@contoso.test" && message.Subject.Contains("sends no more codes", StringComparison.Ordinal));
        Assert.Contains(database.Mail.Sent, message => message is { To: "aoi@contoso.test", Language: "ja" } && message.Subject.Contains("停止しました", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_hour_brings_new_messages_and_a_new_alarm_until_the_day_is_used_up()
    {
        await AdministratorsAsync();
        Set(database.Services, options => (options.PerHour, options.PerDay) = (5, 12));

        foreach (var expected in new[] { 5, 5, 2, 0 })
        {
            Assert.Equal(expected, await TakeAsync(7));
            database.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(3, await StopsAsync());
        await database.DispatchAsync();
        // Two full hours, each told of twice; 80 % of the day, and the day.
        Assert.Equal(6, database.Mail.Sent.Count(message => message.To == "amy@contoso.test"));
        database.Clock.Advance(TimeSpan.FromHours(20));
        Assert.Equal(5, await TakeAsync(7));
    }

    [Fact]
    public async Task A_message_that_is_not_sent_after_all_counts_for_nobody_and_tells_nobody()
    {
        await AdministratorsAsync();
        Set(database.Services, options => options.PerHour = 1);

        Assert.False(await TryTakeAsync(database.Services, "198.51.100.7", isDecoy: false, commit: false));

        Assert.Equal(0, await database.WithAsync<PortalDbContext, int>(context => context.Outbox.CountAsync()));
        Assert.Equal(0, await StopsAsync());
        Assert.True(await TryTakeAsync(database.Services, "198.51.100.7", isDecoy: false));
    }

    [Fact]
    public async Task What_goes_nowhere_counts_for_who_asks_and_cannot_stop_the_portal_but_is_stopped_with_it()
    {
        Set(database.Services, options => (options.PerHour, options.PerAddress) = (4, 2));
        for (var turn = 0; turn < 20; turn++)
            Assert.True(await TryTakeAsync(database.Services, $"198.51.{turn}.1", isDecoy: true));
        Assert.True(await TryTakeAsync(database.Services, "198.51.0.1", isDecoy: true));
        Assert.False(await TryTakeAsync(database.Services, "198.51.0.1", isDecoy: true));
        Assert.Equal(0, await CountAsync("sends-site-1h"));

        Assert.Equal(4, await TakeAsync(5));

        Assert.False(await TryTakeAsync(database.Services, "198.51.99.1", isDecoy: true));
    }

    [Fact]
    public async Task A_new_hour_may_begin_with_what_goes_nowhere()
    {
        Set(database.Services, options => options.PerHour = 2);
        Assert.Equal(2, await TakeAsync(3));
        database.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True(await TryTakeAsync(database.Services, "198.51.99.1", isDecoy: true));

        Assert.Equal(2, await TakeAsync(3));
    }

    private static void Set(IServiceProvider instance, Action<SendLimitOptions> change) => change(instance.GetRequiredService<IOptions<SendLimitOptions>>().Value);

    private async Task AdministratorsAsync()
    {
        await database.Person().WithRole(DirectoryUser.AdministratorRole).WithOrganizationMail("amy@contoso.test").Reading("en").CreateAsync();
        await database.Person().WithRole(DirectoryUser.AdministratorRole).WithOrganizationMail("aoi@contoso.test").Reading("ja").CreateAsync();
    }

    private static Task<bool> TryTakeAsync(IServiceProvider services, string address, bool isDecoy, bool commit = true) => InScopeAsync(services, scoped => scoped.GetRequiredService<ITransaction>().TryAsync(
        async () => await scoped.GetRequiredService<SendLimits>().TryTakeAsync(new(address, "en"), isDecoy, new SsprPolicy(), default) && commit, default));

    private static async Task<bool> InScopeAsync(IServiceProvider services, Func<IServiceProvider, Task<bool>> work)
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    // Each from a network of its own.
    private async Task<int> TakeAsync(int times)
    {
        var taken = 0;
        for (var turn = 0; turn < times; turn++)
            taken += await TryTakeAsync(database.Services, $"203.0.{turn}.1", isDecoy: false) ? 1 : 0;
        return taken;
    }

    private async Task<int> AtOnceAsync(Func<int, string> address) =>
        (await database.AtOnceAsync(Callers, (services, caller) => TryTakeAsync(services, address(caller), isDecoy: false))).Count(each => each);

    private Task<List<int>> CountsAsync() => database.WithAsync<PortalDbContext, List<int>>(context => context.Throttles.Select(row => row.Count).ToListAsync());

    private Task<int> CountAsync(string limit) => database.WithAsync<PortalDbContext, int>(context => context.Throttles.Where(row => row.Key.StartsWith(limit)).SumAsync(row => row.Count));

    private Task<int> StopsAsync() => database.WithAsync<PortalDbContext, int>(context => context.Audit.CountAsync(row => row.Code == AuditCode.MessagesStopped));
}
