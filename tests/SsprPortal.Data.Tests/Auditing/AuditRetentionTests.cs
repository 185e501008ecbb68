using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Auditing;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit.Databases;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Data.Tests.Auditing;

public sealed class AuditRetentionTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Entries_older_than_400_days_go_and_the_rest_is_still_a_chain()
    {
        await database.WriteSealedAsync(5);
        var first = (await database.VerifyAsync()).Head!;
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.WriteSealedAsync(7);
        database.Clock.Advance(TimeSpan.FromDays(399));
        await PurgeAsync();
        Assert.Equal(12, (await database.RowsAsync()).Count);

        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await PurgeAsync();

        var found = await database.VerifyAsync(first);
        Assert.Equal((7, 5, null), (found.Verified, found.Purged, found.Fault));
        Assert.Equal(Enumerable.Range(6, 7).Select(number => (long?)number), (await database.RowsAsync()).Select(row => row.SealNumber));

        database.Clock.Advance(TimeSpan.FromDays(1));
        await PurgeAsync();
        await database.WriteSealedAsync(1);
        found = await database.VerifyAsync();
        Assert.Equal((1, 12, null, 13), (found.Verified, found.Purged, found.Fault, found.Head!.Number));
        Assert.Equal((AuditFault.WitnessTooOld, 5), await database.FaultAsync(first));
    }

    [Fact]
    public async Task What_has_no_seal_stays()
    {
        await database.WriteSealedAsync(1);
        await database.WriteAsync(1);
        database.Clock.Advance(TimeSpan.FromDays(401));

        await PurgeAsync();

        Assert.Null(Assert.Single(await database.RowsAsync()).SealNumber);
    }

    [Fact]
    public async Task Many_entries_go_in_batches_on_several_instances_at_once()
    {
        await database.StartInstanceAsync();
        await database.WriteManyAsync((2 * AuditRetention.Batch) + 10);
        await database.SealAsync();
        database.Clock.Advance(TimeSpan.FromDays(401));
        await database.WriteSealedAsync(3);

        await database.AtOnceAsync(8, async (services, _) =>
        {
            await services.GetRequiredService<AuditRetention>().PurgeAsync(default);
            return true;
        });

        var found = await database.VerifyAsync();
        Assert.Equal((3, (2 * AuditRetention.Batch) + 10, null), (found.Verified, found.Purged, found.Fault));
        Assert.Equal(3, (await database.RowsAsync()).Count);
    }

    [Theory]
    [InlineData("""UPDATE "Audit" SET "At" = '2000-01-01T00:00:00Z'""", 10)]
    [InlineData("""DELETE FROM "Audit" WHERE "SealNumber" = 2; UPDATE "Audit" SET "At" = '2000-01-01T00:00:00Z' WHERE "SealNumber" = 1""", 9)]
    [InlineData("""UPDATE "AuditChain" SET "AnchorNumber" = 1, "AnchorSeal" = (SELECT "Seal" FROM "Audit" WHERE "SealNumber" = 1); UPDATE "Audit" SET "At" = '2000-01-01T00:00:00Z' WHERE "SealNumber" = 2""", 10)]
    public async Task Nobody_can_have_the_portal_delete_entries_for_him(string sql, int left)
    {
        await database.WriteSealedAsync(10);
        await database.TamperAsync(sql);
        var fault = await database.FaultAsync();
        Assert.NotNull(fault.Fault);
        var log = new RecordingLog();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));

        await database.WithAsync<IServiceProvider>(services => ActivatorUtilities.CreateInstance<AuditRetention>(services, factory.CreateLogger<AuditRetention>()).PurgeAsync(default));

        Assert.Equal(left, (await database.RowsAsync()).Count);
        Assert.Equal(fault, await database.FaultAsync());
        Assert.StartsWith("Critical ", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData("30", 30)]
    [InlineData("3650", 3650)]
    [InlineData("29", null)]
    [InlineData("3651", null)]
    [InlineData("0", null)]
    public void Retention_has_limits(string? configured, int? days)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(configured is null ? [] : [new("Audit:RetentionDays", configured)]).Build();
        using var services = new ServiceCollection().AddLogging()
            .AddData(configuration, new HostingEnvironment { EnvironmentName = "Development" }, (_, _) => { }).BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<AuditOptions>>();

        if (days is null)
            Assert.Contains("Audit:RetentionDays", Assert.Throws<OptionsValidationException>(() => options.Value).Message, StringComparison.Ordinal);
        else
            Assert.Equal(days, options.Value.RetentionDays);
    }

    private Task PurgeAsync() => database.Services.GetServices<IHostedService>().OfType<PurgeExpired>().Single().RunOnceAsync(default);
}
