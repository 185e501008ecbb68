using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

/// <summary>A password goes out once. What became of it when no answer came, the directory is asked.</summary>
public class LostAnswerTests(SambaDomain samba) : IClassFixture<SambaDomain>
{
    private const string Fresh = "Fresh-Pa55word!";

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(400);

    [Theory]
    [InlineData(true, false, nameof(PasswordOutcome.Done))]
    [InlineData(false, false, nameof(PasswordOutcome.Unknown))] // it may still be coming, or be written where this server has not heard of it
    [InlineData(true, true, nameof(PasswordOutcome.Done))]
    [InlineData(false, true, nameof(PasswordOutcome.Unknown))]
    public async Task What_became_of_a_password_is_looked_up_and_not_tried_again(bool done, bool hangs, string expected)
    {
        await using var domain = new FakeDomain(Soon) { OnModify = () => (done, null), Hangs = hangs };

        Assert.Equal(expected, (await domain.Accounts(keepHistory: false).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome.ToString());
        Assert.Single(domain.Modifies);
    }

    [Theory]
    [InlineData(true, nameof(PasswordOutcome.Done))]
    [InlineData(false, nameof(PasswordOutcome.Unknown))]
    public async Task So_is_what_became_of_a_change(bool done, string expected)
    {
        await using var domain = new FakeDomain(Soon) { OnModify = () => (done, null) };

        Assert.Equal(expected, (await domain.Accounts(keepHistory: false).ChangeAsync(FakeDomain.Id, "before", Fresh, default)).Outcome.ToString());
        Assert.Single(domain.Modifies);
    }

    [Fact]
    public async Task The_server_that_was_written_to_is_asked_and_not_one_that_lags_behind()
    {
        await using var written = new FakeDomain(Soon) { OnModify = () => (true, null) };
        await using var lagging = new FakeDomain(Soon);
        await using var servers = new LdapServers([written.Endpoint, lagging.Endpoint], "svc@fake.test", "service", TimeProvider.System);

        Assert.Equal(PasswordOutcome.Done, (await new ActiveDirectoryAccounts(servers, new() { KeepHistory = false }, TimeProvider.System).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);
        Assert.Empty(lagging.Modifies);
    }

    [Fact]
    public async Task What_was_never_sent_was_not_written()
    {
        await using var domain = new FakeDomain(Soon) { IsSilentAbout = "supportedControl" };

        Assert.Equal(PasswordOutcome.Unreachable, (await domain.Accounts(keepHistory: true).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);
        Assert.Empty(domain.Modifies);
    }

    [Fact]
    public async Task Of_whom_it_cannot_be_read_whether_they_rule_the_directory_nothing_is_written()
    {
        await using var domain = new FakeDomain { TellsGroups = false };

        Assert.Equal(PasswordOutcome.Protected, (await domain.Accounts(keepHistory: false).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);
        Assert.Empty(domain.Modifies);
    }

    [Fact]
    public async Task A_password_that_somebody_else_set_meanwhile_is_not_taken_for_the_new_one()
    {
        await using var domain = new FakeDomain(Soon);
        domain.OnModify = () =>
        {
            domain.PasswordSet++; // and the password is another
            return (false, null);
        };

        Assert.Equal(PasswordOutcome.Unknown, (await domain.Accounts(keepHistory: false).ResetAsync(FakeDomain.Id, Fresh, false, default)).Outcome);
    }

    [Fact]
    public async Task Whoever_leaves_after_the_write_began_does_not_stop_it()
    {
        await using var domain = new FakeDomain();
        using var cancel = new CancellationTokenSource();
        domain.OnModify = () =>
        {
            cancel.Cancel();
            return (true, new(LdapResultCode.Success, ""));
        };

        Assert.Equal(PasswordOutcome.Done, (await domain.Accounts(keepHistory: false).ResetAsync(FakeDomain.Id, Fresh, false, cancel.Token)).Outcome);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => domain.Accounts(keepHistory: false).ResetAsync(FakeDomain.Id, Fresh, false, cancel.Token));
        Assert.Single(domain.Modifies);
    }

    [Fact]
    public async Task A_controller_that_hangs_before_the_write_is_not_written_to()
    {
        var dn = await samba.AddUserAsync("frozen");
        var id = await samba.IdAsync(dn);
        var accounts = samba.Accounts(endpoint: samba.Endpoint with { ConnectTimeout = Soon, OperationTimeout = Soon });
        await samba.FreezeAsync();

        var write = await accounts.ResetAsync(id, Fresh, false, default);
        var check = await accounts.CheckAsync(id, SambaDomain.Password, default);
        var unlock = await accounts.UnlockAsync(id, default);
        var failure = await Assert.ThrowsAsync<LdapException>(() => accounts.GetAsync(id, default));
        await samba.ThawAsync();

        Assert.Equal((PasswordOutcome.Unreachable, SignInCheck.NotReached, Unlocking.Unreachable, LdapFailure.ConnectTimeout), (write.Outcome, check, unlock, failure.Failure));
        Assert.Null(await samba.SignInAsync(dn, SambaDomain.Password));
        Assert.Equal(PasswordOutcome.Done, (await accounts.ResetAsync(id, Fresh, false, default)).Outcome);
    }
}
