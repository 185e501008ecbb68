using System.Text;
using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class ActiveDirectoryPasswordTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    private const string Fresh = "Fresh-Pa55word!";

    private readonly ActiveDirectoryAccounts _accounts = domain.Accounts();

    [Fact]
    public async Task A_reset_sets_the_password_and_unlocks()
    {
        var (dn, id) = await AddAsync("reset");
        await domain.LockAsync(dn);
        Assert.Equal(LdapError.LockedOut, await domain.SignInAsync(dn, SambaDomain.Password));

        Assert.Equal(new(PasswordOutcome.Done), await _accounts.ResetAsync(id, Fresh, mustChange: false, default));

        Assert.Null(await domain.SignInAsync(dn, Fresh));
        Assert.Equal(0, (await domain.ReadAsync(dn, "lockoutTime")).Number("lockoutTime"));
    }

    [Fact]
    public async Task A_reset_may_ask_for_a_change_at_the_next_sign_in()
    {
        var (dn, id) = await AddAsync("asked");

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, Fresh, mustChange: true, default)).Outcome);

        Assert.Equal(LdapError.MustChangePassword, await domain.SignInAsync(dn, Fresh));
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ChangeAsync(id, Fresh, "Chosen-Pa55word!", default)).Outcome);
        Assert.Null(await domain.SignInAsync(dn, "Chosen-Pa55word!"));
    }

    [Theory]
    [InlineData("Sh0rt!")]
    [InlineData("longbutnotcomplex")]
    [InlineData("")]
    [InlineData("Nul-Pa55word!\0")]
    public async Task A_password_against_the_rules_changes_nothing_at_all(string password)
    {
        var (dn, id) = await AddAsync("rules" + Guid.NewGuid().ToString("N")[..8]);
        await domain.LockAsync(dn);

        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ResetAsync(id, password, mustChange: true, default)).Outcome);

        Assert.True((await _accounts.GetAsync(id, default)) is { IsLocked: true, MustChange: false }); // all or nothing
        Assert.Equal(Unlocking.Unlocked, await _accounts.UnlockAsync(id, default));
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ChangeAsync(id, SambaDomain.Password, password, default)).Outcome);
        Assert.Null(await domain.SignInAsync(dn, SambaDomain.Password));
    }

    [Theory]
    [InlineData("\"Quoted\"-Pa55\"")]
    [InlineData("Ümläute-ß-Pa55wörd")]
    [InlineData("絵文字🔐パスワード-Pa55")]
    [InlineData(" leading and trailing 1A ")]
    public async Task A_password_may_have_anything_in_it(string password)
    {
        var (dn, id) = await AddAsync("chars" + Guid.NewGuid().ToString("N")[..8]);

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, password, false, default)).Outcome);
        Assert.Null(await domain.SignInAsync(dn, password));
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ChangeAsync(id, password, password + string.Concat(Enumerable.Repeat("xY1-", 60)), default)).Outcome);
        Assert.Null(await domain.SignInAsync(dn, password + string.Concat(Enumerable.Repeat("xY1-", 60))));
    }

    [Fact]
    public async Task A_server_that_would_forget_the_history_is_not_asked_to_reset()
    {
        var (dn, id) = await AddAsync("history");
        var keeping = domain.Accounts(new() { KeepHistory = true });

        Assert.Equal(PasswordOutcome.HistoryNotKept, (await keeping.ResetAsync(id, Fresh, false, default)).Outcome);
        Assert.Null(await domain.SignInAsync(dn, SambaDomain.Password));

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, SambaDomain.Password, false, default)).Outcome); // where the organisation does not mind
    }

    [Fact]
    public async Task A_control_that_samba_does_not_know_is_refused_when_critical_and_forgotten_otherwise()
    {
        var (dn, _) = await AddAsync("critical");
        await using var connection = await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword);
        var same = new LdapModify(dn, (LdapChange.Replace, "unicodePwd", [Quoted(SambaDomain.Password)]));
        byte[] obey = [0x30, 0x03, 0x02, 0x01, 0x01];

        Assert.Equal(LdapResultCode.UnavailableCriticalExtension, (await connection.SendAsync(same, default, new LdapControl(ActiveDirectoryAccounts.PolicyHints, obey, Critical: true))).Code);
        Assert.Equal(LdapResultCode.UnavailableCriticalExtension, (await connection.SendAsync(same, default, new LdapControl(ActiveDirectoryAccounts.PolicyHintsDeprecated, obey, Critical: true))).Code);
        Assert.Equal(LdapResultCode.Success, (await connection.SendAsync(same, default, new LdapControl(ActiveDirectoryAccounts.PolicyHints, obey))).Code);
    }

    [Fact]
    public async Task A_change_obeys_the_history()
    {
        var (dn, id) = await AddAsync("reused");

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ChangeAsync(id, SambaDomain.Password, Fresh, default)).Outcome);
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ChangeAsync(id, Fresh, SambaDomain.Password, default)).Outcome);
        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ChangeAsync(id, Fresh, Fresh, default)).Outcome);
        Assert.Null(await domain.SignInAsync(dn, Fresh));
    }

    [Fact]
    public async Task A_change_obeys_the_least_age_and_a_reset_without_history_does_not()
    {
        var (dn, id) = await AddAsync("young");
        await domain.AddPolicyAsync("aged", dn, ("msDS-MinimumPasswordAge", "-864000000000"));

        Assert.Equal(PasswordOutcome.PasswordRefused, (await _accounts.ChangeAsync(id, SambaDomain.Password, Fresh, default)).Outcome);
        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, Fresh, false, default)).Outcome);
    }

    [Fact]
    public async Task A_wrong_old_password_counts_until_it_locks()
    {
        var (dn, id) = await AddAsync("guesser");

        Assert.Equal(PasswordOutcome.OldWrong, (await _accounts.ChangeAsync(id, "", Fresh, default)).Outcome); // not even sent
        Assert.Equal(0, (await domain.ReadAsync(dn, "badPwdCount")).Number("badPwdCount"));
        Assert.Equal(PasswordOutcome.OldWrong, (await _accounts.ChangeAsync(id, "wrong", "short", default)).Outcome); // that the new one is refused proves the old one
        for (var i = 0; i < 2; i++) Assert.Equal(PasswordOutcome.OldWrong, (await _accounts.ChangeAsync(id, "wrong", Fresh, default)).Outcome);
        Assert.Equal(PasswordOutcome.Locked, (await _accounts.ChangeAsync(id, SambaDomain.Password, Fresh, default)).Outcome);
        Assert.Equal(LdapError.LockedOut, await domain.SignInAsync(dn, SambaDomain.Password));
    }

    [Fact]
    public async Task Who_cannot_sign_in_because_the_password_expired_can_change_it()
    {
        var (dn, id) = await AddAsync("late");
        await domain.AgeAsync(dn);
        Assert.Equal(LdapError.PasswordExpired, await domain.SignInAsync(dn, SambaDomain.Password));

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ChangeAsync(id, SambaDomain.Password, Fresh, default)).Outcome);

        Assert.Null(await domain.SignInAsync(dn, Fresh));
    }

    [Theory]
    [InlineData("userAccountControl", "514")]
    [InlineData("accountExpires", "133000000000000000")]
    public async Task An_account_that_may_not_be_used_is_left_alone(string attribute, string value)
    {
        var (dn, id) = await AddAsync("unusable" + attribute);
        await domain.SetAsync(dn, (attribute, value));

        await RefusedAsync(_accounts, dn, id, PasswordOutcome.Unusable);
    }

    [Fact]
    public async Task An_account_that_rules_the_directory_is_left_alone()
    {
        var (dn, id) = await AddAsync("ruler");
        await domain.SetAsync(dn, ("adminCount", "1"));

        await RefusedAsync(_accounts, dn, id, PasswordOutcome.Protected);
        Assert.Equal(Protection.RulesTheDirectory, (await _accounts.GetAsync(id, default))!.Protection);
    }

    [Theory]
    [InlineData("CN=Domain Admins,CN=Users,")]
    [InlineData("CN=Account Operators,CN=Builtin,")]
    public async Task Whoever_came_to_rule_a_moment_ago_is_left_alone(string group)
    {
        var (dn, id) = await AddAsync("new" + group[3..9].Trim());
        var between = await domain.AddGroupAsync("between" + group[3..9].Trim(), dn);
        await domain.DoAsync(new LdapModify(group + SambaDomain.Base, (LdapChange.Add, "member", [Encoding.UTF8.GetBytes(between)])));

        await RefusedAsync(_accounts, dn, id, PasswordOutcome.Protected);
        Assert.Equal(Unlocking.Refused, await _accounts.UnlockAsync(id, default));
    }

    [Fact]
    public async Task A_member_of_a_group_in_an_excepted_group_is_left_alone()
    {
        var (dn, id) = await AddAsync("excepted");
        var outer = await domain.AddGroupAsync("excepted-outer", await domain.AddGroupAsync("excepted-inner", dn));
        var accounts = domain.Accounts(new() { ExceptedGroups = [outer], KeepHistory = false });

        await RefusedAsync(accounts, dn, id, PasswordOutcome.Protected);
        Assert.Equal(Protection.ExceptedGroup, (await accounts.GetAsync(id, default))!.Protection);
        Assert.Equal(Protection.None, (await _accounts.GetAsync(id, default))!.Protection);
    }

    [Fact]
    public async Task Nothing_is_written_while_an_excepted_group_is_nowhere()
    {
        var (dn, id) = await AddAsync("nowhere");
        var accounts = domain.Accounts(new() { ExceptedGroups = ["CN=Gone," + SambaDomain.Base], KeepHistory = false });

        var written = await accounts.ResetAsync(id, Fresh, false, default);

        Assert.Equal(PasswordOutcome.Unreachable, written.Outcome);
        Assert.Contains("CN=Gone", written.Detail, StringComparison.Ordinal);
        Assert.Null(await domain.SignInAsync(dn, SambaDomain.Password));
    }

    [Theory]
    [InlineData("PS")]
    [InlineData("WD")]
    public async Task A_password_that_an_administrator_keeps_from_changing_does_not_change(string whom)
    {
        var (dn, id) = await AddAsync("kept" + whom);
        Assert.False((await _accounts.GetAsync(id, default))!.MayNotChange);
        await domain.AllowAsync(dn, $"(OD;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;{whom})");

        await RefusedAsync(_accounts, dn, id, PasswordOutcome.MayNotChange);
    }

    [Fact]
    public async Task Where_the_rights_are_missing_nothing_is_written_and_that_is_told()
    {
        var dn = await domain.AddUserAsync("undelegated", "Guarded");
        var id = await domain.IdAsync(dn);

        Assert.Equal(PasswordOutcome.NotDelegated, (await _accounts.ResetAsync(id, Fresh, false, default)).Outcome);
        Assert.Null(await domain.SignInAsync(dn, SambaDomain.Password));
        await domain.LockAsync(dn);
        Assert.Equal(Unlocking.NotDelegated, await _accounts.UnlockAsync(id, default));
        Assert.Equal(LdapError.LockedOut, await domain.SignInAsync(dn, SambaDomain.Password));
    }

    [Fact]
    public async Task Only_a_locked_account_is_unlocked()
    {
        var (dn, id) = await AddAsync("unlocked");
        Assert.Equal(Unlocking.NotLocked, await _accounts.UnlockAsync(id, default));
        await domain.LockAsync(dn);

        Assert.Equal(Unlocking.Unlocked, await _accounts.UnlockAsync(id, default));

        Assert.Null(await domain.SignInAsync(dn, SambaDomain.Password));
        Assert.Equal(Unlocking.NotLocked, await _accounts.UnlockAsync(id, default));
        Assert.Equal(Unlocking.Refused, await _accounts.UnlockAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task What_samba_answers_to_what_the_portal_never_asks_reads_as_it_should()
    {
        var (dn, _) = await AddAsync("raw");
        await using var connection = await domain.ConnectAsync(SambaDomain.Service, SambaDomain.ServicePassword);

        Assert.Equal((LdapResultCode.UnwillingToPerform, LdapError.Other), await AskAsync(new LdapModify(dn, (LdapChange.Replace, "unicodePwd", ["not quoted, not UTF-16"u8.ToArray()]))));
        Assert.Equal((LdapResultCode.NoSuchObject, LdapError.Other), await AskAsync(new LdapModify("CN=nobody," + SambaDomain.Base, (LdapChange.Replace, "lockoutTime", ["0"u8.ToArray()]))));
        Assert.Equal((LdapResultCode.InvalidDnSyntax, LdapError.Other), await AskAsync(new LdapModify("not a name", (LdapChange.Replace, "lockoutTime", ["0"u8.ToArray()]))));
        Assert.Equal((LdapResultCode.InsufficientAccessRights, LdapError.AccessDenied), await AskAsync(new LdapModify(dn, (LdapChange.Replace, "mail", ["x@y"u8.ToArray()]))));
        Assert.Equal((LdapResultCode.InsufficientAccessRights, LdapError.AccessDenied), await AskAsync(new LdapModify(dn, (LdapChange.Replace, "userAccountControl", ["514"u8.ToArray()]))));
        Assert.Equal((LdapResultCode.ProtocolError, LdapError.Other), await AskAsync(OpenLdapPolicy.Write(dn, null, Fresh)));
        Assert.Equal((LdapResultCode.Success, LdapError.Other), await AskAsync(new LdapModify(dn, (LdapChange.Replace, "lockoutTime", ["0"u8.ToArray()])))); // harmless where nothing is locked
        await domain.LockAsync(dn);
        Assert.Equal((LdapResultCode.ConstraintViolation, LdapError.LockedOut), await AskAsync(new LdapModify(dn, (LdapChange.Delete, "unicodePwd", [Quoted(SambaDomain.Password)]), (LdapChange.Add, "unicodePwd", [Quoted(Fresh)]))));
        Assert.Equal((LdapResultCode.Success, LdapError.Other), await AskAsync(new LdapModify(dn, (LdapChange.Replace, "unicodePwd", [Quoted(Fresh)]))));
        Assert.Equal(LdapError.LockedOut, await domain.SignInAsync(dn, Fresh)); // a reset alone does not unlock

        async Task<(LdapResultCode, LdapError)> AskAsync(LdapRequest request)
        {
            var result = await connection.SendAsync(request, default);
            return (result.Code, LdapErrors.Read((int)result.Code, result.Diagnostic));
        }
    }

    private static byte[] Quoted(string password) => Encoding.Unicode.GetBytes($"\"{password}\"");

    private async Task<(string Dn, Guid Id)> AddAsync(string name)
    {
        var dn = await domain.AddUserAsync(name);
        return (dn, await domain.IdAsync(dn));
    }

    private async Task RefusedAsync(ActiveDirectoryAccounts accounts, string dn, Guid id, PasswordOutcome expected)
    {
        var before = (await domain.ReadAsync(dn, "pwdLastSet", "uSNChanged")).Text("uSNChanged");

        Assert.Equal(expected, (await accounts.ResetAsync(id, Fresh, false, default)).Outcome);
        Assert.Equal(expected, (await accounts.ChangeAsync(id, SambaDomain.Password, Fresh, default)).Outcome);

        Assert.Equal(before, (await domain.ReadAsync(dn, "uSNChanged")).Text("uSNChanged"));
    }
}
