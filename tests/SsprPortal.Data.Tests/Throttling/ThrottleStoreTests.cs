using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Throttling;
using SsprPortal.Core.Transactions;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Throttling;

public sealed class ThrottleStoreTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private const int Callers = 32;
    private static readonly Throttle FiveAnHour = new("test-hour", 5, TimeSpan.FromHours(1));

    private readonly string subject = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(31)]
    public async Task Of_32_first_takes_at_once_exactly_the_limit_succeeds(int limit)
    {
        var throttle = new Throttle($"test-first-{limit}", limit, TimeSpan.FromHours(1));

        var taken = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryTakeAsync(throttle, subject, default));

        Assert.Equal(limit, taken.Count(left => left is not null));
        Assert.Contains(0, taken);
        Assert.True(await ExhaustedAsync(throttle));
    }

    [Fact]
    public async Task Of_32_takes_in_transactions_exactly_the_limit_succeeds()
    {
        var taken = await database.AtOnceAsync(Callers, (services, _) => services.GetRequiredService<ITransaction>().TryAsync(
            async () => await Store(services).TryTakeAsync(FiveAnHour, subject, default) is not null, default));

        Assert.Equal(FiveAnHour.Limit, taken.Count(each => each));
    }

    [Fact]
    public async Task Of_32_takes_at_once_in_a_new_window_exactly_the_limit_succeeds()
    {
        await TakeAsync(FiveAnHour, FiveAnHour.Limit);
        database.Clock.Advance(FiveAnHour.Window);

        var taken = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryTakeAsync(FiveAnHour, subject, default));

        Assert.Equal(FiveAnHour.Limit, taken.Count(left => left is not null));
    }

    [Fact]
    public async Task A_take_tells_how_many_are_left()
    {
        Assert.Equal([4, 3, 2, 1, 0, null, null], await TakeAsync(FiveAnHour, 7));
    }

    [Fact]
    public async Task A_take_that_is_rolled_back_does_not_count()
    {
        await TakeAsync(FiveAnHour, 4);
        await database.WithAsync<IServiceProvider>(services => services.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                Assert.Equal(0, await Store(services).TryTakeAsync(FiveAnHour, subject, default));
                return false;
            },
            default));

        Assert.False(await ExhaustedAsync(FiveAnHour));
        Assert.Equal([0], await TakeAsync(FiveAnHour, 1));
    }

    [Fact]
    public async Task What_is_given_back_can_be_taken_again()
    {
        await TakeAsync(FiveAnHour, 5);
        await database.WithAsync<IThrottleStore>(store => store.GiveBackAsync(FiveAnHour, subject, default));

        Assert.False(await ExhaustedAsync(FiveAnHour));
        Assert.Equal([0, null], await TakeAsync(FiveAnHour, 2));
    }

    [Fact]
    public async Task Giving_back_what_was_never_taken_allows_no_more_than_the_limit()
    {
        await TakeAsync(FiveAnHour, 1);
        for (var i = 0; i < 3; i++)
            await database.WithAsync<IThrottleStore>(store => store.GiveBackAsync(FiveAnHour, subject, default));

        Assert.Equal([4, 3, 2, 1, 0, null], await TakeAsync(FiveAnHour, 6));
    }

    [Fact]
    public async Task Without_a_block_the_limit_holds_until_the_window_ends()
    {
        await TakeAsync(FiveAnHour, 1);
        database.Clock.Advance(TimeSpan.FromMinutes(50));
        await TakeAsync(FiveAnHour, 4);

        database.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal([null], await TakeAsync(FiveAnHour, 1));
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await ExhaustedAsync(FiveAnHour));
        Assert.Equal([4], await TakeAsync(FiveAnHour, 1));
    }

    [Fact]
    public async Task The_fifth_wrong_answer_blocks_an_account_for_24_hours_from_then_on()
    {
        await TakeAsync(Throttle.GateAttempts, 4);
        database.Clock.Advance(TimeSpan.FromHours(20));
        Assert.False(await ExhaustedAsync(Throttle.GateAttempts));
        Assert.Equal([0], await TakeAsync(Throttle.GateAttempts, 1));

        database.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.True(await ExhaustedAsync(Throttle.GateAttempts));
        Assert.Equal([null], await TakeAsync(Throttle.GateAttempts, 1));
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await ExhaustedAsync(Throttle.GateAttempts));
        Assert.Equal([4], await TakeAsync(Throttle.GateAttempts, 1));
    }

    [Fact]
    public async Task Trying_while_blocked_does_not_make_the_block_longer()
    {
        await TakeAsync(Throttle.GateAttempts, 5);
        database.Clock.Advance(TimeSpan.FromHours(23));
        await TakeAsync(Throttle.GateAttempts, 3);
        database.Clock.Advance(TimeSpan.FromHours(1));

        Assert.False(await ExhaustedAsync(Throttle.GateAttempts));
    }

    [Fact]
    public async Task A_cleared_count_starts_again()
    {
        await TakeAsync(Throttle.GateAttempts, 5);
        await database.WithAsync<IThrottleStore>(store => store.ClearAsync(Throttle.GateAttempts, subject, default));

        Assert.False(await ExhaustedAsync(Throttle.GateAttempts));
        Assert.Equal([4], await TakeAsync(Throttle.GateAttempts, 1));
    }

    [Fact]
    public async Task One_subject_and_one_limit_know_nothing_of_another()
    {
        await TakeAsync(FiveAnHour, 5);

        Assert.False(await ExhaustedAsync(Throttle.GateAttempts));
        Assert.Equal(4, await database.WithAsync<IThrottleStore, int?>(store => store.TryTakeAsync(FiveAnHour, subject + "0", default)));
    }

    [Fact]
    public async Task Of_32_who_use_a_token_at_once_one_succeeds()
    {
        var expires = database.Clock.GetUtcNow() + TimeSpan.FromMinutes(2);
        Task<bool> UseAsync(IServiceProvider services, string purpose) => services.GetRequiredService<ISingleUseStore>().TryUseAsync(purpose, subject, expires, default);

        Assert.Single(await database.AtOnceAsync(Callers, (services, _) => UseAsync(services, "captcha")), each => each);
        Assert.True(await database.WithAsync<IServiceProvider, bool>(services => UseAsync(services, "other")));
    }

    private static IThrottleStore Store(IServiceProvider services) => services.GetRequiredService<IThrottleStore>();

    private async Task<List<int?>> TakeAsync(Throttle throttle, int times)
    {
        var taken = new List<int?>();
        for (var i = 0; i < times; i++)
            taken.Add(await database.WithAsync<IThrottleStore, int?>(store => store.TryTakeAsync(throttle, subject, default)));
        return taken;
    }

    private Task<bool> ExhaustedAsync(Throttle throttle) =>
        database.WithAsync<IThrottleStore, bool>(store => store.IsExhaustedAsync(throttle, subject, default));
}
