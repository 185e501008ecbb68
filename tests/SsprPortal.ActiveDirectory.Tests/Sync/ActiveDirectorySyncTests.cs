using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Data;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit.Databases;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Sync;

/// <summary>What a domain tells of changes: no more is read than what changed.</summary>
public sealed class ActiveDirectorySyncTests(SambaDomain domain) : IClassFixture<SambaDomain>, IAsyncLifetime
{
    private readonly PortalDatabase _database = new();
    private readonly ActiveDirectoryAccounts _accounts = domain.Accounts(new() { SearchBase = "OU=Staff," + SambaDomain.Base, KeepHistory = false });

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Each_change_is_recorded_by_reading_the_one_it_is_about()
    {
        var (dn, id) = await AddAsync("changer");
        var (_, other) = await AddAsync("bystander");
        await SyncAsync();
        var (before, bystander) = (await RecordAsync(id), await RecordAsync(other));
        Assert.Equal("changer@contoso.test", before!.UserName);

        await domain.SetAsync(dn, ("userPrincipalName", "renamed@contoso.test"));
        Assert.Equal((1, "RENAMED@CONTOSO.TEST"), (await SyncAsync(), (await RecordAsync(id))!.NormalizedUserName));

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, "Another-Pa55word!", false, default)).Outcome);
        Assert.Equal(1, await SyncAsync());
        Assert.NotEqual(before.SecurityStamp, (await RecordAsync(id))!.SecurityStamp);

        await domain.SetAsync(dn, ("userAccountControl", "514"));
        Assert.Equal((1, false), (await SyncAsync(), (await RecordAsync(id))!.Enabled));

        await domain.DoAsync(new MoveEntry(dn, "CN=changer", "OU=Guarded," + SambaDomain.Base)); // out of where the portal looks
        Assert.Equal(0, await SyncAsync());
        Assert.NotNull(await RecordAsync(id));
        await SyncAsync(whole: true);
        Assert.Null(await RecordAsync(id));

        await domain.DoAsync(new MoveEntry("CN=changer,OU=Guarded," + SambaDomain.Base, "CN=changer", "OU=Staff," + SambaDomain.Base));
        Assert.Equal(1, await SyncAsync());
        Assert.NotNull(await RecordAsync(id));
        Assert.Equal(bystander!.ConcurrencyStamp, (await RecordAsync(other))!.ConcurrencyStamp);
    }

    [Fact]
    public async Task A_membership_and_the_name_of_a_group_are_recorded_though_nobody_is_read()
    {
        var (dn, id) = await AddAsync("member");
        var inner = await domain.AddGroupAsync("sync-inner");
        var outer = await domain.AddGroupAsync("sync-outer", inner);
        var group = (await _accounts.FindGroupAsync("sync-outer", default))!;
        await _database.WithAsync<IGroups, bool>(groups => groups.TryAddAsync(group with { IsFromDirectory = true }, default));
        await SyncAsync();
        Assert.Empty(await MembersAsync(group.Id));

        await domain.SetAsync(inner, ("member", dn));
        Assert.Equal(0, await SyncAsync());
        Assert.Equal([id], await MembersAsync(group.Id));

        await domain.SetAsync(outer, ("sAMAccountName", "sync-renamed"));
        Assert.Equal(0, await SyncAsync());
        Assert.Equal("sync-renamed", (await _database.WithAsync<IGroups, GroupFile?>(groups => groups.FindAsync(group.Id, default)))!.Group.Name);

        await domain.DoAsync(new LdapModify(inner, (LdapChange.Delete, "member", [Encoding.UTF8.GetBytes(dn)])));
        Assert.Equal(0, await SyncAsync());
        Assert.Empty(await MembersAsync(group.Id));
    }

    [Fact]
    public async Task Who_is_new_is_in_a_group_that_held_them_before()
    {
        await domain.AddGroupAsync("sync-early", await domain.AddUserAsync("early", "Guarded"));
        var group = (await _accounts.FindGroupAsync("sync-early", default))!;
        await _database.WithAsync<IGroups, bool>(groups => groups.TryAddAsync(group with { IsFromDirectory = true }, default));
        await SyncAsync();
        Assert.Empty(await MembersAsync(group.Id));

        await domain.DoAsync(new MoveEntry("CN=early,OU=Guarded," + SambaDomain.Base, "CN=early", "OU=Staff," + SambaDomain.Base));
        await SyncAsync();

        Assert.Single(await MembersAsync(group.Id));
    }

    private async Task<(string Dn, Guid Id)> AddAsync(string name)
    {
        var dn = await domain.AddUserAsync(name);
        return (dn, await domain.IdAsync(dn));
    }

    // How many were read.
    private async Task<int> SyncAsync(bool whole = false)
    {
        await using var scope = _database.Services.CreateAsyncScope();
        var states = scope.ServiceProvider.GetRequiredService<IDirectorySyncStates>();
        if (whole) await states.RequestAsync(0, default);
        Assert.True(await ActivatorUtilities.CreateInstance<DirectorySync>(scope.ServiceProvider).RunAsync(_accounts, _database.Clock.GetUtcNow().AddTicks(10), default));
        var state = await states.ReadAsync(default);
        Assert.Null(state.Failure);
        return state.Read;
    }

    private Task<PortalUser?> RecordAsync(Guid id) => _database.WithAsync<PortalDbContext, PortalUser?>(context => context.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id));

    private async Task<IEnumerable<Guid>> MembersAsync(Guid group) =>
        (await _database.WithAsync<IGroups, FoundPeople>(groups => groups.MembersAsync(group, null, 100, default))).People.Select(person => person.Id);
}
