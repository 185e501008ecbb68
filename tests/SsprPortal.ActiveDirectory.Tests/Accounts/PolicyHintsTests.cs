using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

/// <summary>What only Windows and newer versions of Samba do.</summary>
public class PolicyHintsTests
{
    private const string Fresh = "Fresh-Pa55word!", CriticalAndObeyed = "\u0001\u0001\u00ff\u0004\u00050\u0003\u0002\u0001\u0001"; // TRUE, then the value 30 03 02 01 01

    [Theory]
    [InlineData(ActiveDirectoryAccounts.PolicyHints, ActiveDirectoryAccounts.PolicyHints)]
    [InlineData(ActiveDirectoryAccounts.PolicyHintsDeprecated, ActiveDirectoryAccounts.PolicyHintsDeprecated)]
    [InlineData(ActiveDirectoryAccounts.PolicyHintsDeprecated + "," + ActiveDirectoryAccounts.PolicyHints, ActiveDirectoryAccounts.PolicyHints)]
    public async Task A_reset_obeys_the_history_by_the_newest_way_that_the_server_offers(string offered, string used)
    {
        await using var domain = new FakeDomain { Controls = offered.Split(',') };

        Assert.Equal(PasswordOutcome.Done, (await domain.Accounts(keepHistory: true).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);

        Assert.EndsWith(used + CriticalAndObeyed, Assert.Single(domain.Modifies), StringComparison.Ordinal);
        Assert.Equal(Fresh, domain.Password);
    }

    [Fact]
    public async Task Without_an_offer_nothing_is_sent()
    {
        await using var domain = new FakeDomain { Controls = ["1.2.840.113556.1.4.319"] };

        Assert.Equal(PasswordOutcome.HistoryNotKept, (await domain.Accounts(keepHistory: true).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);

        Assert.Empty(domain.Modifies);
    }

    [Fact]
    public async Task Without_the_wish_no_control_is_sent()
    {
        await using var domain = new FakeDomain { Controls = [ActiveDirectoryAccounts.PolicyHints] };

        Assert.Equal(PasswordOutcome.Done, (await domain.Accounts(keepHistory: false).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);

        Assert.DoesNotContain(ActiveDirectoryAccounts.PolicyHints, Assert.Single(domain.Modifies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_the_control_after_all_is_not_asked_without_it()
    {
        await using var domain = new FakeDomain { Controls = [ActiveDirectoryAccounts.PolicyHints], OnModify = () => (false, new(LdapResultCode.UnavailableCriticalExtension, "")) };

        Assert.Equal(PasswordOutcome.HistoryNotKept, (await domain.Accounts(keepHistory: true).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);

        Assert.Single(domain.Modifies);
    }

    [Theory]
    [InlineData(53, "0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n\0", nameof(PasswordOutcome.PasswordRefused))]
    [InlineData(53, "0000001F: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0", nameof(PasswordOutcome.Unreachable))]
    [InlineData(50, "00000005: SecErr: DSID-031521E1, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0", nameof(PasswordOutcome.NotDelegated))]
    [InlineData(32, "0000208D: NameErr", nameof(PasswordOutcome.Gone))]
    [InlineData(51, "00002015: busy", nameof(PasswordOutcome.Unreachable))]
    public async Task What_windows_answers_is_read_by_its_numbers(int code, string diagnostic, string expected)
    {
        await using var domain = new FakeDomain { OnModify = () => (false, new((LdapResultCode)code, diagnostic)) };

        var written = await domain.Accounts(keepHistory: false).ResetAsync(FakeDomain.Id, Fresh, false, default);

        Assert.Equal(expected, written.Outcome.ToString());
        Assert.Contains(diagnostic.Trim('\n', '\0'), written.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Fresh, written.ToString(), StringComparison.Ordinal);
    }
}
