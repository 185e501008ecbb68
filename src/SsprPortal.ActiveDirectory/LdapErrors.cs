using System.Globalization;
using System.Text.RegularExpressions;

namespace SsprPortal.ActiveDirectory;

/// <summary>Why Active Directory refused a bind or a modify. The numbers are Win32 error codes ([MS-ERREF] section 2.2).</summary>
internal enum LdapError
{
    /// <summary>None of the reasons below.</summary>
    Other = 0,

    /// <summary>The caller lacks the right: the service account is not delegated.</summary>
    AccessDenied = 0x5,

    /// <summary>A change whose old password is wrong; it counts towards lockout.</summary>
    WrongOldPassword = 0x56,

    /// <summary>The name is not known. Samba answers <see cref="WrongPassword"/> instead.</summary>
    UnknownUser = 0x525,

    /// <summary>The password is wrong; on Samba also an unknown name.</summary>
    WrongPassword = 0x52E,

    /// <summary>The new password breaks the domain's length, complexity, history or minimum age; which of them is not told.</summary>
    PasswordPolicyRefused = 0x52D,

    /// <summary>Right password, outside the hours in which this person may sign in.</summary>
    LogonHours = 0x530,

    /// <summary>Not allowed from this computer.</summary>
    Workstation = 0x531,

    /// <summary>Right password, but expired.</summary>
    PasswordExpired = 0x532,

    /// <summary>Right password, disabled account.</summary>
    Disabled = 0x533,

    /// <summary>Right password, expired account.</summary>
    AccountExpired = 0x701,

    /// <summary>Right password, which must be changed first.</summary>
    MustChangePassword = 0x773,

    /// <summary>The account is locked out, whatever the password.</summary>
    LockedOut = 0x775,
}

/// <summary>
/// Reads the diagnostic message of a refusal by its numbers, never by its words: Windows and Samba put the same Win32 code into
/// different sentences, and under different LDAP result codes.
/// </summary>
internal static partial class LdapErrors
{
    private const int ConstraintViolation = 19, InvalidCredentials = 49, InsufficientAccessRights = 50, UnwillingToPerform = 53;

    /// <summary>The reason of a failed bind or modify.</summary>
    /// <param name="resultCode">The LDAP result code (RFC 4511 section 4.1.9).</param>
    /// <param name="diagnostic">The diagnostic message of the answer, with its trailing NUL or line end if it has one.</param>
    public static LdapError Read(int resultCode, string? diagnostic) => resultCode switch
    {
        InvalidCredentials => Reason(BindData(), diagnostic),
        ConstraintViolation or UnwillingToPerform => Reason(LeadingCode(), diagnostic),
        InsufficientAccessRights => LdapError.AccessDenied,
        _ => LdapError.Other,
    };

    private static LdapError Reason(Regex code, string? diagnostic) =>
        code.Match(diagnostic ?? "") is { Success: true } match
        && (LdapError)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var error
        && Enum.IsDefined(error)
            ? error
            : LdapError.Other;

    [GeneratedRegex("AcceptSecurityContext error, data ([0-9a-fA-F]{1,8}),")]
    private static partial Regex BindData();

    [GeneratedRegex("^([0-9a-fA-F]{8}):")]
    private static partial Regex LeadingCode();
}
