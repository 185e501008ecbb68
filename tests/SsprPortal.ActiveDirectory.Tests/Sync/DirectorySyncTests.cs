using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Registration;
using SsprPortal.Core.SignIn;
using SsprPortal.Data;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit.Databases;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Sync;

/// <summary>Each test has a database of its own, and people of its own in the directory.</summary>
public sealed class DirectorySyncTests(OpenLdap server) : IClassFixture<OpenLdap>, IAsyncLifetime
{
    private readonly PortalDatabase _database = new();
    private readonly string _people = $"ou=x{Guid.NewGuid():N},{OpenLdap.Base}";

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await server.DoAsync(new AddEntry(_people, [("objectClass", "organizationalUnit"u8.ToArray()), ("ou", Encoding.UTF8.GetBytes(_people[3..36]))]));
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task People_are_recorded_with_what_the_portal_needs()
    {
        var id = await AddAsync("hanako", ("displayName", "山田 花子"), ("mail", "hanako@example.test"), ("mobile", "+81 9012345678"), ("telephoneNumber", "+81 312345678"), ("preferredLanguage", "ja"));

        var state = await SyncAsync();

        var person = Assert.Single(await RecordsAsync());
        Assert.Equal((id, "hanako", "山田 花子", "hanako@example.test", "+81 312345678", "ja"), (person.Id, person.UserName, person.DisplayName, person.Email, person.PhoneNumber, person.Language));
        Assert.True(person is { IsFromDirectory: true, Enabled: true, PasswordHash: null, SecurityStamp.Length: 64, ProtectedMobile: not null });
        Assert.DoesNotContain("9012345678", await _database.DumpAsync("AspNetUsers"), StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single((await _database.WithAsync<IPeople, FoundPeople>(people => people.SearchAsync("花子", null, 10, default))).People).Id);
        Assert.True(state is { IsRunning: false, Failure: null, Read: 1, People: 1, Skipped: 0, Gone: 0, Mark: not null, WholeEndedAt: not null });
    }

    [Fact]
    public async Task Only_who_changed_is_written()
    {
        var (changes, stays) = (await AddAsync("changes", ("mobile", "+81 9012345678")), await AddAsync("stays", ("mobile", "+81 9087654321")));
        await SyncAsync();
        var before = (await RecordsAsync()).ToDictionary(person => person.Id);

        await server.SetAsync(Dn("changes"), ("displayName", "Somebody Else"), ("mobile", "+81 9011111111"));
        await SyncAsync(whole: true);

        var after = (await RecordsAsync()).ToDictionary(person => person.Id);
        Assert.Equal("Somebody Else", after[changes].DisplayName);
        Assert.Equal((null, _database.Clock.GetUtcNow()), (before[changes].ContactsWrittenAt, after[changes].ContactsWrittenAt));
        Assert.NotEqual(before[changes].ConcurrencyStamp, after[changes].ConcurrencyStamp);
        Assert.Equal((before[stays].ConcurrencyStamp, before[stays].ProtectedMobile), (after[stays].ConcurrencyStamp, after[stays].ProtectedMobile));
    }

    [Fact]
    public async Task Names_may_be_swapped()
    {
        var (first, second) = (await AddAsync("first"), await AddAsync("second"));
        await SyncAsync();

        await RenameAsync("first", "third");
        await RenameAsync("second", "first");
        await RenameAsync("third", "second");
        await SyncAsync();

        Assert.Equal([(second, "first"), (first, "second")], (await RecordsAsync()).OrderBy(person => person.UserName, StringComparer.Ordinal).Select(person => (person.Id, person.UserName!)));
    }

    [Fact]
    public async Task Who_moved_out_is_removed_with_all_they_registered_when_everybody_is_read()
    {
        var (leaves, stays) = (await AddAsync("leaves"), await AddAsync("stays"));
        await SyncAsync();
        await RegisterAsync(leaves);
        await RegisterAsync(stays);

        await server.DoAsync(new MoveEntry(Dn("leaves"), $"uid=leaves{leaves:N}", "ou=groups," + OpenLdap.Base));

        Assert.Equal((2, false), (await PeopleAfterAsync(whole: false), await IsGoneAsync(leaves))); // who changed is all that is read
        Assert.Equal((1, true), (await PeopleAfterAsync(whole: true), await IsGoneAsync(leaves)));
        Assert.False(await IsGoneAsync(stays));
        Assert.Contains($"\t{(int)AuditCode.AccountGone}\t{leaves}", await _database.DumpAsync("Audit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved out")]
    [InlineData("filtered out")]
    public async Task Who_is_gone_is_signed_out_though_only_who_changed_is_read(string how)
    {
        var accounts = server.Accounts(new() { SearchBase = _people, Filter = LdapFilter.Parse("(!(employeeType=left))") });
        var (leaves, stays, own) = (await AddAsync("leaves"), await AddAsync("stays"), (await _database.Person("own").CreateAsync()).Id);
        await SyncAsync(accounts: accounts);
        var sessions = new[] { await OpenAsync(leaves), await OpenAsync(stays), await OpenAsync(own) };

        await server.DoAsync(how switch
        {
            "deleted" => new DeleteEntry(Dn("leaves")),
            "moved out" => new MoveEntry(Dn("leaves"), $"uid=leaves{leaves:N}", "ou=groups," + OpenLdap.Base),
            _ => new LdapModify(Dn("leaves"), (LdapChange.Replace, "employeeType", ["left"u8.ToArray()])),
        });
        await SyncAsync(accounts: accounts);

        Assert.Equal([null, stays, own], await Task.WhenAll(sessions.Select(WhoAsync)));
        Assert.NotNull(await RecordAsync(leaves)); // removed once a day
    }

    [Fact]
    public async Task Who_is_gone_and_waits_for_an_administrator_is_signed_out()
    {
        var id = await AddAsync("only");
        await SyncAsync();
        var session = await OpenAsync(id);
        await server.DoAsync(new DeleteEntry(Dn("only")));

        Assert.Equal(1, (await SyncAsync(whole: true)).Gone);

        Assert.Null(await WhoAsync(session));
    }

    [Fact]
    public async Task A_reading_that_fails_signs_nobody_out()
    {
        var id = await AddAsync("somebody");
        await SyncAsync();
        var session = await OpenAsync(id);
        await using var nowhere = new LdapServers([server.Endpoint with { Port = 1 }], OpenLdap.Service, OpenLdap.ServicePassword, TimeProvider.System);

        await SyncAsync(accounts: new OpenLdapAccounts(nowhere, new() { SearchBase = _people }, TimeProvider.System));

        Assert.Equal(id, await WhoAsync(session));
    }

    [Fact]
    public async Task Everybody_is_read_once_a_day()
    {
        var id = await AddAsync("leaves");
        await AddAsync("stays");
        await SyncAsync();
        await RegisterAsync(id);
        await server.DoAsync(new DeleteEntry(Dn("leaves")));

        _database.Clock.Advance(DirectorySync.WholeEvery - DirectorySync.Every);
        await SyncAsync();
        Assert.False(await IsGoneAsync(id));
        _database.Clock.Advance(DirectorySync.Every);
        await SyncAsync();
        Assert.True(await IsGoneAsync(id));
    }

    [Fact]
    public async Task Who_is_made_again_under_the_same_name_inherits_nothing()
    {
        var before = await AddAsync("again");
        await AddAsync("stays");
        await SyncAsync();
        await RegisterAsync(before);

        await server.DoAsync(new DeleteEntry(Dn("again")));
        var after = await AddAsync("again");
        await SyncAsync();

        Assert.NotEqual(before, after);
        Assert.Equal(after, Assert.Single(await RecordsAsync(), person => person.NormalizedUserName == "AGAIN").Id);
        Assert.Empty(await RegisteredAsync(after));
        await SyncAsync(whole: true);
        Assert.True(await IsGoneAsync(before));
        Assert.Empty(await RegisteredAsync(after));
    }

    [Fact]
    public async Task A_name_of_the_portals_own_accounts_is_left_out_and_counted()
    {
        var own = await _database.Person("boss").CreateAsync();
        var id = await AddAsync("Boss");
        await AddAsync("other");

        var state = await SyncAsync();

        Assert.Equal((1, 2), (state.Skipped, state.Read));
        Assert.Equal("other", Assert.Single(await RecordsAsync()).UserName);
        Assert.False((await RecordAsync(own.Id))!.IsFromDirectory);
        Assert.Null(await RecordAsync(id));
        Assert.Equal(1, (await SyncAsync(whole: true)).Skipped);
    }

    [Fact]
    public async Task Members_of_groups_that_were_brought_in_are_recorded_near_or_far()
    {
        var (near, far, stranger) = (await AddAsync("near"), await AddAsync("far"), await AddAsync("stranger"));
        var inner = await server.AddGroupAsync($"inner{near:N}", Dn("far"));
        var outer = await server.AddGroupAsync($"outer{near:N}", Dn("near"), inner);
        var group = await server.IdAsync(outer);
        await _database.WithAsync<IGroups, bool>(groups => groups.TryAddAsync(new(group, "As it was called", true), default));

        await SyncAsync();
        Assert.Equal([near, far], await MembersAsync(group, near, far, stranger));
        Assert.Equal($"outer{near:N}", (await _database.WithAsync<IGroups, GroupFile?>(groups => groups.FindAsync(group, default)))!.Group.Name);

        // Nobody's own entry changes by a membership.
        await server.DoAsync(new LdapModify(inner, (LdapChange.Replace, "member", [Encoding.UTF8.GetBytes(Dn("stranger"))])));
        await SyncAsync();
        Assert.Equal([near, stranger], await MembersAsync(group, near, far, stranger));

        await server.DoAsync(new MoveEntry(outer, $"cn=renamed{near:N}", "ou=groups," + OpenLdap.Base));
        await SyncAsync();
        Assert.Equal($"renamed{near:N}", (await _database.WithAsync<IGroups, GroupFile?>(groups => groups.FindAsync(group, default)))!.Group.Name);

        await server.DoAsync(new DeleteEntry($"cn=renamed{near:N},ou=groups,{OpenLdap.Base}"));
        await SyncAsync(whole: true);
        Assert.Empty(await MembersAsync(group, near, far, stranger));
    }

    [Fact]
    public async Task Too_many_are_removed_only_when_an_administrator_says_so()
    {
        for (var i = 0; i < DirectorySync.FewEnough + 2; i++) await AddAsync($"p{i}");
        await SyncAsync();
        for (var i = 1; i < DirectorySync.FewEnough + 2; i++) await server.DoAsync(new DeleteEntry(Dn($"p{i}")));

        var state = await SyncAsync(whole: true);
        Assert.Equal((DirectorySync.FewEnough + 1, RemovalHold.VeryMany, 1), (state.Gone, state.Hold, state.People));
        Assert.Equal(DirectorySync.FewEnough + 2, (await RecordsAsync()).Count);
        state = await SyncAsync();
        Assert.Equal((DirectorySync.FewEnough + 1, RemovalHold.VeryMany), (state.Gone, state.Hold)); // and it stays said

        Assert.Equal(DirectorySync.FewEnough + 1, (await SyncAsync(whole: true, mayRemove: DirectorySync.FewEnough)).Gone); // there were fewer when it was said
        state = await SyncAsync(whole: true, mayRemove: DirectorySync.FewEnough + 1);
        Assert.Equal((0, null, "p0"), (state.Gone, state.Hold, Assert.Single(await RecordsAsync()).UserName));
    }

    [Fact]
    public async Task Half_of_a_mistake_that_is_mended_does_not_remove_the_other_half()
    {
        var elsewhere = $"ou=y{Guid.NewGuid():N},{OpenLdap.Base}";
        await server.DoAsync(new AddEntry(elsewhere, [("objectClass", "organizationalUnit"u8.ToArray()), ("ou", Encoding.UTF8.GetBytes(elsewhere[3..36]))]));
        await AddAsync("stays");
        var moved = Enumerable.Range(0, DirectorySync.FewEnough + 1).Select(i => $"m{i}").ToList();
        foreach (var uid in moved) await AddAsync(uid);
        await SyncAsync();

        foreach (var uid in moved) await server.DoAsync(new MoveEntry(Dn(uid), "uid=" + uid, elsewhere));
        Assert.Equal((moved.Count, RemovalHold.VeryMany), await HoldAsync());
        foreach (var uid in moved.Skip(1)) await server.DoAsync(new MoveEntry($"uid={uid},{elsewhere}", "uid=" + uid, _people));
        Assert.Equal((1, RemovalHold.VeryMany), await HoldAsync());
        Assert.Equal(moved.Count + 1, (await RecordsAsync()).Count);
        await server.DoAsync(new MoveEntry($"uid={moved[0]},{elsewhere}", "uid=" + moved[0], _people));
        Assert.Equal((0, null), await HoldAsync());

        async Task<(int Gone, RemovalHold? Hold)> HoldAsync()
        {
            var state = await SyncAsync(whole: true);
            return (state.Gone, state.Hold);
        }
    }

    [Fact]
    public async Task Who_is_gone_from_a_server_that_lags_behind_is_removed_when_no_other_has_them()
    {
        var (early, late) = (Guid.NewGuid(), Guid.NewGuid());
        var (lagging, up) = (new OpenLdap { More = Replica(early) }, new OpenLdap { More = Replica(early, late) });
        await Task.WhenAll(lagging.InitializeAsync(), up.InitializeAsync());
        try
        {
            await using var before = Replicas(up.Endpoint);
            await using var after = Replicas(lagging.Endpoint, up.Endpoint);
            await SyncAsync(accounts: before);
            Assert.Equal(0, (await SyncAsync(whole: true, accounts: after)).Gone);
            Assert.NotNull(await RecordAsync(late));

            await up.KillAsync();
            var state = await SyncAsync(whole: true, accounts: after);
            Assert.Equal((1, RemovalHold.ServerAway), (state.Gone, state.Hold));
            Assert.NotNull(await RecordAsync(late));
            await using var settled = Replicas(lagging.Endpoint);
            Assert.Equal(0, (await SyncAsync(whole: true, accounts: settled)).Gone); // no server is left that could not be asked
            Assert.Equal([early], (await RecordsAsync()).Select(person => person.Id));
        }
        finally
        {
            await lagging.DisposeAsync();
            await up.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("(cn=stays)", false)]
    [InlineData(null, true)]
    public async Task Where_other_people_are_looked_for_even_one_who_is_gone_waits_for_an_administrator(string? filter, bool isElsewhere)
    {
        var (leaves, stays) = (await AddAsync("leaves"), await AddAsync("stays"));
        await SyncAsync();
        var changed = server.Accounts(new() { SearchBase = isElsewhere ? Dn("stays") : _people, Filter = filter is null ? null : LdapFilter.Parse(filter) });

        Assert.Equal(1, (await SyncAsync(accounts: changed)).Gone);
        Assert.Equal(1, (await SyncAsync(accounts: changed)).Gone);
        var state = await SyncAsync(whole: true, accounts: changed);
        Assert.Equal((1, RemovalHold.SettingsChanged), (state.Gone, state.Hold)); // though it is looked for the same by now
        Assert.NotNull(await RecordAsync(leaves));

        Assert.Equal(0, (await SyncAsync(whole: true, mayRemove: 1, accounts: changed)).Gone);
        Assert.Equal([stays], (await RecordsAsync()).Select(person => person.Id));
    }

    [Fact]
    public async Task Who_waits_for_an_administrator_and_is_found_again_waits_no_more()
    {
        await AddAsync("leaves");
        await AddAsync("stays");
        await SyncAsync();

        Assert.Equal(1, (await SyncAsync(accounts: server.Accounts(new() { SearchBase = _people, Filter = LdapFilter.Parse("(cn=stays)") }))).Gone);
        Assert.Equal((0, 2), ((await SyncAsync()).Gone, (await RecordsAsync()).Count));

        await server.DoAsync(new DeleteEntry(Dn("leaves")));
        Assert.Equal((0, 1), ((await SyncAsync(whole: true)).Gone, (await RecordsAsync()).Count));
    }

    [Fact]
    public async Task A_directory_in_which_nobody_is_found_removes_nobody()
    {
        await AddAsync("somebody");
        await SyncAsync();

        var state = await SyncAsync(accounts: server.Accounts(new() { SearchBase = _people, Filter = LdapFilter.Parse("(employeeType=nobody)") }));

        Assert.Equal((1, 0), (state.Gone, state.Read));
        Assert.Single(await RecordsAsync());
    }

    [Fact]
    public async Task One_instance_reads_at_a_time()
    {
        for (var i = 0; i < 3; i++) await AddAsync($"p{i}");
        await _database.StartInstanceAsync();
        var accounts = Accounts();

        var ran = await _database.AtOnceAsync(6, (services, _) => RunAsync(services, accounts, _database.Clock.GetUtcNow()));

        Assert.Equal((1, 3), (ran.Count(each => each), (await RecordsAsync()).Count));
    }

    [Fact]
    public async Task Whoever_was_asked_for_a_reading_reads_whatever_the_time()
    {
        await AddAsync("somebody");
        var now = _database.Clock.GetUtcNow();
        Assert.True(await RunAsync(now));
        Assert.False(await RunAsync(now));

        await _database.WithAsync<IDirectorySyncStates>(states => states.RequestAsync(0, default));

        Assert.True(await RunAsync(now));
        Assert.False(await RunAsync(now));
    }

    [Fact]
    public async Task What_was_asked_for_and_failed_is_read_the_next_time()
    {
        var id = await AddAsync("leaves");
        await AddAsync("stays");
        await SyncAsync();
        await server.DoAsync(new DeleteEntry(Dn("leaves")));
        await using var nowhere = new LdapServers([server.Endpoint with { Port = 1 }], OpenLdap.Service, OpenLdap.ServicePassword, TimeProvider.System);

        Assert.NotNull((await SyncAsync(whole: true, accounts: new OpenLdapAccounts(nowhere, new() { SearchBase = _people }, TimeProvider.System))).Failure);
        await SyncAsync();

        Assert.Null(await RecordAsync(id));
    }

    [Fact]
    public async Task What_was_asked_for_and_cut_off_is_read_the_next_time()
    {
        var id = await AddAsync("leaves");
        await AddAsync("stays");
        await SyncAsync();
        await server.DoAsync(new DeleteEntry(Dn("leaves")));
        await _database.WithAsync<IDirectorySyncStates>(states => states.RequestAsync(0, default));
        Assert.NotNull(await _database.WithAsync<IDirectorySyncStates, (DirectorySyncState, bool)?>(states => states.TryBeginAsync(Guid.NewGuid(), _database.Clock.GetUtcNow(), TimeSpan.FromMinutes(2), default)));

        _database.Clock.Advance(DirectorySync.Every); // whoever began is no more
        await SyncAsync();

        Assert.Null(await RecordAsync(id));
    }

    [Fact]
    public async Task A_clock_that_ran_ahead_stops_no_reading()
    {
        var id = await AddAsync("leaves");
        await AddAsync("stays");
        await SyncAsync();
        _database.Clock.Advance(TimeSpan.FromDays(30));
        await SyncAsync(whole: true);
        Assert.NotNull(await _database.WithAsync<IDirectorySyncStates, (DirectorySyncState, bool)?>(states => states.TryBeginAsync(Guid.NewGuid(), _database.Clock.GetUtcNow().AddTicks(10), TimeSpan.FromMinutes(2), default)));
        _database.Clock.Advance(TimeSpan.FromDays(-30));
        await server.DoAsync(new DeleteEntry(Dn("leaves")));

        Assert.True(await RunAsync(_database.Clock.GetUtcNow() - DirectorySync.Every));

        Assert.Null(await RecordAsync(id));
        Assert.Equal(_database.Clock.GetUtcNow(), (await StateAsync()).WholeEndedAt);
        Assert.False(await RunAsync(_database.Clock.GetUtcNow() - DirectorySync.Every));
    }

    [Fact]
    public async Task Who_reads_by_a_clock_that_is_a_little_ahead_is_waited_for()
    {
        await using var scope = _database.Services.CreateAsyncScope();
        var states = scope.ServiceProvider.GetRequiredService<IDirectorySyncStates>();
        _database.Clock.Advance(TimeSpan.FromMinutes(1));
        var lease = TimeSpan.FromMinutes(2);
        Assert.NotNull(await states.TryBeginAsync(Guid.NewGuid(), _database.Clock.GetUtcNow(), lease, default));

        _database.Clock.Advance(TimeSpan.FromMinutes(-1));

        Assert.Null(await states.TryBeginAsync(Guid.NewGuid(), _database.Clock.GetUtcNow().AddDays(1), lease, default));
    }

    [Fact]
    public async Task A_server_that_fails_in_the_middle_removes_nobody_and_says_what_it_was()
    {
        var mortal = new OpenLdap();
        await mortal.InitializeAsync();
        try
        {
            await using var scope = _database.Services.CreateAsyncScope();
            var mirror = new Interrupted(scope.ServiceProvider.GetRequiredService<IDirectoryMirror>(), mortal.KillAsync);
            var sync = ActivatorUtilities.CreateInstance<DirectorySync>(scope.ServiceProvider, mirror);
            await SyncAsync(); // nobody, so far
            await AddAsync("somebody");
            await SyncAsync();
            var before = await StateAsync();
            _database.Clock.Advance(TimeSpan.FromDays(2));

            Assert.True(await sync.RunAsync(mortal.Accounts(new() { SearchBase = "ou=many," + OpenLdap.Base }), _database.Clock.GetUtcNow(), default));

            var state = await StateAsync();
            Assert.Equal(nameof(LdapFailure.ConnectionLost), state.Failure);
            Assert.Contains("127.0.0.1", state.Detail, StringComparison.Ordinal);
            Assert.Equal((before.Mark, before.EndedAt, before.WholeEndedAt, false), (state.Mark, state.EndedAt, state.WholeEndedAt, state.IsRunning));
            Assert.Contains(await RecordsAsync(), person => person.UserName == "somebody");
            Assert.InRange((await RecordsAsync()).Count, 1001, 2001); // what came stays
        }
        finally
        {
            await mortal.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_and_asked_again_later()
    {
        await AddAsync("somebody");
        await using var nowhere = new LdapServers([server.Endpoint with { Port = 1 }], OpenLdap.Service, OpenLdap.ServicePassword, TimeProvider.System);

        var failed = await SyncAsync(accounts: new OpenLdapAccounts(nowhere, new(), TimeProvider.System));
        Assert.Equal((nameof(LdapFailure.ConnectionRefused), null), (failed.Failure, failed.EndedAt));

        var state = await SyncAsync();
        Assert.Equal((null, 1), (state.Failure, state.People));
    }

    [Fact]
    public async Task Ten_thousand_people_are_recorded_and_then_read_without_a_write()
    {
        var accounts = server.Accounts(new() { SearchBase = "ou=many," + OpenLdap.Base });

        var state = await SyncAsync(accounts: accounts);
        Assert.Equal((10_000, 10_000), (state.Read, state.People));
        Assert.Equal(10_000, (await RecordsAsync()).Count);

        var before = (await RecordsAsync()).Select(person => person.ConcurrencyStamp).Order().ToList();
        Assert.Equal(10_000, (await SyncAsync(whole: true, accounts: accounts)).Read);
        Assert.Equal(before, (await RecordsAsync()).Select(person => person.ConcurrencyStamp).Order());
        Assert.Equal(0, (await SyncAsync(accounts: accounts)).Read);
    }

    [Fact]
    public async Task The_turn_goes_on_while_very_many_are_asked_for()
    {
        await AddAsync("only");
        await SyncAsync(accounts: server.Accounts(new() { SearchBase = "ou=many," + OpenLdap.Base }));
        await _database.WithAsync<IDirectorySyncStates>(states => states.RequestAsync(0, default));
        await using var scope = _database.Services.CreateAsyncScope();
        var states = new Counted(scope.ServiceProvider.GetRequiredService<IDirectorySyncStates>());
        var sync = new DirectorySync(scope.ServiceProvider.GetRequiredService<IDirectoryMirror>(), states, _database.Clock, NullLogger<DirectorySync>.Instance) { Progress = TimeSpan.Zero };

        Assert.True(await sync.RunAsync(Accounts(), _database.Clock.GetUtcNow(), default));

        Assert.Equal(10_000, (await StateAsync()).Gone);
        Assert.InRange(states.Renewals, 10, 20);
    }

    private OpenLdapAccounts Accounts() => server.Accounts(new() { SearchBase = _people });

    private static string Replica(params Guid[] people) =>
        $"\ndn: ou=replica,{OpenLdap.Base}\nobjectClass: organizationalUnit\nou: replica\n"
        + string.Concat(people.Select(id => $"\ndn: uid={id:N},ou=replica,{OpenLdap.Base}\nobjectClass: account\nuid: {id:N}\nentryUUID: {id}\n"));

    private static OpenLdapAccounts Replicas(params LdapEndpoint[] endpoints) =>
        new(new(endpoints, OpenLdap.Service, OpenLdap.ServicePassword, TimeProvider.System), new() { SearchBase = "ou=replica," + OpenLdap.Base }, TimeProvider.System);

    private string Dn(string uid) => $"uid={uid},{_people}";

    private async Task<Guid> AddAsync(string uid, params (string Attribute, string Value)[] more)
    {
        (string Attribute, string Value)[] attributes = [("objectClass", "inetOrgPerson"), ("cn", uid), ("sn", uid), .. more];
        await server.DoAsync(new AddEntry(Dn(uid), attributes.Select(each => (each.Attribute, Encoding.UTF8.GetBytes(each.Value)))));
        return await server.IdAsync(Dn(uid));
    }

    private Task RenameAsync(string from, string to) => server.DoAsync(new MoveEntry(Dn(from), "uid=" + to, _people));

    private async Task<DirectorySyncState> SyncAsync(bool whole = false, int mayRemove = 0, AccountStore? accounts = null)
    {
        if (whole) await _database.WithAsync<IDirectorySyncStates>(states => states.RequestAsync(mayRemove, default));
        await using var scope = _database.Services.CreateAsyncScope();
        Assert.True(await RunAsync(scope.ServiceProvider, accounts ?? Accounts(), _database.Clock.GetUtcNow().AddTicks(10)));
        return await StateAsync();
    }

    private Task<bool> RunAsync(DateTimeOffset before) => _database.WithAsync<IServiceProvider, bool>(services => RunAsync(services, Accounts(), before));

    private static Task<bool> RunAsync(IServiceProvider services, AccountStore accounts, DateTimeOffset before) =>
        ActivatorUtilities.CreateInstance<DirectorySync>(services).RunAsync(accounts, before, default);

    private Task<DirectorySyncState> StateAsync() => _database.WithAsync<IDirectorySyncStates, DirectorySyncState>(states => states.ReadAsync(default));

    private async Task<int> PeopleAfterAsync(bool whole)
    {
        await SyncAsync(whole);
        return (await RecordsAsync()).Count;
    }

    private Task<List<PortalUser>> RecordsAsync() => _database.WithAsync<PortalDbContext, List<PortalUser>>(context => context.Users.AsNoTracking().Where(user => user.IsFromDirectory).ToListAsync());

    private Task<PortalUser?> RecordAsync(Guid id) => _database.WithAsync<PortalDbContext, PortalUser?>(context => context.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id));

    private async Task<IReadOnlyList<Guid>> MembersAsync(Guid group, params Guid[] order) =>
        (await _database.WithAsync<IGroups, FoundPeople>(groups => groups.MembersAsync(group, null, 100, default))).People.Select(person => person.Id).OrderBy(id => Array.IndexOf(order, id)).ToList();

    private Task<bool> RegisterAsync(Guid id) => _database.WithAsync<IRegistrationStore, bool>(store =>
        store.TryAddAsync(new(Guid.NewGuid(), id, "mobile", "78", $"+8190{Math.Abs(id.GetHashCode()) % 100_000_000:D8}", _database.Clock.GetUtcNow()), default));

    private Task<IReadOnlyList<RegisteredMethod>> RegisteredAsync(Guid id) => _database.WithAsync<IRegistrationStore, IReadOnlyList<RegisteredMethod>>(store => store.ListAsync(id, default));

    private async Task<OpaqueHandle> OpenAsync(Guid id)
    {
        var stamp = (await RecordAsync(id))!.SecurityStamp!;
        return await _database.WithAsync<IPortalSessionStore, OpaqueHandle>(store => store.OpenAsync(id, stamp, needsProof: false, needsNewPassword: false, default));
    }

    private async Task<Guid?> WhoAsync(OpaqueHandle session) => (await _database.WithAsync<IPortalSessionStore, SignedInPerson?>(store => store.FindAsync(session, default)))?.UserId;

    private async Task<bool> IsGoneAsync(Guid id)
    {
        var gone = await RecordAsync(id) is null;
        Assert.Equal(gone, (await RegisteredAsync(id)).Count == 0);
        return gone;
    }

    // How often the lease was renewed.
    private sealed class Counted(IDirectorySyncStates states) : IDirectorySyncStates
    {
        public int Renewals { get; private set; }

        public Task<DirectorySyncState> ReadAsync(CancellationToken cancellationToken) => states.ReadAsync(cancellationToken);

        public Task RequestAsync(int mayRemove, CancellationToken cancellationToken) => states.RequestAsync(mayRemove, cancellationToken);

        public Task<(DirectorySyncState State, bool Whole)?> TryBeginAsync(Guid holder, DateTimeOffset before, TimeSpan lease, CancellationToken cancellationToken) =>
            states.TryBeginAsync(holder, before, lease, cancellationToken);

        public Task<bool> ProgressAsync(Guid holder, int read, TimeSpan lease, CancellationToken cancellationToken)
        {
            Renewals++;
            return states.ProgressAsync(holder, read, lease, cancellationToken);
        }

        public Task EndAsync(Guid holder, DirectorySyncState state, CancellationToken cancellationToken) => states.EndAsync(holder, state, cancellationToken);
    }

    // Something happens as soon as the first people are saved.
    private sealed class Interrupted(IDirectoryMirror mirror, Func<Task> happens) : IDirectoryMirror
    {
        public async Task<IReadOnlySet<Guid>> SaveAsync(IReadOnlyCollection<DirectoryPerson> people, CancellationToken cancellationToken)
        {
            var skipped = await mirror.SaveAsync(people, cancellationToken);
            await happens();
            return skipped;
        }

        public Task<IReadOnlySet<Guid>> IdsAsync(CancellationToken cancellationToken) => mirror.IdsAsync(cancellationToken);

        public Task RemoveAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken) => mirror.RemoveAsync(people, cancellationToken);

        public Task<IReadOnlySet<Guid>> SignedInAsync(CancellationToken cancellationToken) => mirror.SignedInAsync(cancellationToken);

        public Task<string> EndSessionsAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken) => mirror.EndSessionsAsync(people, cancellationToken);

        public Task<IReadOnlyList<Group>> GroupsAsync(CancellationToken cancellationToken) => mirror.GroupsAsync(cancellationToken);

        public Task SaveMembersAsync(Group group, IReadOnlySet<Guid> members, CancellationToken cancellationToken) => mirror.SaveMembersAsync(group, members, cancellationToken);

        public Task<bool> TryCountAsync(Guid id, int atMost, TimeSpan wait, CancellationToken cancellationToken) => mirror.TryCountAsync(id, atMost, wait, cancellationToken);

        public Task<bool> HasPortalNamesakeAsync(string userName, CancellationToken cancellationToken) => mirror.HasPortalNamesakeAsync(userName, cancellationToken);

        public Task GiveBackAsync(Guid id, CancellationToken cancellationToken) => mirror.GiveBackAsync(id, cancellationToken);

        public Task ForgiveAsync(Guid id, CancellationToken cancellationToken) => mirror.ForgiveAsync(id, cancellationToken);
    }
}
