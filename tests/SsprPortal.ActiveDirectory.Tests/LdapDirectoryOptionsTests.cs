using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.ActiveDirectory.Tests.Servers;

namespace SsprPortal.ActiveDirectory.Tests;

public class LdapDirectoryOptionsTests
{
    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["Directory:Servers:0"] = "dc1.contoso.com",
        ["Directory:Servers:1"] = "dc2.contoso.com:3636",
        ["Directory:ServiceAccount"] = "svc-sspr@contoso.com",
        ["Directory:ServicePassword"] = "secret",
    };

    [Theory]
    [InlineData("ActiveDirectory", typeof(ActiveDirectoryAccounts))]
    [InlineData("OpenLdap", typeof(OpenLdapAccounts))]
    public async Task Settings_choose_the_kind_of_directory(string kind, Type expected)
    {
        await using var provider = Build(("Kind", kind));

        Assert.IsType(expected, provider.GetRequiredService<AccountStore>());
    }

    [Theory]
    [InlineData("Servers:0", "")]
    [InlineData("Servers:0", "ldaps://dc1.contoso.com")]
    [InlineData("Servers:0", "dc1.contoso.com:0")]
    [InlineData("Servers:0", "dc1.contoso.com:x")]
    [InlineData("Servers:0", "dc1 contoso")]
    [InlineData("ServiceAccount", " ")]
    [InlineData("ServicePassword", "")]
    [InlineData("AuthoritiesFile", "/nowhere/authorities.pem")]
    [InlineData("Filter", "(department=IT")]
    [InlineData("NameAttribute", "uid=*")]
    public async Task Settings_that_could_never_work_are_refused_by_name(string setting, string value)
    {
        await using var provider = Build((setting, value));

        var refusal = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<AccountStore>());

        Assert.Contains("Directory:" + setting.Split(':')[0], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_certificate_is_refused()
    {
        var file = Path.GetTempFileName();
        await using var provider = Build(("AuthoritiesFile", file));
        try
        {
            Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<AccountStore>());
            using var authority = new TestAuthority();
            await File.WriteAllTextAsync(file, authority.Pem);
            await using var again = Build(("AuthoritiesFile", file));
            Assert.NotNull(again.GetRequiredService<AccountStore>());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_a_server_nothing_starts()
    {
        var services = new ServiceCollection().AddLdapDirectory(new ConfigurationBuilder().AddInMemoryCollection(Valid.Where(each => !each.Key.Contains("Servers", StringComparison.Ordinal))).Build());
        await using var provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<AccountStore>());
    }

    [Theory]
    [InlineData("dc1.contoso.com", false, "dc1.contoso.com", 636)]
    [InlineData("dc1.contoso.com", true, "dc1.contoso.com", 389)]
    [InlineData("dc1.contoso.com:3636", false, "dc1.contoso.com", 3636)]
    [InlineData("192.0.2.1:3636", false, "192.0.2.1", 3636)]
    [InlineData("2001:db8::1", false, "2001:db8::1", 636)]
    [InlineData("[2001:db8::1]:3636", false, "2001:db8::1", 3636)]
    public void A_server_is_a_name_with_a_port_or_without(string text, bool startTls, string host, int port) =>
        Assert.Equal(new LdapEndpoint(host, port) { StartTls = startTls }, LdapEndpoint.Parse(text, startTls));

    private static ServiceProvider Build(params (string Setting, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>(Valid);
        foreach (var (setting, value) in more) settings["Directory:" + setting] = value;
        return new ServiceCollection().AddLdapDirectory(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }
}
