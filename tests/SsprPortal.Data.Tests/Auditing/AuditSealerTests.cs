using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Transactions;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit.Databases;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Data.Tests.Auditing;

public sealed class AuditSealerTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Of_32_sealers_on_two_instances_one_seals_each_entry_once()
    {
        const int entries = (2 * AuditSealer.Batch) + 100;
        await database.StartInstanceAsync();
        await database.WriteManyAsync(entries);

        var sealedBy = await database.AtOnceAsync(32, (services, _) => services.GetRequiredService<AuditSealer>().SealAsync(default));

        Assert.Equal(entries, sealedBy.Sum());
        Assert.Equal(Enumerable.Range(1, entries).Select(number => (long?)number), (await database.RowsAsync()).Select(row => row.SealNumber));
        var found = await database.VerifyAsync();
        Assert.Equal((entries, null), (found.Verified, found.Fault));
    }

    [Fact]
    public async Task Writers_and_sealers_at_the_same_time_leave_nothing_out()
    {
        await database.StartInstanceAsync();

        await database.AtOnceAsync(32, async (services, caller) =>
        {
            if (caller % 4 == 0)
                return await services.GetRequiredService<AuditSealer>().SealAsync(default);
            for (var i = 0; i < 10; i++)
                await services.GetRequiredService<IAuditLog>().WriteAsync(WrittenAudit.Entry, default);
            return 0;
        });
        await database.SealAsync();

        var found = await database.VerifyAsync();
        Assert.Equal((240, null), (found.Verified, found.Fault));
        Assert.Equal(240, (await database.RowsAsync()).Count);
    }

    [Fact]
    public async Task An_entry_that_commits_after_one_with_a_greater_id_is_sealed_too()
    {
        await database.WithAsync<IServiceProvider>(services => services.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                await services.GetRequiredService<IAuditLog>().WriteAsync(WrittenAudit.Entry, default);
                await database.WriteSealedAsync(1);
                return true;
            },
            default));

        Assert.Equal(1, await database.SealAsync());

        Assert.Equal([2, 1], (await database.RowsAsync()).Select(row => row.Id));
        Assert.Equal((null, null), await database.FaultAsync());
    }

    [Fact]
    public async Task An_entry_that_was_rolled_back_leaves_no_gap()
    {
        await database.WithAsync<IServiceProvider>(services => services.GetRequiredService<ITransaction>().TryAsync(
            async () =>
            {
                await services.GetRequiredService<IAuditLog>().WriteAsync(WrittenAudit.Entry, default);
                return false;
            },
            default));

        await database.WriteSealedAsync(2);

        Assert.Equal([2L, 3L], (await database.RowsAsync()).Select(row => row.Id));
        Assert.Equal((null, null), await database.FaultAsync());
    }

    [Fact]
    public async Task Another_instance_goes_on_where_the_first_ended()
    {
        await database.WriteSealedAsync(3);
        var second = await database.StartInstanceAsync();
        await database.WriteAsync(3);

        Assert.Equal(3, await second.GetRequiredService<AuditSealer>().SealAsync(default));

        var found = await database.VerifyAsync();
        Assert.Equal((6, null), (found.Verified, found.Fault));
    }

    [Fact]
    public async Task The_log_is_told_the_end_of_the_chain_once_an_hour_and_at_the_stop()
    {
        var log = new RecordingLog();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var sealer = ActivatorUtilities.CreateInstance<AuditSealer>(database.Services, factory.CreateLogger<AuditSealer>());
        await SealOneAsync();
        await SealOneAsync();
        database.Clock.Advance(TimeSpan.FromMinutes(59));
        await SealOneAsync();
        Assert.Equal([1], await ToldAsync());

        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await SealOneAsync();
        database.Clock.Advance(TimeSpan.FromHours(2));
        await sealer.SealAsync(default);
        Assert.Equal([1, 4], await ToldAsync());

        await SealOneAsync();
        await SealOneAsync();
        await sealer.StopAsync(default);
        Assert.Equal([1, 4, 5, 6], await ToldAsync());

        async Task SealOneAsync()
        {
            await database.WriteAsync(1);
            await sealer.SealAsync(default);
        }

        async Task<List<long>> ToldAsync()
        {
            var numbers = new List<long>();
            foreach (var line in log.Lines.Where(line => line.Contains("sealed up to", StringComparison.Ordinal)))
            {
                Assert.StartsWith("Information ", line, StringComparison.Ordinal);
                Assert.True(AuditWitness.TryParse(line.Trim().Split(' ')[^1], out var witness), line);
                Assert.Null((await database.VerifyAsync(witness)).Fault);
                numbers.Add(witness.Number);
            }

            return numbers;
        }
    }
}
