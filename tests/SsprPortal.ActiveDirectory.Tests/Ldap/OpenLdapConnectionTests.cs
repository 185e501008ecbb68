using System.Net.Sockets;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Ldap;

public class OpenLdapConnectionTests(OpenLdap server) : IClassFixture<OpenLdap>
{
    [Fact]
    public async Task Both_ways_to_tls_lead_to_a_sign_in()
    {
        foreach (var endpoint in new[] { server.Endpoint, server.PlainEndpoint })
        {
            await using var connection = await LdapConnection.ConnectAsync(endpoint, default);

            Assert.True((await connection.BindAsync(OpenLdap.Service, OpenLdap.ServicePassword, default)).IsSuccess);
            Assert.Equal(LdapResultCode.InvalidCredentials, (await connection.BindAsync(OpenLdap.Service, "wrong", default)).Code);
        }
    }

    [Fact]
    public async Task A_wrong_name_and_an_unknown_authority_end_before_the_sign_in()
    {
        using var other = new TestAuthority();

        foreach (var endpoint in new[] { server.Endpoint, server.PlainEndpoint })
        {
            await FailsAsync(endpoint with { Host = "localhost" }, LdapFailure.CertificateNameMismatch);
            await FailsAsync(endpoint with { Authorities = other.Roots }, LdapFailure.CertificateUntrusted);
            await FailsAsync(endpoint with { Authorities = null }, LdapFailure.CertificateUntrusted);
        }

        await FailsAsync(server.PlainEndpoint with { StartTls = false }, LdapFailure.TlsFailed);
    }

    [Fact]
    public async Task The_server_itself_wants_tls_for_a_password()
    {
        using var plain = new TcpClient("127.0.0.1", server.PlainEndpoint.Port);
        await plain.GetStream().WriteAsync(LdapMessage.Write(1, new LdapBind(OpenLdap.Service, "not the password"), []).Encode());
        var answer = new byte[1000];

        var read = await plain.GetStream().ReadAsync(answer);

        Assert.Equal(LdapResultCode.ConfidentialityRequired, LdapMessage.Read(answer.AsMemory(0, read)).Result!.Code);
    }

    [Fact]
    public async Task Ten_thousand_entries_come_page_by_page()
    {
        await using var connection = await server.ConnectAsync(OpenLdap.Service, OpenLdap.ServicePassword);

        var names = await connection.SearchPagedAsync(Many(LdapFilter.Present("uid")), 500, default).Select(each => each.Text("uid")).ToListAsync();

        Assert.Equal(10_000, names.Count);
        Assert.Equal(10_000, names.Distinct().Count());
    }

    [Fact]
    public async Task More_entries_than_asked_for_or_than_the_server_gives_are_told()
    {
        await using var service = await server.ConnectAsync(OpenLdap.Service, OpenLdap.ServicePassword);
        await using var anybody = await server.ConnectAsync(await server.AddPersonAsync("limited"), OpenLdap.Password);

        var (few, more) = await service.SearchAsync(Many(LdapFilter.Present("uid"), 3), default);
        var (limited, moreThanGiven) = await anybody.SearchAsync(Many(LdapFilter.Present("uid"), 5000), default);

        Assert.Equal((3, true), (few.Count, more));
        Assert.Equal((500, true), (limited.Count, moreThanGiven));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("n1*)(uid=*")]
    [InlineData(@"\2a")]
    public async Task A_typed_name_is_never_a_pattern(string typed)
    {
        await using var connection = await server.ConnectAsync(OpenLdap.Service, OpenLdap.ServicePassword);

        Assert.Empty((await connection.SearchAsync(Many(LdapFilter.Equal("uid", typed), 10), default)).Entries);
    }

    [Fact]
    public async Task Filters_of_every_kind_mean_to_the_server_what_they_say()
    {
        await using var connection = await server.ConnectAsync(OpenLdap.Service, OpenLdap.ServicePassword);

        Assert.Equal(1, await CountAsync("(uid=n77)"));
        Assert.Equal(111, await CountAsync("(uid=n77*)"));
        Assert.Equal(2, await CountAsync("(|(uid=n1)(uid=n2))"));
        Assert.Equal(1, await CountAsync("(&(uid=n1)(!(uid=n2)))"));
        Assert.Equal(1, await CountAsync("(uid:caseExactMatch:=n5)"));
        Assert.Equal(0, await CountAsync("(uid:caseExactMatch:=N5)"));
        Assert.Equal(2, await CountAsync("(&(uid=n9*9)(|(uid=n99)(uid=n9009)))"));

        async Task<int> CountAsync(string filter) => (await connection.SearchAsync(Many(LdapFilter.Parse(filter), 1000), default)).Entries.Count;
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_with_its_code()
    {
        await using var connection = await server.ConnectAsync(OpenLdap.Service, OpenLdap.ServicePassword);

        Assert.Empty((await connection.SearchAsync(new LdapSearch("ou=nowhere," + OpenLdap.Base, LdapScope.Subtree, LdapFilter.Everything) { AtMost = 1 }, default)).Entries);
        var refusal = await Assert.ThrowsAsync<LdapException>(() => connection.SearchAsync(new LdapSearch("not a name", LdapScope.Subtree, LdapFilter.Everything) { AtMost = 1 }, default));
        Assert.Equal((LdapFailure.Rejected, LdapResultCode.InvalidDnSyntax), (refusal.Failure, refusal.Result!.Code));
        Assert.True(connection.IsUsable);
    }

    private static LdapSearch Many(LdapFilter filter, int atMost = 0) => new("ou=many," + OpenLdap.Base, LdapScope.Subtree, filter, "uid") { AtMost = atMost };

    private static async Task FailsAsync(LdapEndpoint endpoint, LdapFailure failure) =>
        Assert.Equal(failure, (await Assert.ThrowsAsync<LdapException>(() => LdapConnection.ConnectAsync(endpoint, default))).Failure);
}
