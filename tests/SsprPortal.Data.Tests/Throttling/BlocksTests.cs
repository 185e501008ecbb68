using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Throttling;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Throttling;

/// <summary>Which accounts are blocked, and how a block ends before its time.</summary>
public sealed class BlocksTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Who_has_no_try_left_is_listed_until_the_block_ends()
    {
        var (blocked, trying, sending) = (await database.Person().CreateAsync(), await database.Person().CreateAsync(), await database.Person().CreateAsync());
        await TakeAsync(Throttle.GateAttempts, blocked.Id, 5);
        await TakeAsync(Throttle.GateAttempts, trying.Id, 4);
        await TakeAsync(Throttle.ResetsPerAccount, sending.Id, 5);
        await TakeAsync(Throttle.GateAttempts, "+819012345678", 5);
        // Nobody has this account: it stands for a name that is nobody's.
        await TakeAsync(Throttle.GateAttempts, Guid.NewGuid(), 5);

        var page = await ListAsync(null, 10);

        var only = Assert.Single(page.People);
        Assert.Equal((blocked.Id, blocked.UserName, database.Clock.GetUtcNow() + TimeSpan.FromHours(24)), (only.Person.Id, only.Person.UserName, only.Until));
        Assert.Null(page.Next);
        database.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Empty((await ListAsync(null, 10)).People);
    }

    [Fact]
    public async Task Page_by_page_everybody_is_listed_once()
    {
        var people = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            people.Add((await database.Person().CreateAsync()).Id);
            await TakeAsync(Throttle.GateAttempts, people[i], 5);
        }

        var (listed, pages) = (new List<Guid>(), 0);
        Guid? next = null;
        do
        {
            var page = await ListAsync(next, 2);
            listed.AddRange(page.People.Select(each => each.Person.Id));
            next = page.Next;
            pages++;
        }
        while (next is not null);

        Assert.Equal(people.Order(), listed.Order());
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task A_cleared_person_can_try_again_at_once_and_it_is_audited_once()
    {
        var (person, other, administrator) = (await database.Person().CreateAsync(), await database.Person().CreateAsync(), Guid.NewGuid());
        foreach (var throttle in new[] { Throttle.GateAttempts, Throttle.ProofAttempts, Throttle.RegistrationSends, Throttle.ResetsPerAccount })
        {
            await TakeAsync(throttle, person.Id, throttle.Limit);
            await TakeAsync(throttle, other.Id, throttle.Limit);
        }

        await TakeAsync(Throttle.Sends[0], "mobile:+819012345678", 3);
        var cleared = await database.AtOnceAsync(32, (services, _) => Blocks(services).ClearAsync(person.Id, administrator, "192.0.2.1", default));

        Assert.Single(cleared, each => each);
        Assert.False(await ExhaustedAsync(Throttle.GateAttempts, person.Id));
        Assert.False(await ExhaustedAsync(Throttle.ResetsPerAccount, person.Id));
        Assert.True(await ExhaustedAsync(Throttle.GateAttempts, other.Id));
        Assert.True(await ExhaustedAsync(Throttle.Sends[0], "mobile:+819012345678"));
        var entry = Assert.Single(await database.WithAsync<PortalDbContext, List<AuditRow>>(context => context.Audit.AsNoTracking().ToListAsync()));
        Assert.Equal((AuditCode.BlockCleared, person.Id, "192.0.2.1", null), (entry.Code, entry.SubjectId, entry.Address, entry.Reason));
    }

    [Fact]
    public async Task The_account_is_in_clear_and_what_is_a_secret_of_sorts_is_not()
    {
        var person = await database.Person().CreateAsync();
        await TakeAsync(Throttle.GateAttempts, person.Id, 1);
        await TakeAsync(Throttle.Sends[0], "mobile:+819012345678", 1);

        var dump = await database.DumpAsync("Throttles");

        Assert.Contains(person.Id.ToString(), dump, StringComparison.Ordinal);
        Assert.DoesNotContain("9012345678", dump, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identify-network", 30)]
    [InlineData("resets", 5)]
    [InlineData("contacts", 1)]
    public async Task Of_32_takes_at_once_exactly_the_limit_succeeds(string name, int limit)
    {
        var throttle = new[] { Throttle.IdentifyPerNetwork, Throttle.ResetsPerAccount, Throttle.Contacts }.Single(each => each.Name == name);
        var account = Guid.NewGuid();

        var taken = await database.AtOnceAsync(32, (services, _) => Store(services).TryTakeAsync(throttle, account, default));

        Assert.Equal(limit, taken.Count(left => left is not null));
    }

    private static IThrottleStore Store(IServiceProvider services) => services.GetRequiredService<IThrottleStore>();

    private static Blocks Blocks(IServiceProvider services) => services.GetRequiredService<Blocks>();

    private Task<BlockedPeople> ListAsync(Guid? after, int atMost) => database.WithAsync<Blocks, BlockedPeople>(blocks => blocks.ListAsync(after, atMost, default));

    private async Task TakeAsync(Throttle throttle, ThrottleSubject subject, int times)
    {
        for (var i = 0; i < times; i++)
            await database.WithAsync<IThrottleStore, int?>(store => store.TryTakeAsync(throttle, subject, default));
    }

    private Task<bool> ExhaustedAsync(Throttle throttle, ThrottleSubject subject) => database.WithAsync<IThrottleStore, bool>(store => store.IsExhaustedAsync(throttle, subject, default));
}
