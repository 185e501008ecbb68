using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Branding;

public sealed class LogosTests : IAsyncLifetime
{
    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_last_few_are_kept_and_the_one_that_is_shown()
    {
        await using var scope = database.Services.CreateAsyncScope();
        var (logos, policies) = (scope.ServiceProvider.GetRequiredService<ILogos>(), scope.ServiceProvider.GetRequiredService<PolicyService>());
        await logos.KeepAsync(Logo(0), default);
        await policies.SaveAsync(new() { Logo = Logo(0).Hash }, (await policies.ReadAsync(default)).Version, new(Guid.NewGuid(), "admin"), new Caller(null, "en"), default);
        for (var number = 1; number <= 7; number++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(1));
            await logos.KeepAsync(Logo(number), default);
            await logos.KeepAsync(Logo(number), default);
        }

        var kept = new List<int>();
        for (var number = 0; number <= 7; number++)
        {
            if (await logos.FindAsync(Logo(number).Hash, default) is { } found)
            {
                Assert.Equal(Logo(number).Content, found.Content);
                kept.Add(number);
            }
        }

        Assert.Equal([0, 3, 4, 5, 6, 7], kept);
    }

    private static Logo Logo(int number) => new(number.ToString(CultureInfo.InvariantCulture).PadLeft(64, 'a'), "image/png", [1, 2, (byte)number]);
}
