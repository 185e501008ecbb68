using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Registration;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Registration;

public sealed class RegistrationStoreTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private const int Callers = 32;

    [Fact]
    public async Task Of_32_that_use_the_same_code_of_an_app_one_does()
    {
        var entry = await AddAsync(await PersonAsync(), "app");

        var used = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryUseAsync(entry, 42, default));

        Assert.Single(used, each => each);
        var noted = Assert.Single(await ListAsync(entry.UserId));
        Assert.Equal((42, database.Clock.GetUtcNow()), (noted.Counter, noted.LastUsedAt));
        Assert.False(await WithAsync(store => store.TryUseAsync(entry, 43, default)));
        Assert.True(await WithAsync(store => store.TryUseAsync(noted, 43, default)));
    }

    [Fact]
    public async Task Of_32_removals_one_removes()
    {
        var entry = await AddAsync(await PersonAsync(), "email");

        var removed = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryRemoveAsync(entry.UserId, entry.Id, default));

        Assert.Single(removed, each => each);
        Assert.Empty(await ListAsync(entry.UserId));
    }

    [Fact]
    public async Task Of_32_entries_for_one_place_one_is_written()
    {
        var person = await PersonAsync();

        var added = await database.AtOnceAsync(Callers, (services, _) => Store(services).TryAddAsync(Entry(person, "mobile"), default));

        Assert.Single(added, each => each);
        Assert.Single(await ListAsync(person));
    }

    [Fact]
    public async Task Nobody_can_rename_remove_or_use_what_is_somebody_elses()
    {
        var entry = await AddAsync(await PersonAsync(), "key");
        var stranger = await PersonAsync();

        Assert.False(await WithAsync(store => store.TryRenameAsync(stranger, entry.Id, "mine", default)));
        Assert.False(await WithAsync(store => store.TryRemoveAsync(stranger, entry.Id, default)));
        Assert.False(await WithAsync(store => store.TryUseAsync(entry with { UserId = stranger }, 1, default)));
        Assert.True(await WithAsync(store => store.TryRenameAsync(entry.UserId, entry.Id, "mine", default)));
        Assert.Equal("mine", Assert.Single(await ListAsync(entry.UserId)).Hint);
    }

    [Fact]
    public async Task A_security_key_is_one_persons_and_a_phone_may_be_shared()
    {
        var (one, other) = (await PersonAsync(), await PersonAsync());
        var lookup = Guid.NewGuid().ToString();

        Assert.True(await WithAsync(store => store.TryAddAsync(Entry(one, "key") with { LookupKey = lookup }, default)));
        Assert.False(await WithAsync(store => store.TryAddAsync(Entry(other, "key") with { LookupKey = lookup }, default)));
        Assert.False(await WithAsync(store => store.TryAddAsync(Entry(one, "key") with { LookupKey = lookup, Slot = 1 }, default)));
        Assert.True(await WithAsync(store => store.TryAddAsync(Entry(one, "mobile") with { LookupKey = lookup }, default)));
        Assert.True(await WithAsync(store => store.TryAddAsync(Entry(other, "mobile") with { LookupKey = lookup }, default)));
    }

    [Fact]
    public async Task A_stolen_table_gives_neither_value_nor_look_up_away()
    {
        var entry = await AddAsync(await PersonAsync(), "mobile");

        var row = await database.WithAsync<PortalDbContext, SsprPortal.Data.Registration.RegisteredMethodRow>(context => context.RegisteredMethods.AsNoTracking().SingleAsync(each => each.Id == entry.Id));

        Assert.DoesNotContain(entry.Value, row.ProtectedValue, StringComparison.Ordinal);
        Assert.Equal(32, row.LookupHash!.Length);
        Assert.NotEqual(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(entry.LookupKey!)), row.LookupHash);
        Assert.Equal(entry.Value, Assert.Single(await ListAsync(entry.UserId)).Value);
    }

    [Fact]
    public async Task What_is_noted_of_a_person_is_one_row_however_many_note_it()
    {
        var person = await PersonAsync();
        var until = database.Clock.GetUtcNow() + TimeSpan.FromHours(24);

        await database.AtOnceAsync(
            Callers,
            async (services, caller) =>
            {
                await (caller % 2 == 0 ? Store(services).HoldAsync(person, until, default) : Store(services).NoteReviewAsync(person, default));
                return true;
            });

        Assert.Equal(new(until, database.Clock.GetUtcNow()), await database.WithAsync<IRegistrationStore, RegistrationState>(store => store.StateAsync(person, default)));
        Assert.Equal(new(null, null), await database.WithAsync<IRegistrationStore, RegistrationState>(store => store.StateAsync(Guid.NewGuid(), default)));
    }

    private async Task<Guid> PersonAsync() => (await new PersonBuilder(database, $"p{Guid.NewGuid():N}@contoso.com").CreateAsync()).Id;

    private async Task<RegisteredMethod> AddAsync(Guid person, string kind)
    {
        var entry = Entry(person, kind) with { LookupKey = Guid.NewGuid().ToString() };
        Assert.True(await WithAsync(store => store.TryAddAsync(entry, default)));
        return entry;
    }

    private RegisteredMethod Entry(Guid person, string kind) => new(Guid.NewGuid(), person, kind, "hint", "canary value", database.Clock.GetUtcNow());

    private Task<IReadOnlyList<RegisteredMethod>> ListAsync(Guid person) => database.WithAsync<IRegistrationStore, IReadOnlyList<RegisteredMethod>>(store => store.ListAsync(person, default));

    private Task<bool> WithAsync(Func<IRegistrationStore, Task<bool>> work) => database.WithAsync(work);

    private static IRegistrationStore Store(IServiceProvider services) => services.GetRequiredService<IRegistrationStore>();
}
