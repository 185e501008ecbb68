using SsprPortal.ActiveDirectory.Accounts;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class ActiveDirectorySignInTests(SambaDomain domain) : IClassFixture<SambaDomain>
{
    private readonly ActiveDirectoryAccounts _accounts = domain.Accounts();

    [Fact]
    public async Task A_right_password_signs_in_and_a_wrong_one_does_not()
    {
        var id = await domain.IdAsync(await domain.AddUserAsync("right"));

        Assert.Equal(SignInCheck.Right, await _accounts.CheckAsync(id, SambaDomain.Password, default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, SambaDomain.Password.ToUpperInvariant(), default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(Guid.NewGuid(), SambaDomain.Password, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData(SambaDomain.Password + "\0")]
    [InlineData("\0" + SambaDomain.Password)]
    public async Task No_password_and_one_with_nul_are_wrong_without_asking(string password)
    {
        var dn = await domain.AddUserAsync("empty" + Guid.NewGuid().ToString("N")[..8]);

        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(await domain.IdAsync(dn), password, default));
        Assert.Equal(0, (await domain.ReadAsync(dn, "badPwdCount")).Number("badPwdCount"));
    }

    [Fact]
    public async Task A_locked_account_is_locked_for_every_password()
    {
        var dn = await domain.AddUserAsync("locked");
        var id = await domain.IdAsync(dn);

        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default)); // the one that locks
        Assert.Equal(SignInCheck.Locked, await _accounts.CheckAsync(id, "wrong", default));
        Assert.Equal(SignInCheck.Locked, await _accounts.CheckAsync(id, SambaDomain.Password, default));
        Assert.True((await _accounts.GetAsync(id, default))!.IsLocked);
    }

    [Fact]
    public async Task A_lock_whose_time_is_over_is_none()
    {
        var dn = await domain.AddUserAsync("waited");
        var id = await domain.IdAsync(dn);
        await domain.LockAsync(dn);
        await domain.LdbAsync($"dn: {dn}\nchangetype: modify\nreplace: lockoutTime\nlockoutTime: 133000000000000000\n");

        Assert.False((await _accounts.GetAsync(id, default))!.IsLocked);
        Assert.Equal(SignInCheck.Right, await _accounts.CheckAsync(id, SambaDomain.Password, default));
        await domain.LdbAsync($"dn: {dn}\nchangetype: modify\nreplace: lockoutTime\nlockoutTime: 133000000000000000\n");
        Assert.Equal(Unlocking.NotLocked, await _accounts.UnlockAsync(id, default));
    }

    [Theory]
    [InlineData("disabled", "userAccountControl", "514", nameof(SignInCheck.Disabled))]
    [InlineData("mustchange", "pwdLastSet", "0", nameof(SignInCheck.MustChange))]
    [InlineData("ended", "accountExpires", "133000000000000000", nameof(SignInCheck.AccountExpired))]
    public async Task What_stands_in_the_way_is_told_to_the_right_password_only(string name, string attribute, string value, string expected)
    {
        var dn = await domain.AddUserAsync(name);
        var id = await domain.IdAsync(dn);
        await domain.SetAsync(dn, (attribute, value));

        Assert.Equal(expected, (await _accounts.CheckAsync(id, SambaDomain.Password, default)).ToString());
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default));
        var account = (await _accounts.GetAsync(id, default))!;
        Assert.Equal((expected == nameof(SignInCheck.MustChange), expected == nameof(SignInCheck.MustChange)), (account.MustChange, account.IsUsable));
    }

    [Fact]
    public async Task An_hour_at_which_nobody_signs_in_is_told_to_the_right_password_only()
    {
        var dn = await domain.AddUserAsync("hours");
        var id = await domain.IdAsync(dn);
        await domain.DoAsync(new LdapModify(dn, (LdapChange.Replace, "logonHours", [new byte[21]])));

        Assert.Equal(SignInCheck.NotNow, await _accounts.CheckAsync(id, SambaDomain.Password, default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default));
    }

    [Fact]
    public async Task An_expired_password_is_told_to_the_right_password_only()
    {
        var dn = await domain.AddUserAsync("expired");
        var id = await domain.IdAsync(dn);
        await domain.AgeAsync(dn);

        Assert.Equal(SignInCheck.Expired, await _accounts.CheckAsync(id, SambaDomain.Password, default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, "wrong", default));
        Assert.True((await _accounts.GetAsync(id, default)) is { MustChange: true, IsUsable: true });
    }

    [Fact]
    public async Task The_password_before_the_reset_signs_nobody_in()
    {
        var id = await domain.IdAsync(await domain.AddUserAsync("previous"));

        Assert.Equal(PasswordOutcome.Done, (await _accounts.ResetAsync(id, "Another-Pa55word!", false, default)).Outcome);

        Assert.Equal(SignInCheck.Right, await _accounts.CheckAsync(id, "Another-Pa55word!", default));
        Assert.Equal(SignInCheck.Wrong, await _accounts.CheckAsync(id, SambaDomain.Password, default));
    }
}
