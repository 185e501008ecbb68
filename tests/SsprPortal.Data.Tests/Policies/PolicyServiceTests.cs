using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Data.Auditing;
using SsprPortal.Data.Secrets;
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

    [Theory]
    [InlineData(PolicySave.NoMethod)]
    [InlineData(PolicySave.UnknownMethod, "sms", "teleport")]
    [InlineData(PolicySave.UnknownMethod, "sms", "ticket")]
    public async Task Methods_that_there_are_not_or_none_at_all_are_refused(PolicySave expected, params string[] methods)
    {
        Assert.Equal(expected, await SaveAsync(policy => policy with { Methods = methods }));

        Assert.Empty(await ChangesAsync());
    }

    [Fact]
    public async Task What_leaves_no_administrator_a_second_factor_is_refused()
    {
        await database.Person().WithRole("Administrator").Disabled().WithMail().CreateAsync();
        await database.Person().WithRole("Administrator").WithPhone().CreateAsync();
        await database.Person().WithMail().CreateAsync();

        Assert.Equal(PolicySave.LocksOut, await SaveAsync(policy => policy with { Methods = ["email", "questions"] }));
        Assert.Equal(PolicySave.LocksOut, await SaveAsync(policy => policy with { Country = "US" }));
        Assert.Equal(PolicySave.LocksOut, await SaveAsync(policy => policy with { PhoneCountries = ["US"] }));
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Methods = ["sms"], PhoneCountries = ["JP", "US"] }));
        await database.Person().WithRole("Administrator").WithMail().CreateAsync();
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Methods = ["sms", "email"] }));
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Methods = ["email"] }));
    }

    [Fact]
    public async Task Groups_that_there_are_not_and_too_many_are_refused()
    {
        Assert.Equal(PolicySave.GroupsRefused, await SaveAsync(policy => policy with { ExcludedGroups = [Guid.NewGuid()] }));
        Assert.Equal(PolicySave.GroupsRefused, await SaveAsync(policy => policy with { SelectedGroups = [Guid.NewGuid()] }));
        var groups = await GroupsAsync(SsprPolicy.MaxGroups + 1);
        Assert.Equal(PolicySave.GroupsRefused, await SaveAsync(policy => policy with { ExcludedGroups = groups }));
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { ExcludedGroups = [.. groups.Skip(1)] }));
    }

    [Fact]
    public async Task Another_text_never_gets_the_id_of_a_question()
    {
        Assert.Equal(PolicySave.QuestionRefused, await SaveAsync(policy => policy with { CustomQuestions = [new("q07", "Which street?")] }));
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { CustomQuestions = [new("c1", "Which street?"), new("c2", "Which river?")] }));
        Assert.Equal(PolicySave.QuestionRefused, await SaveAsync(policy => policy with { CustomQuestions = [new("c1", "Which lake?"), new("c2", "Which river?")] }));
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { CustomQuestions = [new("c2", "Which river?")] }));
        Assert.Equal(PolicySave.QuestionRefused, await SaveAsync(policy => policy with { CustomQuestions = [new("c1", "Which lake?"), new("c2", "Which river?")] }));
    }

    [Fact]
    public async Task A_logo_is_kept_with_the_policy_that_names_it_or_not_at_all()
    {
        var logo = new Logo(new string('a', 64), "image/png", [1, 2, 3]);
        Assert.Equal(PolicySave.UnknownLogo, await SaveAsync(policy => policy with { Logo = logo.Hash }));
        var stored = await ReadAsync();
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { OrganizationName = "Meanwhile" }));

        Assert.Equal(PolicySave.Conflict, await SaveAsync(stored.Policy with { Logo = logo.Hash }, stored.Version, logo));
        Assert.Equal(PolicySave.NoMethod, await SaveAsync((await ReadAsync()).Policy with { Logo = logo.Hash, Methods = [] }, (await ReadAsync()).Version, logo));
        Assert.Null(await database.WithAsync<ILogos, Logo?>(logos => logos.FindAsync(logo.Hash, default)));
        Assert.Equal(PolicySave.Saved, await SaveAsync((await ReadAsync()).Policy with { Logo = logo.Hash }, (await ReadAsync()).Version, logo));
        Assert.NotNull(await database.WithAsync<ILogos, Logo?>(logos => logos.FindAsync(logo.Hash, default)));
    }

    [Fact]
    public async Task The_password_of_the_directory_is_kept_encrypted_with_the_settings_that_name_it_and_forgotten_with_them()
    {
        Assert.Equal(PolicySave.DirectoryPasswordMissing, await SaveAsync(policy => policy with { Directory = Contoso }));
        Assert.Equal(PolicySave.DirectoryRefused, await SaveAsync(policy => policy with { Directory = Contoso with { Servers = [] } }, "first-Secret1"));
        Assert.Equal(PolicySave.DirectoryRefused, await SaveAsync(policy => policy with { Directory = Contoso }, "first\0Secret1"));
        Assert.Null(await SecretAsync());
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Directory = Contoso }, "first-Secret1"));
        var first = (await ReadAsync()).Policy.Directory!;

        Assert.Equal("first-Secret1", await PasswordAsync(first.PasswordId));
        Assert.DoesNotContain("first-Secret1", (await SecretAsync())!.ProtectedValue, StringComparison.Ordinal);
        Assert.DoesNotContain(await database.WithAsync<PortalDbContext, List<string>>(context => context.PolicyHistory.Select(row => row.Json).ToListAsync()), json => json.Contains("first-Secret1", StringComparison.Ordinal));

        // Another password for the same settings is another id, and the one before is gone.
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy, "second-Secret2"));
        var second = (await ReadAsync()).Policy.Directory!;
        Assert.Equal((null, "second-Secret2"), (await PasswordAsync(first.PasswordId), await PasswordAsync(second.PasswordId)));

        // Whatever id somebody writes, it is the one of the password that is kept.
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Directory = policy.Directory! with { SearchBase = "OU=Staff,DC=contoso,DC=com", PasswordId = Guid.NewGuid() } }));
        Assert.Equal(second.PasswordId, (await ReadAsync()).Policy.Directory!.PasswordId);

        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Directory = null }));
        Assert.Null(await SecretAsync());
        Assert.Equal(PolicySave.DirectoryPasswordMissing, await SaveAsync(policy => policy with { Directory = second }));
    }

    [Fact]
    public async Task The_kept_password_goes_to_no_other_server_and_for_no_other_account()
    {
        await SaveAsync(policy => policy with { Directory = Contoso }, "first-Secret1");

        Assert.Equal(PolicySave.DirectoryPasswordMissing, await SaveAsync(policy => policy with { Directory = policy.Directory! with { Servers = ["dc1.evil.example"] } }));
        Assert.Equal(PolicySave.DirectoryPasswordMissing, await SaveAsync(policy => policy with { Directory = policy.Directory! with { Authorities = "-----BEGIN CERTIFICATE-----" } }));
        Assert.Equal(PolicySave.DirectoryPasswordMissing, await SaveAsync(policy => policy with { Directory = policy.Directory! with { ServiceAccount = "admin@contoso.com" } }));
        Assert.Equal(PolicySave.DirectoryPasswordMissing, await SaveAsync(policy => policy with { Directory = policy.Directory! with { Kind = DirectoryKind.OpenLdap } }));
        Assert.Equal(Contoso.Servers, (await ReadAsync()).Policy.Directory!.Servers);

        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Directory = policy.Directory! with { Servers = ["dc2.contoso.com"] } }, "third-Secret3"));
        Assert.Contains("Directory.Servers: dc1.contoso.com → dc2.contoso.com", (await ChangesAsync()).Select(row => $"{row.Stage}: {row.Reason}"));
        Assert.DoesNotContain(await ChangesAsync(), row => row.Reason!.Contains("Secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_who_save_a_password_over_one_version_the_one_who_saved_has_kept_it()
    {
        var stored = await ReadAsync();
        var saves = await database.AtOnceAsync(
            8, (services, i) => services.GetRequiredService<PolicyService>().SaveAsync(stored.Policy with { Directory = Contoso with { SearchBase = $"OU={i}" } }, stored.Version, Ada, Here, CancellationToken.None, directoryPassword: $"Secret-{i}"));

        Assert.Single(saves, PolicySave.Saved);
        var directory = (await ReadAsync()).Policy.Directory!;
        Assert.Equal($"Secret-{directory.SearchBase[3..]}", await PasswordAsync(directory.PasswordId));
        Assert.NotNull(await SecretAsync());
    }

    [Fact]
    public async Task The_directory_of_the_only_administrator_stays()
    {
        await SaveAsync(policy => policy with { Directory = Contoso }, "first-Secret1");
        var person = await database.Person().WithRole("Administrator").WithPhone().CreateAsync();
        await database.WithAsync<PortalDbContext>(context => context.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsFromDirectory, true)));

        Assert.Equal(PolicySave.LocksOut, await SaveAsync(policy => policy with { Directory = null }));
        await database.Person().WithRole("Administrator").WithPhone().CreateAsync();
        Assert.Equal(PolicySave.Saved, await SaveAsync(policy => policy with { Directory = null }));
    }

    private static readonly DirectorySettings Contoso = new() { Servers = ["dc1.contoso.com"], ServiceAccount = "svc-sspr@contoso.com" };

    private Task<string?> PasswordAsync(Guid id) => database.WithAsync<IDirectoryPasswords, string?>(passwords => passwords.ReadAsync(id, CancellationToken.None));

    private Task<SecretRow?> SecretAsync() => database.WithAsync<PortalDbContext, SecretRow?>(context => context.Secrets.AsNoTracking().Where(row => row.Name.StartsWith("directory-")).SingleOrDefaultAsync());

    [Fact]
    public async Task Of_a_group_that_is_named_and_deleted_at_one_moment_one_is_refused()
    {
        await SaveAsync(policy => policy with { OrganizationName = "Before" });
        foreach (var group in await GroupsAsync(12))
        {
            var stored = await ReadAsync();
            var done = await database.AtOnceAsync(2, async (services, caller) => caller == 0
                ? await services.GetRequiredService<PolicyService>().SaveAsync(stored.Policy with { SelectedGroups = [group] }, stored.Version, Ada, Here, CancellationToken.None) == PolicySave.Saved
                : await services.GetRequiredService<GroupService>().DeleteAsync(group, Ada, Here, CancellationToken.None) == GroupResult.Done);

            Assert.Single(done, true);
        }
    }

    private Task<PolicySave> SaveAsync(SsprPolicy wanted, int version, Logo logo) =>
        database.WithAsync<PolicyService, PolicySave>(policies => policies.SaveAsync(wanted, version, Ada, Here, CancellationToken.None, logo));

    private async Task<List<Guid>> GroupsAsync(int number)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < number; i++)
            ids.Add((await database.WithAsync<GroupService, (GroupResult Result, Guid Id)>(groups => groups.CreateAsync($"Group {Guid.NewGuid()}", Ada, Here, CancellationToken.None))).Id);
        return ids;
    }

    private Task<StoredPolicy> ReadAsync() => database.WithAsync<PolicyService, StoredPolicy>(policies => policies.ReadAsync(CancellationToken.None));

    private async Task<PolicySave> SaveAsync(Func<SsprPolicy, SsprPolicy> change, string? directoryPassword = null)
    {
        var stored = await ReadAsync();
        return await database.WithAsync<PolicyService, PolicySave>(policies => policies.SaveAsync(change(stored.Policy), stored.Version, Ada, Here, CancellationToken.None, directoryPassword: directoryPassword));
    }

    private Task<List<AuditRow>> ChangesAsync() => database.WithAsync<PortalDbContext, List<AuditRow>>(
        context => context.Audit.AsNoTracking().Where(row => row.Code == AuditCode.PolicyChanged).OrderBy(row => row.Id).ToListAsync());
}
