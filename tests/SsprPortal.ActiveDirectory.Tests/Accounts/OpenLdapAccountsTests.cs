using System.Text;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.Core.Directory;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class OpenLdapAccountsTests(OpenLdap server) : IClassFixture<OpenLdap>
{
    private const string Fresh = "Fresh-Pa55word!", Set = "Set-Pa55word!";

    private readonly OpenLdapAccounts _accounts = server.Accounts();

    [Fact]
    public async Task Name_and_unique_mail_lead_to_the_account()
    {
        var (_, id) = await AddAsync("finder");
        await AddAsync("double", ("mail", "same@example.test"));
        await AddAsync("other", ("mail", "same@example.test"));

        Assert.Equal(id, (await _accounts.FindAsync("finder", default))?.Id);
        Assert.Equal(id, (await _accounts.FindAsync("ＦＩＮＤＥＲ", default))?.Id);
        Assert.Equal(id, (await _accounts.FindAsync("finder@example.test", default))?.Id);
        foreach (var nobody in new[] { "same@example.test", "nobody", "*", "find*", "", "finder)(uid=*", "fin\0der", new string('x', 10_000), "n77" }) Assert.Null(await _accounts.FindAsync(nobody, default));
    }

    [Fact]
    public async Task An_account_tells_what_it_is()
    {
        var (dn, id) = await AddAsync("teller", ("displayName", "山田 花子"), ("mobile", "+81 9012345678"), ("preferredLanguage", "ja"));
        var inner = await server.AddGroupAsync("inner", dn);
        var outer = await server.AddGroupAsync("outer", inner);
        await server.DoAsync(new LdapModify(inner, (LdapChange.Add, "member", [Encoding.UTF8.GetBytes(outer)]))); // one in another, and back

        Assert.Null((await _accounts.GetAsync(id, default))!.PasswordSetAt); // the server notes only changes
        await _accounts.ResetAsync(id, Set, false, default);

        var account = await _accounts.GetAsync(id, default);

        Assert.NotNull(account);
        Assert.Equal((dn, "teller", "山田 花子", "teller@example.test", "+81 9012345678", "ja"), (account.Dn, account.UserName, account.DisplayName, account.Mail, account.MobilePhone, account.Language));
        Assert.True(account is { IsUsable: true, IsLocked: false, MustChange: false, MayNotChange: false, Protection: Protection.None });
        Assert.InRange(account.PasswordSetAt!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        Assert.True(account.Groups.SetEquals([await server.IdAsync(inner), await server.IdAsync(outer)]));
    }

    [Fact]
    public async Task A_sign_in_tells_how_the_account_is()
    {
        var (dn, id) = await AddAsync("signer");

        Assert.Equal(SignInCheck.Right, await _accounts.CheckAsync(id, OpenLdap.Password, default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "", default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, OpenLdap.Password + "\0", default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(Guid.NewGuid(), OpenLdap.Password, default));
        Assert.Equal(SignInCheck.Right, await _accounts.CheckAsync(id, OpenLdap.Password, default));
        for (var i = 0; i < 3; i++) Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default));
        Assert.Equal(SignInCheck.Locked, await _accounts.CheckAsync(id, OpenLdap.Password, default));
        Assert.True((await _accounts.GetAsync(id, default))!.IsLocked);

        Assert.Equal(Unlocking.Unlocked, await _accounts.UnlockAsync(id, default));
        Assert.Equal(Unlocking.NotLocked, await _accounts.UnlockAsync(id, default));
        Assert.True(await server.SignInAsync(dn, OpenLdap.Password));
    }

    [Fact]
    public async Task An_expired_password_is_told_to_the_right_password_only_and_can_be_changed()
    {
        var (dn, id) = await AddAsync("expired");
        await server.SetAsync(dn, ("pwdPolicySubentry", await server.AddPolicyAsync("short", ("pwdMaxAge", "1"))));
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, Set, false, default)).Outcome);
        while (await server.SignInAsync(dn, Set)) await Task.Yield(); // the policy knows whole seconds only

        Assert.Equal(SignInCheck.Expired, await _accounts.CheckAsync(id, Set, default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default));
        var account = (await _accounts.GetAsync(id, default))!;
        Assert.True(account.MustChange);
        Assert.Equal(account.PasswordSetAt + TimeSpan.FromSeconds(1), account.PasswordExpiresAt);
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ChangeAsync(id, Set, Fresh, default)).Outcome);
    }

    [Fact]
    public async Task A_reset_sets_the_password_unlocks_and_may_ask_for_a_change()
    {
        var (dn, id) = await AddAsync("reset");
        await server.LockAsync(dn);

        Assert.Equal(new(PasswordOutcome.Done), await _accounts.ResetAsync(id, Fresh, mustChange: true, default));

        Assert.Equal(SignInCheck.MustChange, await _accounts.CheckAsync(id, Fresh, default));
        Assert.True((await _accounts.GetAsync(id, default))!.MustChange);
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ChangeAsync(id, Fresh, "Chosen-Pa55word!", default)).Outcome);
        Assert.Equal(SignInCheck.Right, await _accounts.CheckAsync(id, "Chosen-Pa55word!", default));
    }

    [Fact]
    public async Task Somebody_who_must_change_may_do_nothing_else()
    {
        var (dn, id) = await AddAsync("restricted");
        await _accounts.ResetAsync(id, Fresh, mustChange: true, default);
        await using var own = await server.ConnectAsync(dn, Fresh);

        var refusal = await Assert.ThrowsAsync<LdapException>(() => own.SearchAsync(new LdapSearch(dn, LdapScope.Base, LdapFilter.Everything) { AtMost = 1 }, default));

        Assert.Equal(LdapResultCode.InsufficientAccessRights, refusal.Result!.Code);
    }

    [Fact]
    public async Task A_reset_obeys_quality_history_and_least_age()
    {
        var (dn, id) = await AddAsync("rules");

        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ResetAsync(id, "Sh0rt!", false, default)).Outcome);
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ResetAsync(id, "", false, default)).Outcome);
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, Fresh, false, default)).Outcome);
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ResetAsync(id, OpenLdap.Password, false, default)).Outcome);
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ChangeAsync(id, Fresh, OpenLdap.Password, default)).Outcome);

        await server.DoAsync(new AddEntry("cn=aged,ou=policies," + OpenLdap.Base, new (string, string)[] { ("objectClass", "device"), ("objectClass", "pwdPolicy"), ("cn", "aged"), ("pwdAttribute", "userPassword"), ("pwdMinAge", "86400") }.Select(each => (each.Item1, Encoding.UTF8.GetBytes(each.Item2)))));
        await server.SetAsync(dn, ("pwdPolicySubentry", "cn=aged,ou=policies," + OpenLdap.Base));
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ResetAsync(id, "Third-Pa55word!", false, default)).Outcome);
        Assert.Equal(new(0, false, 0, TimeSpan.FromDays(1), null, 0, null, null, IsPersonal: true), await _accounts.PolicyAsync(id, default));
    }

    [Fact]
    public async Task A_wrong_old_password_is_told_and_counts()
    {
        var (dn, id) = await AddAsync("guesser");

        for (var i = 0; i < 3; i++) Assert.Equal(PasswordOutcome.OldWrong, (await _accounts.ChangeAsync(id, "wrong", Fresh, default)).Outcome);
        Assert.Equal(PasswordOutcome.Locked, (await _accounts.ChangeAsync(id, OpenLdap.Password, Fresh, default)).Outcome);
        Assert.False(await server.SignInAsync(dn, OpenLdap.Password));
    }

    [Fact]
    public async Task What_an_administrator_locked_stays_locked()
    {
        var (dn, id) = await AddAsync("forgood");
        await server.SetAsync(dn, ("pwdAccountLockedTime", "000001010000Z"));

        Assert.Equal(SignInCheck.Locked, await _accounts.CheckAsync(id, OpenLdap.Password, default));
        Assert.False((await _accounts.GetAsync(id, default))!.IsUsable);
        Assert.Equal(Unlocking.Refused, await _accounts.UnlockAsync(id, default));
        Assert.Equal(PasswordOutcome.Unusable, (await _accounts.ResetAsync(id, Fresh, false, default)).Outcome);
    }

    [Fact]
    public async Task A_member_of_an_excepted_group_is_left_alone()
    {
        var (dn, id) = await AddAsync("excepted");
        var group = await server.AddGroupAsync("excepted-group", dn);
        var accounts = server.Accounts(new() { SearchBase = "ou=people," + OpenLdap.Base, ExceptedGroups = [group] });

        Assert.Equal(PasswordOutcome.Protected, (await accounts.ResetAsync(id, Fresh, false, default)).Outcome);
        Assert.Equal(PasswordOutcome.Protected, (await accounts.ChangeAsync(id, OpenLdap.Password, Fresh, default)).Outcome);
        Assert.True(await server.SignInAsync(dn, OpenLdap.Password));
    }

    [Fact]
    public async Task Rules_are_those_of_the_policy_that_is_configured()
    {
        var (_, id) = await AddAsync("ruled");

        Assert.Equal(new(10, false, 3, TimeSpan.Zero, null, 3, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30), IsPersonal: false), await _accounts.PolicyAsync(id, default));
        Assert.Null(await server.Accounts(new() { SearchBase = "ou=people," + OpenLdap.Base }).PolicyAsync(id, default));
    }

    [Fact]
    public async Task The_server_is_told_from_an_active_directory()
    {
        var report = Assert.Single(await _accounts.ProbeAsync(default));

        Assert.Null(report.Failure);
        Assert.Equal([Capability.History, Capability.StartTls, Capability.Paging, Capability.PasswordModify, Capability.PasswordPolicy], report.Capabilities.Order());
    }

    private async Task<(string Dn, Guid Id)> AddAsync(string uid, params (string Attribute, string Value)[] more)
    {
        var dn = await server.AddPersonAsync(uid, more);
        return (dn, await server.IdAsync(dn));
    }
}
