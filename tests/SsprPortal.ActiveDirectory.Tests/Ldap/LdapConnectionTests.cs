using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Ldap;

/// <summary>What no real server does on demand.</summary>
public class LdapConnectionTests
{
    private const string Secret = "hunter2-secret";

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_name_without_an_address_is_told() =>
        Assert.Equal(LdapFailure.NameNotResolved, (await RefusedAsync(new("no-such-host.invalid", 636))).Failure);

    [Fact]
    public async Task A_port_where_nobody_listens_is_told()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        Assert.Equal(LdapFailure.ConnectionRefused, (await RefusedAsync(new("127.0.0.1", port))).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_never_begins_tls_is_given_up(bool startTls)
    {
        await using var server = new ScriptedServer(stream => stream.CopyToAsync(Stream.Null), certificate: null);

        var failure = await RefusedAsync(server.Endpoint with { StartTls = startTls, ConnectTimeout = Soon });

        Assert.Equal(LdapFailure.ConnectTimeout, failure.Failure);
    }

    [Fact]
    public async Task A_server_without_tls_is_told()
    {
        await using var server = new ScriptedServer(stream => stream.WriteAsync("Welcome, and no TLS here.\r\n"u8.ToArray()).AsTask(), certificate: null);

        Assert.Equal(LdapFailure.TlsFailed, (await RefusedAsync(server.Endpoint)).Failure);
    }

    [Fact]
    public async Task An_authority_that_is_not_trusted_is_told_with_the_certificate()
    {
        using var other = new TestAuthority();
        await using var server = Silent(authority => authority.Issue());

        foreach (var trusted in new[] { other.Roots, null })
        {
            var refusal = await RefusedAsync(server.Endpoint with { Authorities = trusted });

            Assert.Equal(LdapFailure.CertificateUntrusted, refusal.Failure);
            Assert.Contains("subject CN=dc1.contoso.test, issuer CN=Test authority", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_certificate_for_another_server_is_told()
    {
        await using var server = Silent(authority => authority.Issue(withAddress: false));

        Assert.Equal(LdapFailure.CertificateNameMismatch, (await RefusedAsync(server.Endpoint)).Failure);
    }

    [Fact]
    public async Task A_certificate_that_ended_is_told()
    {
        await using var server = Silent(authority => authority.Issue(expired: true));

        Assert.Equal(LdapFailure.CertificateExpired, (await RefusedAsync(server.Endpoint)).Failure);
    }

    [Fact]
    public async Task A_certificate_that_is_not_for_servers_is_not_trusted()
    {
        await using var server = Silent(authority => authority.Issue(forServers: false));

        Assert.Equal(LdapFailure.CertificateUntrusted, (await RefusedAsync(server.Endpoint)).Failure);
    }

    [Fact]
    public async Task Another_servers_certificate_of_an_untrusted_authority_is_untrusted_first()
    {
        using var other = new TestAuthority();
        await using var server = Silent(authority => authority.Issue(expired: true, withAddress: false));

        Assert.Equal(LdapFailure.CertificateUntrusted, (await RefusedAsync(server.Endpoint with { Authorities = other.Roots })).Failure);
    }

    [Fact]
    public async Task A_refused_start_of_tls_is_the_end()
    {
        var received = 0;
        await using var server = new ScriptedServer(
            async stream =>
            {
                for (; await ScriptedServer.RequestAsync(stream) is { } request; received++) await stream.WriteAsync(ScriptedServer.Result(request.Id, 24, LdapResultCode.ProtocolError));
            },
            certificate: null);

        Assert.Equal(LdapFailure.TlsFailed, (await RefusedAsync(server.Endpoint with { StartTls = true })).Failure);
        Assert.Equal(1, received);
    }

    [Fact]
    public async Task What_is_slipped_in_before_tls_breaks_it()
    {
        await using var server = new ScriptedServer(
            async stream =>
            {
                var request = await ScriptedServer.RequestAsync(stream);
                await stream.WriteAsync((byte[])[.. ScriptedServer.Result(request!.Value.Id, 24), .. ScriptedServer.Result(request.Value.Id + 1, 1)]);
                await stream.CopyToAsync(Stream.Null);
            },
            certificate: null);

        Assert.Equal(LdapFailure.TlsFailed, (await RefusedAsync(server.Endpoint with { StartTls = true })).Failure);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_and_may_have_done_it()
    {
        await using var server = Silent(authority => authority.Issue());
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint with { OperationTimeout = Soon }, default);
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<LdapException>(() => connection.BindAsync("somebody", Secret, default));

        Assert.Equal((LdapFailure.ResponseTimeout, true), (failure.Failure, failure.MaybeDone));
        Assert.InRange(watch.Elapsed, Soon / 2, TimeSpan.FromSeconds(10));
        Assert.False(connection.IsUsable);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        failure = await Assert.ThrowsAsync<LdapException>(() => connection.BindAsync("somebody", Secret, default));
        Assert.Equal((LdapFailure.ConnectionLost, false), (failure.Failure, failure.MaybeDone));
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_is_told()
    {
        await using var server = ScriptedServer.Answering((_, _) => null);

        await FailsAsync(server, LdapFailure.ConnectionLost);
    }

    [Fact]
    public async Task A_server_that_says_goodbye_is_told()
    {
        await using var server = ScriptedServer.Answering((_, _) => ScriptedServer.Result(0, 24, LdapResultCode.Unavailable, "shutting down", "1.3.6.1.4.1.1466.20036"));

        var failure = await FailsAsync(server, LdapFailure.ConnectionLost);

        Assert.Contains("shutting down", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_says_unasked_is_passed_over()
    {
        await using var server = ScriptedServer.Answering((id, _) => [.. ScriptedServer.Result(0, 24, name: "1.2.3.4"), .. ScriptedServer.Result(id, 1)]);
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);

        Assert.True((await connection.BindAsync("somebody", Secret, default)).IsSuccess);
    }

    [Fact]
    public async Task An_answer_may_come_byte_by_byte()
    {
        await using var server = new ScriptedServer(
            async stream =>
            {
                while (await ScriptedServer.RequestAsync(stream) is { } request)
                {
                    foreach (var each in ScriptedServer.Result(request.Id, 1, LdapResultCode.InvalidCredentials, new string('x', 300))) await stream.WriteAsync(new[] { each });
                }
            },
            authority => authority.Issue());
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);

        var result = await connection.BindAsync("somebody", Secret, default);

        Assert.Equal(new string('x', 300), result.Diagnostic);
    }

    public static TheoryData<string, byte[]> NotLdap => new()
    {
        { "not a sequence", "HTTP/1.1 400 Bad Request\r\n"u8.ToArray() },
        { "four gigabytes", [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "a byte too much", [0x30, 0x84, 0x01, 0x00, 0x00, 0x00] },
        { "no length", [0x30, 0x80, 0x02, 0x01, 0x01, 0x00, 0x00] },
        { "a length of 127 bytes", [0x30, 0xFF] },
        { "empty", [0x30, 0x00] },
        { "no operation", [0x30, 0x03, 0x02, 0x01, 0x01] },
        { "a negative number", [0x30, 0x05, 0x02, 0x01, 0xFF, 0x61, 0x00] },
        { "an empty operation", [0x30, 0x05, 0x02, 0x01, 0x01, 0x61, 0x00] },
        { "another question's answer", ScriptedServer.Result(7, 1) },
        { "an answer of another kind", ScriptedServer.Result(1, 7) },
    };

    [Theory]
    [MemberData(nameof(NotLdap))]
    public async Task What_is_not_ldap_ends_the_connection(string what, byte[] bytes)
    {
        await using var server = ScriptedServer.Answering((_, _) => bytes);

        Assert.True((await FailsAsync(server, LdapFailure.Protocol)).MaybeDone, what);
    }

    [Fact]
    public async Task Whoever_cancels_is_heard_at_once()
    {
        await using var server = Silent(authority => authority.Issue());
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);
        using var cancel = new CancellationTokenSource(Soon);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.BindAsync("somebody", Secret, cancel.Token));
        Assert.False(connection.IsUsable);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LdapConnection.ConnectAsync(server.Endpoint, cancel.Token));
    }

    [Theory]
    [InlineData("", "password")]
    [InlineData("  ", "password")]
    [InlineData("somebody", "")]
    [InlineData("some\0body", "password")]
    [InlineData("somebody", "right\0garbage")]
    public async Task A_sign_in_that_would_be_nobodys_is_never_sent(string name, string password)
    {
        var received = 0;
        await using var server = ScriptedServer.Answering((id, _) => { received++; return ScriptedServer.Result(id, 1); });
        await using (var connection = await LdapConnection.ConnectAsync(server.Endpoint, default))
        {
            var refusal = await Assert.ThrowsAsync<ArgumentException>(() => connection.BindAsync(name, password, default));

            Assert.DoesNotContain("garbage", refusal.ToString(), StringComparison.Ordinal);
            Assert.True(connection.IsUsable);
        }

        Assert.Equal(0, received);
    }

    [Fact]
    public async Task A_referral_is_an_answer_and_not_a_way_to_go()
    {
        await using var server = ScriptedServer.Answering((id, _) =>
        [
            .. ScriptedServer.Message(id, writer => { using (writer.PushSequence(Ber.Application(19))) writer.WriteText("ldaps://127.0.0.1:1/dc=elsewhere"); }),
            .. ScriptedServer.Entry(id, "cn=found", ("cn", "found"u8.ToArray())),
            .. ScriptedServer.Result(id, 5),
        ]);
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);

        var (entries, more) = await connection.SearchAsync(new LdapSearch("", LdapScope.Subtree, LdapFilter.Everything, "cn") { AtMost = 10 }, default);

        Assert.Equal(("cn=found", "found"), (Assert.Single(entries).Dn, entries[0].Text("CN")));
        Assert.False(more);
    }

    [Fact]
    public async Task No_more_entries_are_kept_than_asked_for()
    {
        await using var server = ScriptedServer.Answering((id, _) => [.. Enumerable.Range(0, 50).SelectMany(i => ScriptedServer.Entry(id, $"cn={i}")), .. ScriptedServer.Result(id, 5)]);
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);

        var (entries, more) = await connection.SearchAsync(new LdapSearch("", LdapScope.Subtree, LdapFilter.Everything) { AtMost = 2 }, default);

        Assert.Equal((2, true), (entries.Count, more));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => connection.SearchAsync(new LdapSearch("", LdapScope.Subtree, LdapFilter.Everything), default));
    }

    [Fact]
    public async Task A_second_request_at_the_same_time_is_a_defect()
    {
        await using var server = Silent(authority => authority.Issue());
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);
        using var cancel = new CancellationTokenSource();
        var first = connection.BindAsync("somebody", Secret, cancel.Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.BindAsync("somebody", Secret, default));

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_password_goes_out_once_and_is_told_to_nobody_else()
    {
        var received = new List<byte[]>();
        await using var server = ScriptedServer.Answering((id, operation) => { received.Add(operation.ToArray()); return ScriptedServer.Result(id, 1, LdapResultCode.InvalidCredentials, "no"); });
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);

        var result = await connection.BindAsync("somebody", Secret, default, new LdapControl("1.3.6.1.4.1.42.2.27.8.5.1"));

        var sent = Encoding.UTF8.GetString(Assert.Single(received));
        Assert.Contains(Secret, sent, StringComparison.Ordinal);
        Assert.Contains("1.3.6.1.4.1.42.2.27.8.5.1", sent, StringComparison.Ordinal);
        Assert.Equal("49 InvalidCredentials (no)", result.ToString());
        Assert.Equal(nameof(LdapBind), new LdapBind("somebody", Secret).ToString());
    }

    private static ScriptedServer Silent(Func<TestAuthority, System.Security.Cryptography.X509Certificates.X509Certificate2> certificate) => new(stream => stream.CopyToAsync(Stream.Null), certificate);

    private static Task<LdapException> RefusedAsync(LdapEndpoint endpoint) => Assert.ThrowsAsync<LdapException>(async () => await (await LdapConnection.ConnectAsync(endpoint, default)).DisposeAsync());

    private static async Task<LdapException> FailsAsync(ScriptedServer server, LdapFailure failure)
    {
        await using var connection = await LdapConnection.ConnectAsync(server.Endpoint, default);
        var thrown = await Assert.ThrowsAsync<LdapException>(() => connection.BindAsync("somebody", Secret, default));
        Assert.Equal((failure, true), (thrown.Failure, thrown.MaybeDone));
        Assert.False(connection.IsUsable);
        Assert.DoesNotContain(Secret, thrown.ToString(), StringComparison.Ordinal);
        return thrown;
    }
}
