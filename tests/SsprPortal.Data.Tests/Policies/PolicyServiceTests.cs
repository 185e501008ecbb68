using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Data.Auditing;
using SsprPortal.TestKit.Databases;

namespace SsprPortal.Data.Tests.Policies;

/// <summary>What an administrator changes is written once, kept in its history, and told in the audit.</summary>
public sealed class PolicyServiceTests : IAsyncLifetime
{
    private static readonly Actor Ada = new(Guid.NewGuid(), "ada@contoso.com");
    private static readonly Caller Here = new("198.51.100.7", "en");

    private readonly PortalDatabase database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_thirty_two_who_save_over_one_version_one_does(bool first)
    {
        await database.WithAsync<PortalDbContext>(context => context.Policies.ExecuteDeleteAsync());
        if (!first)
            Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { OrganizationName = "Before" }));
        var stored = await ReadAsync();

        var saves = await database.AtOnceAsync(
            32, (services, i) => services.GetRequiredService<PolicyService>().SaveAsync(stored.Policy with { OrganizationName = $"Nr. {i}" }, stored.Version, Ada, Here, CancellationToken.None));

        Assert.Single(saves, PolicySave.Saved);
        Assert.Equal(31, saves.Count(save => save == PolicySave.Conflict));
        Assert.Equal(stored.Version + 1, (await ReadAsync()).Version);
        Assert.Equal(first ? 1 : 2, await database.WithAsync<PortalDbContext, int>(context => context.PolicyHistory.CountAsync()));
        Assert.Equal(first ? 1 : 2, (await ChangesAsync()).Count);
    }

    [Fact]
    public async Task The_audit_tells_who_changed_what_from_what_to_what()
    {
        await SaveAsync(policy => policy with { GatesRequired = 2, BannedTerms = ["contoso", "giraffe"], Scope = ResetScope.None });
        var before = (await ChangesAsync()).Count;

        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { GatesRequired = 1, BannedTerms = ["giraffe", "lantern"], Scope = ResetScope.All }));

        var changes = (await ChangesAsync()).Skip(before).ToList();
        Assert.All(changes, row => Assert.Equal((Ada.Id, Here.Address), (row.ActorId, row.Address)));
        Assert.Equal(["BannedTerms: contoso → lantern", "GatesRequired: 2 → 1", "Scope: None → All"], changes.Select(row => $"{row.Stage}: {row.Reason}").Order());
        var stored = await ReadAsync();
        Assert.Equal((Ada.Name, database.Clock.GetUtcNow()), (stored.ChangedBy, stored.ChangedAt));
    }

    [Fact]
    public async Task What_changes_nothing_writes_nothing()
    {
        var stored = await ReadAsync();

        Assert.Equal(PolicySave.Unchanged, await SaveAsync(policy => policy));

        Assert.Equal(stored.Version, (await ReadAsync()).Version);
        Assert.Empty(await ChangesAsync());
    }

    [Fact]
    public async Task Floors_and_ceilings_hold_for_what_is_saved()
    {
        await SaveAsync(policy => policy with { PasswordMinLength = 1, ReviewDays = 99_999 });

        var stored = await ReadAsync();
        Assert.Equal((8, 730), (stored.Policy.PasswordMinLength, stored.Policy.ReviewDays));
    }

    private Task<StoredPolicy> ReadAsync() => database.WithAsync<PolicyService, StoredPolicy>(policies => policies.ReadAsync(CancellationToken.None));

    private async Task<PolicySave> SaveAsync(Func<SsprPolicy, SsprPolicy> change)
    {
        var stored = await ReadAsync();
        return await database.WithAsync<PolicyService, PolicySave>(policies => policies.SaveAsync(change(stored.Policy), stored.Version, Ada, Here, CancellationToken.None));
    }

    private Task<List<AuditRow>> ChangesAsync() => database.WithAsync<PortalDbContext, List<AuditRow>>(
        context => context.Audit.AsNoTracking().Where(row => row.Code == AuditCode.PolicyChanged).OrderBy(row => row.Id).ToListAsync());
}
