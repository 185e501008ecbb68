using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Directory;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

/// <summary>What is missing is named, and the lines that are offered grant it.</summary>
public sealed class RightsTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    private const string Guarded = "OU=Guarded," + SambaDomain.Base;

    [Fact]
    public async Task The_lines_that_are_offered_grant_what_is_missing()
    {
        var dn = await domain.AddUserAsync("lacking", "Guarded");
        var accounts = domain.Accounts();

        var before = (await accounts.ReportAsync("lacking", default))!;

        Assert.Equal([Right.ResetPassword, Right.AskForChange, Right.Unlock], before.Missing.Select(each => each.Right));
        Assert.Equal(
            [
                $"dsacls \"{Guarded}\" /I:S /G \"CONTOSO\\svc-sspr:CA;Reset Password;user\"",
                $"dsacls \"{Guarded}\" /I:S /G \"CONTOSO\\svc-sspr:RPWP;pwdLastSet;user\"",
                $"dsacls \"{Guarded}\" /I:S /G \"CONTOSO\\svc-sspr:RPWP;lockoutTime;user\"",
            ],
            before.Missing.SelectMany(each => each.OnWindows));
        Assert.Equal((true, "lacking@contoso.test", dn), (before.Rights, before.UserName, before.Dn));
        Assert.Equal(10, before.Rules!.Password.MinLength);
        Assert.Empty(before.Hindrances);

        foreach (var line in before.Missing.SelectMany(each => each.OnSamba)) await RunAsync(line);
        Assert.Empty((await accounts.ReportAsync("lacking", default))!.Missing);
    }

    [Fact]
    public async Task The_line_for_a_policy_of_ones_own_lets_it_be_read()
    {
        var dn = await domain.AddUserAsync("personal");
        await domain.AddPolicyAsync("own", dn);
        var accounts = domain.Accounts();
        var before = (await accounts.ReportAsync("personal", default))!;
        Assert.Null(before.Rules);

        await RunAsync(Assert.Single(Assert.Single(before.Missing).OnSamba));

        var after = (await accounts.ReportAsync("personal", default))!;
        Assert.Equal((true, 0), (after.Rules!.IsPersonal, after.Missing.Count));
    }

    [Fact]
    public async Task Lines_name_where_people_are_looked_for()
    {
        await domain.AddUserAsync("based", "Guarded");

        var missing = (await domain.Accounts(new() { SearchBase = Guarded.ToLowerInvariant(), KeepHistory = false }).ReportAsync("based", default))!.Missing;

        Assert.All(missing, each => Assert.Contains($"\"{Guarded}\"", Assert.Single(each.OnWindows), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_rules_the_directory_is_said_to_be_left_alone()
    {
        var report = (await domain.Accounts().ReportAsync("Administrator", default))!;

        Assert.Contains(Hindrance.RulesTheDirectory, report.Hindrances);
        Assert.Null(await domain.Accounts().ReportAsync("nobody-at-all", default));
    }

    [Theory]
    [InlineData("OU=x$(reboot),DC=contoso,DC=test", "CONTOSO\\svc")]
    [InlineData("OU=x`reboot`,DC=contoso,DC=test", "CONTOSO\\svc")]
    [InlineData("OU=x' ; reboot ; ',DC=contoso,DC=test", "CONTOSO\\svc")]
    [InlineData("OU=x\" & reboot & \",DC=contoso,DC=test", "CONTOSO\\svc")]
    [InlineData("OU=%PATH%,DC=contoso,DC=test", "CONTOSO\\svc")]
    [InlineData("OU=x\nreboot,DC=contoso,DC=test", "CONTOSO\\svc")]
    [InlineData("OU=Staff,DC=contoso,DC=test", "CONTOSO\\$(svc)")]
    public void A_name_that_means_something_to_a_shell_is_offered_in_no_line(string place, string account) =>
        Assert.All(Enum.GetValues<Right>().Select(new Delegation(place, "DC=contoso,DC=test", account, "S-1-5-21-1-2-3-1104").Of), each => Assert.Empty(each.OnWindows.Concat(each.OnSamba)));

    [Fact]
    public void Every_right_has_its_lines() => Assert.All(
        Enum.GetValues<Right>().Select(new Delegation("OU=Staff,DC=contoso,DC=test", "DC=contoso,DC=test", "CONTOSO\\svc", "S-1-5-21-1-2-3-1104").Of),
        each => Assert.True(each.OnWindows.Count > 0 && each.OnSamba.All(line => line.Contains("S-1-5-21-1-2-3-1104", StringComparison.Ordinal)) && each.OnSamba.Count > 0));

    [Fact]
    public async Task A_server_is_of_use_only_when_what_the_settings_name_is_there()
    {
        var report = Assert.Single(await domain.Accounts(new() { SearchBase = "OU=Nowhere," + SambaDomain.Base }).ProbeAsync(default));

        Assert.Equal(nameof(LdapFailure.Rejected), report.Failure!.Kind);
        Assert.Contains("OU=Nowhere", report.Failure.Detail, StringComparison.Ordinal);
        Assert.Contains(Capability.ActiveDirectory, report.Capabilities);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_not_waited_for()
    {
        await using var silent = ScriptedServer.Answering((id, operation) => operation.Span[0] == 0x60 ? ScriptedServer.Result(id, 1) : []);
        await using var servers = new LdapServers([silent.Endpoint], "svc", "password", TimeProvider.System);

        var report = Assert.Single(await new ActiveDirectoryAccounts(servers, new(), TimeProvider.System).ProbeAsync(default).WaitAsync(AccountStore.ProbeFor * 2));

        Assert.Equal(nameof(LdapFailure.ResponseTimeout), report.Failure!.Kind);
    }

    private Task RunAsync(string line)
    {
        Assert.StartsWith("samba-tool dsacl set --objectdn='", line, StringComparison.Ordinal);
        var parts = line.Split('\'');
        Assert.Equal((5, " --sddl="), (parts.Length, parts[2]));
        return domain.AllowAsync(parts[1], parts[3]);
    }
}
