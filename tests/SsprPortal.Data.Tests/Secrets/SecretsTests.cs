using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Registration;
using SsprPortal.Data.Secrets;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Secrets;

public sealed class SecretsTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Instances_that_start_at_once_on_an_empty_database_agree_on_one_key()
    {
        await database.WithAsync<PortalDbContext>(async context =>
        {
            await context.Secrets.ExecuteDeleteAsync();
            await context.DataProtectionKeys.ExecuteDeleteAsync();
        });
        var instances = Enumerable.Range(0, 4).Select(_ => database.BuildInstance().GetRequiredService<KeyedHash>()).ToList();

        await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.LoadAsync(default))));

        var hashes = instances.Select(instance => Convert.ToHexString(instance.Compute("test", "123456"u8))).ToList();
        Assert.Single(hashes.Distinct());
        Assert.Equal(64, hashes[0].Length);
        Assert.Equal(1, await database.WithAsync<PortalDbContext, int>(context => context.Secrets.CountAsync()));
    }

    [Fact]
    public async Task A_hash_depends_on_its_purpose_and_outlives_a_restart()
    {
        var before = database.Services.GetRequiredService<KeyedHash>();
        var after = (await database.StartInstanceAsync()).GetRequiredService<KeyedHash>();

        Assert.Equal(before.Compute("a", "123456"u8), after.Compute("a", "123456"u8));
        Assert.NotEqual(before.Compute("a", "123456"u8), after.Compute("b", "123456"u8));
        Assert.NotEqual(before.Compute("a", "123456"u8), after.Compute("a", "123457"u8));
    }

    [Fact]
    public async Task Each_of_two_instances_reads_what_the_other_encrypted()
    {
        var first = database.Services.GetRequiredService<ProtectedColumn>();
        var second = (await database.StartInstanceAsync()).GetRequiredService<ProtectedColumn>();
        var row = Guid.NewGuid();

        Assert.Equal("+819012345678", second.Unprotect("T", row, first.Protect("T", row, "+819012345678")));
        Assert.Equal("+819012345678", first.Unprotect("T", row, second.Protect("T", row, "+819012345678")));
    }

    [Fact]
    public async Task What_is_moved_to_another_row_does_not_open()
    {
        var mine = await database.Person().WithPhone("+819011111111").CreateAsync();
        var theirs = await database.Person().WithPhone("+819022222222").CreateAsync();
        await database.WithAsync<PortalDbContext>(async context =>
        {
            var stolen = await context.RegisteredMethods.Where(row => row.UserId == theirs.Id).Select(row => row.ProtectedValue).SingleAsync();
            await context.RegisteredMethods.Where(row => row.UserId == mine.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ProtectedValue, stolen));
        });

        await Assert.ThrowsAsync<System.Security.Cryptography.CryptographicException>(
            () => database.WithAsync<IRegistrationStore, IReadOnlyList<RegisteredMethod>>(store => store.ListAsync(mine.Id, default)));
    }

    [Fact]
    public async Task A_person_has_one_entry_of_a_kind_however_often_it_is_added_at_once()
    {
        var person = await database.Person().CreateAsync();

        var added = await database.AtOnceAsync(32, (services, caller) => services.GetRequiredService<IRegistrationStore>()
            .TryAddAsync(new(Guid.NewGuid(), person.Id, "mobile", "78", $"+81901234{caller:0000}", database.Clock.GetUtcNow()), default));

        Assert.Single(added, each => each);
        var entries = await database.WithAsync<IRegistrationStore, IReadOnlyList<RegisteredMethod>>(store => store.ListAsync(person.Id, default));
        Assert.Equal($"+81901234{added.ToList().IndexOf(true):0000}", Assert.Single(entries).Value);
    }

    [Fact]
    public async Task A_thief_of_the_database_reads_no_phone_and_no_address()
    {
        const string phone = "+819087654321";
        const string mail = "canary@example.org";
        await database.Person().WithPhone(phone).WithMail(mail).CreateAsync();

        var stolen = await database.DumpAsync("RegisteredMethods");

        Assert.Contains("mobile", stolen, StringComparison.Ordinal);
        foreach (var secret in new[] { phone, "9087654321", mail, "canary" })
        {
            Assert.DoesNotContain(secret, stolen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), stolen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..8], stolen, StringComparison.Ordinal);
        }
    }
}
