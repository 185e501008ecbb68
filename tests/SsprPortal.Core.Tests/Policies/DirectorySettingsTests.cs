using System.Text.Json;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Tests.Policies;

public sealed class DirectorySettingsTests
{
    private static readonly DirectorySettings Valid = new() { Servers = ["dc1.contoso.com", "dc2.contoso.com:3636"], ServiceAccount = "svc-sspr@contoso.com" };

    [Fact]
    public void Servers_and_an_account_are_enough() => Assert.Same(Valid, Valid.Checked());

    [Theory]
    [InlineData("dc1.contoso.com", "dc1.contoso.com", null)]
    [InlineData("dc1.contoso.com:3636", "dc1.contoso.com", 3636)]
    [InlineData("192.0.2.1:3636", "192.0.2.1", 3636)]
    [InlineData("2001:db8::1", "2001:db8::1", null)]
    [InlineData("[2001:db8::1]:3636", "2001:db8::1", 3636)]
    public void A_server_is_a_name_with_a_port_or_without(string text, string host, int? port) => Assert.Equal((host, port), DirectorySettings.ReadServer(text));

    [Theory]
    [InlineData("")]
    [InlineData("ldaps://dc1.contoso.com")]
    [InlineData("dc1.contoso.com:0")]
    [InlineData("dc1.contoso.com:65536")]
    [InlineData("dc1.contoso.com:x")]
    [InlineData("dc1 contoso")]
    [InlineData(":636")]
    public void Anything_else_is_no_server_and_then_there_is_no_directory(string text)
    {
        Assert.Null(DirectorySettings.ReadServer(text));
        Assert.Null((Valid with { Servers = ["dc1.contoso.com", text] }).Checked());
    }

    [Theory]
    [InlineData("""{"Servers":[]}""", "Servers")]
    [InlineData("""{"Servers":["a","b","c","d","e","f","g","h","i"]}""", "Servers")]
    [InlineData("""{"ServiceAccount":""}""", "ServiceAccount")]
    [InlineData("""{"ServiceAccount":" "}""", "ServiceAccount")]
    [InlineData("""{"ServiceAccount":"svc\u0000x"}""", "ServiceAccount")]
    [InlineData("""{"SearchBase":"OU=Staff\nOU=x"}""", "SearchBase")]
    [InlineData("""{"SearchBase":"Staff"}""", "SearchBase")]
    [InlineData("""{"SearchBase":"=Staff,DC=contoso"}""", "SearchBase")]
    [InlineData("""{"SearchBase":"OU=,DC=contoso"}""", "SearchBase")]
    [InlineData("""{"ExceptedGroups":[""]}""", "ExceptedGroups")]
    [InlineData("""{"ExceptedGroups":["CN=x,DC=contoso","Domain Admins"]}""", "ExceptedGroups")]
    [InlineData("""{"DefaultPolicy":"default"}""", "DefaultPolicy")]
    [InlineData("""{"NameAttribute":"uid=*"}""", "NameAttribute")]
    [InlineData("""{"NameAttribute":""}""", "NameAttribute")]
    [InlineData("""{"DefaultPolicy":"cn=x\u0000"}""", "DefaultPolicy")]
    public void Settings_that_could_never_work_are_named_and_are_no_directory(string change, string setting)
    {
        var whole = JsonSerializer.SerializeToNode(Valid, SsprPolicy.Json)!.AsObject();
        foreach (var (key, value) in JsonDocument.Parse(change).RootElement.EnumerateObject().Select(member => (member.Name, member.Value.GetRawText())))
            whole[key] = System.Text.Json.Nodes.JsonNode.Parse(value);
        var settings = whole.Deserialize<DirectorySettings>(SsprPolicy.Json)!;

        Assert.Equal([setting], settings.Faults());
        Assert.Null(new SsprPolicy { Directory = settings }.Checked().Directory);
    }

    [Theory]
    [InlineData("")]
    [InlineData("OU=Staff,DC=contoso,DC=com")]
    [InlineData("ou = 営業部, dc=contoso")]
    [InlineData("2.5.4.11=Staff,DC=contoso")]
    [InlineData("OU=\\,Staff,DC=contoso")]
    public void A_place_is_a_dn_or_nothing(string text) => Assert.Empty((Valid with { SearchBase = text }).Faults());

    [Fact]
    public void What_is_longer_than_there_is_room_for_is_refused()
    {
        Assert.Equal(["Filter"], (Valid with { Filter = new('x', DirectorySettings.MaxFilter + 1) }).Faults());
        Assert.Equal(["Authorities"], (Valid with { Authorities = new('x', DirectorySettings.MaxAuthorities + 1) }).Faults());
        Assert.Equal(["SearchBase"], (Valid with { SearchBase = new('x', DirectorySettings.MaxName + 1) }).Faults());
        Assert.Equal(["ExceptedGroups"], (Valid with { ExceptedGroups = [.. Enumerable.Repeat("CN=x", DirectorySettings.MaxExceptedGroups + 1)] }).Faults());
    }

    [Fact]
    public void The_password_goes_elsewhere_by_another_server_authority_kind_way_or_account_and_by_nothing_else()
    {
        Assert.All(
            [Valid with { Servers = ["dc1.contoso.com"] }, Valid with { Authorities = "x" }, Valid with { Kind = DirectoryKind.OpenLdap }, Valid with { StartTls = true }, Valid with { ServiceAccount = "other@contoso.com" }],
            changed => Assert.False(changed.SendsPasswordLike(Valid)));
        Assert.True((Valid with { Servers = [.. Valid.Servers], SearchBase = "OU=Staff", Filter = "(a=b)", ExceptedGroups = ["CN=x"], KeepHistory = false, NameAttribute = "cn", DefaultPolicy = "cn=p" }).SendsPasswordLike(Valid));
    }

    [Fact]
    public void Without_a_directory_there_is_none() => Assert.Null(new SsprPolicy().Checked().Directory);
}
