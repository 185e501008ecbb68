using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Accounts;

/// <summary>What the organisation knows of people, encrypted: neither column's ciphertext opens in the other.</summary>
internal static class ContactColumns
{
    private const string Mobile = "Users.Mobile";
    private const string AlternateMail = "Users.AlternateMail";

    public static string? ProtectMobile(this ProtectedColumn column, Guid user, string? text) => text is null ? null : column.Protect(Mobile, user, text);

    public static string? UnprotectMobile(this ProtectedColumn column, Guid user, string? text) => text is null ? null : column.Unprotect(Mobile, user, text);

    public static string? ProtectAlternateMail(this ProtectedColumn column, Guid user, string? text) => text is null ? null : column.Protect(AlternateMail, user, text);

    public static string? UnprotectAlternateMail(this ProtectedColumn column, Guid user, string? text) => text is null ? null : column.Unprotect(AlternateMail, user, text);
}
