using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Ldap;

public class LdapServersTests
{
    private static readonly LdapEndpoint Nowhere = new("no-such-host.invalid", 636);

    private readonly FakeClock _clock = new();

    [Fact]
    public async Task The_next_server_is_asked_when_one_fails_and_the_first_again_after_a_rest()
    {
        var (first, second) = (0, 0);
        await using var up = ScriptedServer.Answering((id, _) => { second++; return ScriptedServer.Result(id, 1); });
        await using var flaky = ScriptedServer.Answering((id, _) => ++first == 1 ? null : ScriptedServer.Result(id, 1));
        await using var servers = new LdapServers([flaky.Endpoint, up.Endpoint], "svc", "password", _clock);

        Assert.Equal(up.Endpoint.Port, await PortAsync());
        Assert.Equal(up.Endpoint.Port, await PortAsync());
        Assert.Equal((1, 2), (first, second)); // left alone
        _clock.Advance(LdapServers.Rest);
        Assert.Equal(flaky.Endpoint.Port, await PortAsync());

        async Task<int> PortAsync()
        {
            await using var connection = await servers.SignInAsync(default);
            return connection.Endpoint.Port;
        }
    }

    [Fact]
    public async Task A_server_left_alone_is_asked_all_the_same_when_there_is_no_other()
    {
        await using var up = ScriptedServer.Answering((id, _) => ScriptedServer.Result(id, 1));
        await using var servers = new LdapServers([up.Endpoint], "svc", "password", _clock);
        servers.LeaveAlone(up.Endpoint);

        await (await servers.SignInAsync(default)).DisposeAsync();
    }

    [Fact]
    public async Task When_none_answers_the_failure_is_the_preferred_ones()
    {
        await using var up = ScriptedServer.Answering((id, _) => ScriptedServer.Result(id, 1));
        await using var servers = new LdapServers([Nowhere, up.Endpoint with { Host = "localhost" }], "svc", "password", _clock);

        Assert.Equal(LdapFailure.NameNotResolved, (await Assert.ThrowsAsync<LdapException>(() => servers.ConnectAsync(default))).Failure);
    }

    [Fact]
    public async Task A_refused_account_is_not_tried_again_at_once_that_it_be_not_locked()
    {
        var asked = 0;
        await using var server = ScriptedServer.Answering((id, _) => { asked++; return ScriptedServer.Result(id, 1, LdapResultCode.InvalidCredentials, "data 52e"); });
        await using var other = ScriptedServer.Answering((id, _) => { asked++; return ScriptedServer.Result(id, 1, LdapResultCode.InvalidCredentials, "data 52e"); });
        await using var servers = new LdapServers([server.Endpoint, other.Endpoint], "svc", "hunter2-secret", _clock);

        for (var i = 0; i < 5; i++)
        {
            var failure = await Assert.ThrowsAsync<LdapException>(() => servers.SignInAsync(default));
            Assert.Equal((LdapFailure.ServiceAccountRefused, LdapResultCode.InvalidCredentials), (failure.Failure, failure.Result!.Code));
            Assert.DoesNotContain("hunter2-secret", failure.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(1, asked);
        _clock.Advance(LdapServers.RestAfterRefusal);
        await Assert.ThrowsAsync<LdapException>(() => servers.SignInAsync(default));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_wrong_password_is_told_once_however_many_ask_at_once()
    {
        var asked = 0;
        await using var server = ScriptedServer.Answering((id, _) => { Interlocked.Increment(ref asked); return ScriptedServer.Result(id, 1, LdapResultCode.InvalidCredentials, "data 52e"); });
        await using var servers = new LdapServers([server.Endpoint], "svc", "wrong", _clock);

        var failures = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Assert.ThrowsAsync<LdapException>(() => servers.SignInAsync(default))));

        Assert.All(failures, each => Assert.Equal(LdapFailure.ServiceAccountRefused, each.Failure));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_wrong_password_is_told_once_when_every_server_is_asked_how_it_is()
    {
        var asked = 0;
        byte[]? Refuse(int id, ReadOnlyMemory<byte> operation)
        {
            Interlocked.Increment(ref asked);
            return ScriptedServer.Result(id, 1, LdapResultCode.InvalidCredentials, "data 52e");
        }

        await using var first = ScriptedServer.Answering(Refuse);
        await using var second = ScriptedServer.Answering(Refuse);
        await using var third = ScriptedServer.Answering(Refuse);
        await using var servers = new LdapServers([first.Endpoint, second.Endpoint, third.Endpoint], "svc", "wrong", _clock);

        var reports = await new ActiveDirectoryAccounts(servers, new(), _clock).ProbeAsync(default);

        Assert.Equal([nameof(LdapFailure.ServiceAccountRefused), nameof(LdapFailure.ServiceAccountRefused), nameof(LdapFailure.ServiceAccountRefused)], reports.Select(each => each.Failure!.Kind));
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(80)]
    public async Task A_server_in_trouble_is_left_for_the_next_one_at_sign_in_and_at_a_search(int code)
    {
        var (signsIn, searches) = (false, 0);
        await using var troubled = ScriptedServer.Answering((id, operation) =>
            operation.Span[0] == 0x60 ? ScriptedServer.Result(id, 1, signsIn ? LdapResultCode.Success : (LdapResultCode)code) : ScriptedServer.Result(id, 5, ++searches > 0 ? (LdapResultCode)code : LdapResultCode.Success));
        await using var up = ScriptedServer.Answering((id, operation) => ScriptedServer.Result(id, operation.Span[0] == 0x60 ? 1 : 5));
        await using var servers = new LdapServers([troubled.Endpoint, up.Endpoint], "svc", "password", _clock);

        Assert.Equal(up.Endpoint.Port, await PortAsync());
        signsIn = true;
        _clock.Advance(LdapServers.IdleFor);
        Assert.Equal(up.Endpoint.Port, await PortAsync());
        Assert.Equal(1, searches);

        Task<int> PortAsync() => servers.ReadAsync(
            async (connection, token) =>
            {
                await connection.SearchAsync(new LdapSearch("", LdapScope.Base, LdapFilter.Everything) { AtMost = 1 }, token);
                return connection.Endpoint.Port;
            },
            default);
    }

    [Fact]
    public async Task A_connection_that_is_kept_to_a_server_that_is_left_alone_is_not_used()
    {
        await using var first = ScriptedServer.Answering((id, operation) => ScriptedServer.Result(id, operation.Span[0] == 0x60 ? 1 : 5));
        await using var second = ScriptedServer.Answering((id, operation) => ScriptedServer.Result(id, operation.Span[0] == 0x60 ? 1 : 5));
        await using var servers = new LdapServers([first.Endpoint, second.Endpoint], "svc", "password", _clock);
        Assert.Equal(first.Endpoint.Port, await servers.ReadAsync((connection, _) => Task.FromResult(connection.Endpoint.Port), default));

        servers.LeaveAlone(servers.Endpoints[0]);

        Assert.Equal(second.Endpoint.Port, await servers.ReadAsync((connection, _) => Task.FromResult(connection.Endpoint.Port), default));
    }

    [Fact]
    public async Task Connections_are_kept_for_reading_a_while_and_not_more_than_a_few()
    {
        var binds = 0;
        await using var server = ScriptedServer.Answering((id, operation) => operation.Span[0] == 0x60 ? ScriptedServer.Result(id, 1, ++binds > 0 ? LdapResultCode.Success : LdapResultCode.Busy) : ScriptedServer.Result(id, 5));
        await using var servers = new LdapServers([server.Endpoint], "svc", "password", _clock);

        for (var i = 0; i < 5; i++) await SearchAsync();
        Assert.Equal(1, binds);

        var together = 0;
        var all = new TaskCompletionSource();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => servers.ReadAsync(
            async (_, _) =>
            {
                if (Interlocked.Increment(ref together) == 20) all.SetResult();
                await all.Task;
                return 0;
            },
            default)));
        Assert.Equal(20, binds);
        Assert.InRange(servers.Idle, 1, LdapServers.Kept);

        _clock.Advance(LdapServers.IdleFor);
        await SearchAsync();
        Assert.Equal((21, 1), (binds, servers.Idle));

        Task SearchAsync() => servers.ReadAsync((connection, token) => connection.SearchAsync(new LdapSearch("", LdapScope.Base, LdapFilter.Everything) { AtMost = 1 }, token), default);
    }

    [Fact]
    public async Task A_kept_connection_that_the_server_closed_is_replaced()
    {
        var (binds, searches) = (0, 0);
        await using var server = ScriptedServer.Answering((id, operation) => operation.Span[0] == 0x60 ? Bound(id) : ++searches == 2 ? null : ScriptedServer.Result(id, 5));
        await using var servers = new LdapServers([server.Endpoint], "svc", "password", _clock);

        for (var i = 0; i < 3; i++) await servers.ReadAsync((connection, token) => connection.SearchAsync(new LdapSearch("", LdapScope.Base, LdapFilter.Everything) { AtMost = 1 }, token), default);

        Assert.Equal((2, 4), (binds, searches));

        byte[] Bound(int id)
        {
            binds++;
            return ScriptedServer.Result(id, 1);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_is_left_for_the_next_one()
    {
        await using var hanging = new ScriptedServer(
            async stream =>
            {
                var bind = await ScriptedServer.RequestAsync(stream);
                await stream.WriteAsync(ScriptedServer.Result(bind!.Value.Id, 1));
                await stream.CopyToAsync(Stream.Null);
            },
            authority => authority.Issue());
        await using var up = ScriptedServer.Answering((id, operation) => ScriptedServer.Result(id, operation.Span[0] == 0x60 ? 1 : 5));
        await using var servers = new LdapServers([hanging.Endpoint with { OperationTimeout = TimeSpan.FromMilliseconds(300) }, up.Endpoint], "svc", "password", _clock);

        var port = await servers.ReadAsync(
            async (connection, token) =>
            {
                await connection.SearchAsync(new LdapSearch("", LdapScope.Base, LdapFilter.Everything) { AtMost = 1 }, token);
                return connection.Endpoint.Port;
            },
            default);

        Assert.Equal(up.Endpoint.Port, port);
    }
}
