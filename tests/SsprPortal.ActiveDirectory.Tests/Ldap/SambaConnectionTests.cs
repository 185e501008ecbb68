using System.Net.Sockets;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Ldap;

public class SambaConnectionTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    [Fact]
    public async Task Both_ways_to_tls_lead_to_a_sign_in()
    {
        foreach (var endpoint in new[] { domain.Endpoint, domain.PlainEndpoint })
        {
            await using var connection = await LdapConnection.ConnectAsync(endpoint, default);

            Assert.True((await connection.BindAsync(SambaDomain.Service, SambaDomain.ServicePassword, default)).IsSuccess);
            Assert.Equal((LdapResultCode.InvalidCredentials, LdapError.WrongPassword), Reason(await connection.BindAsync(SambaDomain.Administrator, "wrong", default)));
        }
    }

    [Fact]
    public async Task A_wrong_name_and_an_unknown_authority_end_before_the_sign_in()
    {
        using var other = new TestAuthority();

        await FailsAsync(domain.Endpoint with { Host = "localhost" }, LdapFailure.CertificateNameMismatch);
        await FailsAsync(domain.PlainEndpoint with { Host = "localhost" }, LdapFailure.CertificateNameMismatch);
        await FailsAsync(domain.Endpoint with { Authorities = other.Roots }, LdapFailure.CertificateUntrusted);
        await FailsAsync(domain.PlainEndpoint with { Authorities = null }, LdapFailure.CertificateUntrusted);
        await FailsAsync(domain.PlainEndpoint with { StartTls = false }, LdapFailure.TlsFailed);
    }

    [Fact]
    public async Task Samba_itself_wants_tls_for_a_password()
    {
        using var plain = new TcpClient("127.0.0.1", domain.PlainEndpoint.Port);
        await plain.GetStream().WriteAsync(LdapMessage.Write(1, new LdapBind(SambaDomain.Service, "not the password"), []).Encode());
        var answer = new byte[1000];

        var read = await plain.GetStream().ReadAsync(answer);

        Assert.Equal(LdapResultCode.StrongerAuthRequired, LdapMessage.Read(answer.AsMemory(0, read)).Result!.Code);
    }

    [Fact]
    public async Task Names_of_every_form_sign_in()
    {
        var dn = await domain.AddUserAsync("forms");

        Assert.Null(await domain.SignInAsync(dn, SambaDomain.Password));
        Assert.Null(await domain.SignInAsync("forms@contoso.test", SambaDomain.Password));
        Assert.Null(await domain.SignInAsync(@"CONTOSO\forms", SambaDomain.Password));
        Assert.Null(await domain.SignInAsync($"<GUID={new Guid((await domain.ReadAsync(dn, "objectGUID")).Bytes("objectGUID")!)}>", SambaDomain.Password));
        Assert.Equal(LdapError.WrongPassword, await domain.SignInAsync("forms", SambaDomain.Password)); // bare: not by Samba
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a*)(objectClass=*")]
    [InlineData(@"\2a")]
    [InlineData("admin*")]
    [InlineData("(&(|(!")]
    public async Task A_typed_name_is_never_a_pattern(string typed)
    {
        await using var connection = await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword);

        var (entries, _) = await connection.SearchAsync(By(LdapFilter.Equal("sAMAccountName", typed)), default);

        Assert.Empty(entries);
    }

    [Fact]
    public async Task Names_with_everything_in_them_are_found()
    {
        var dn = await domain.AddUserAsync("meta", "Staff", ("displayName", @"Müller, Hans (Extern) *x* a\b #hash 山田"));
        await using var connection = await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword);

        var (entries, _) = await connection.SearchAsync(By(LdapFilter.Equal("displayName", @"Müller, Hans (Extern) *x* a\b #hash 山田")), default);

        Assert.Equal(dn, Assert.Single(entries).Dn);
    }

    [Fact]
    public async Task A_name_of_ten_kilobytes_is_found_nowhere()
    {
        await using var connection = await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword);

        var (entries, _) = await connection.SearchAsync(By(LdapFilter.Equal("sAMAccountName", new string('あ', 10_000))), default);

        Assert.Empty(entries);
        Assert.Equal(LdapResultCode.InvalidCredentials, (await connection.BindAsync(new string('x', 10_000), "wrong", default)).Code);
    }

    [Fact]
    public async Task Pages_hold_every_entry_once()
    {
        await using var connection = await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword);
        var (all, more) = await connection.SearchAsync(By(LdapFilter.Present("sAMAccountName"), 1000), default);

        var paged = await connection.SearchPagedAsync(By(LdapFilter.Present("sAMAccountName"), 0), 7, default).Select(each => each.Dn).ToListAsync();

        Assert.False(more);
        Assert.True(all.Count > 20);
        Assert.Equal(all.Select(each => each.Dn).Order(StringComparer.Ordinal), paged.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Bytes_come_as_bytes()
    {
        await using var connection = await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword);

        var (entries, _) = await connection.SearchAsync(By(LdapFilter.Equal("sAMAccountName", "svc-sspr")), default);

        Assert.Equal(16, Assert.Single(entries).Bytes("objectGUID")!.Length);
    }

    private static LdapSearch By(LdapFilter filter, int atMost = 10) => new(SambaDomain.Base, LdapScope.Subtree, filter, "objectGUID") { AtMost = atMost };

    private static (LdapResultCode Code, LdapError Error) Reason(LdapResult result) => (result.Code, LdapErrors.Read((int)result.Code, result.Diagnostic));

    private static async Task FailsAsync(LdapEndpoint endpoint, LdapFailure failure) =>
        Assert.Equal(failure, (await Assert.ThrowsAsync<LdapException>(() => LdapConnection.ConnectAsync(endpoint, default))).Failure);
}
