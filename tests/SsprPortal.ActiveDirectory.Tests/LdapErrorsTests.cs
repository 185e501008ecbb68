namespace SsprPortal.ActiveDirectory.Tests;

/// <summary>The messages are those that Samba 4.17 and 4.24 sent, and those that Microsoft documents for Windows.</summary>
public class LdapErrorsTests
{
    [Theory]
    [InlineData("52e", nameof(LdapError.WrongPassword))]
    [InlineData("52E", nameof(LdapError.WrongPassword))]
    [InlineData("525", nameof(LdapError.UnknownUser))]
    [InlineData("530", nameof(LdapError.LogonHours))]
    [InlineData("531", nameof(LdapError.Workstation))]
    [InlineData("532", nameof(LdapError.PasswordExpired))]
    [InlineData("533", nameof(LdapError.Disabled))]
    [InlineData("701", nameof(LdapError.AccountExpired))]
    [InlineData("773", nameof(LdapError.MustChangePassword))]
    [InlineData("775", nameof(LdapError.LockedOut))]
    [InlineData("57", nameof(LdapError.Other))]
    public void A_failed_bind_tells_its_reason(string data, string expected)
    {
        Assert.Equal(expected, LdapErrors.Read(49, $"80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data {data}, v1db1").ToString());
        Assert.Equal(expected, LdapErrors.Read(49, $"80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data {data}, v2580\0").ToString());
    }

    [Theory]
    [InlineData(19, "0000052D: Constraint violation - check_password_restrictions: the password is too short. It should be equal or longer than 10 characters!", nameof(LdapError.PasswordPolicyRefused))]
    [InlineData(19, "0000052D: Constraint violation - check_password_restrictions: the password does not meet the complexity criteria!", nameof(LdapError.PasswordPolicyRefused))]
    [InlineData(53, "0000052D: Unwilling to perform - check_password_restrictions: the password was already used (in history)!", nameof(LdapError.PasswordPolicyRefused))]
    [InlineData(53, "0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n\0", nameof(LdapError.PasswordPolicyRefused))]
    [InlineData(19, "0000052D: AtrErr: DSID-03190F80, #1:\n\t0: 0000052D: DSID-03190F80, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 9005a (unicodePwd)\n\0", nameof(LdapError.PasswordPolicyRefused))]
    [InlineData(19, "00000056: Constraint violation - check_password_restrictions: The old password specified doesn't match!", nameof(LdapError.WrongOldPassword))]
    [InlineData(19, "00000056: AtrErr: DSID-03190F80, #1:\n\t0: 00000056: DSID-03190F80, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 9005a (unicodePwd)", nameof(LdapError.WrongOldPassword))]
    [InlineData(19, "00000775: Password change not permitted, account locked out!", nameof(LdapError.LockedOut))]
    [InlineData(50, "00002098: Object CN=o1,OU=Staff,DC=contoso,DC=test has no write property access", nameof(LdapError.AccessDenied))]
    [InlineData(50, "error in module acl: insufficient access rights during LDB_MODIFY (50)", nameof(LdapError.AccessDenied))]
    [InlineData(50, "00000005: SecErr: DSID-031521E1, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0", nameof(LdapError.AccessDenied))]
    [InlineData(53, "00002035: setup_io: it's not allowed to set the NT hash password directly'", nameof(LdapError.Other))]
    [InlineData(53, "0000001F: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0", nameof(LdapError.Other))]
    public void A_refused_modify_tells_its_reason(int resultCode, string diagnostic, string expected) =>
        Assert.Equal(expected, LdapErrors.Read(resultCode, diagnostic).ToString());

    [Theory]
    [InlineData(49, null)]
    [InlineData(49, "")]
    [InlineData(49, "Invalid credentials")]
    [InlineData(19, null)]
    [InlineData(19, "The password is too short (code 0000052D: somewhere in the text)")]
    [InlineData(12, "0000052D: under a result code that says something else")]
    [InlineData(32, "00002030: No such Base DN")]
    [InlineData(1, "00002020: Operation unavailable without authentication")]
    [InlineData(53, "unauthenticated bind (DN with no password) disallowed")]
    [InlineData(49, "AcceptSecurityContext error, data ffffffffff, v1db1")]
    public void What_cannot_be_read_is_no_reason(int resultCode, string? diagnostic) =>
        Assert.Equal(LdapError.Other, LdapErrors.Read(resultCode, diagnostic));
}
