using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Directory;
using SsprPortal.Web.Resources;

namespace SsprPortal.Web.Features.Admin.Users;

/// <summary>What is written of one account.</summary>
public sealed class AccountForm
{
    /// <summary>The name people sign in with.</summary>
    public string? UserName { get; set; }

    /// <summary>The name the organisation uses for the person.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The organisation's own address of the person.</summary>
    public string? Mail { get; set; }

    /// <summary>The mobile phone, as the organisation knows it.</summary>
    public string? MobilePhone { get; set; }

    /// <summary>Another address, as the organisation knows it.</summary>
    public string? AlternateMail { get; set; }

    /// <summary>The office phone, perhaps with an extension.</summary>
    public string? OfficePhone { get; set; }

    /// <summary>"en", "ja", or empty.</summary>
    public string? Language { get; set; }

    /// <summary>Whether policy lets the password grow as old as it will.</summary>
    public bool PasswordNeverExpires { get; set; }

    /// <summary>The version of the account that the page was opened with.</summary>
    public string? Version { get; set; }

    /// <summary>Whose account it is; null for a new one. Never bound.</summary>
    internal DirectoryUser? Person { get; set; }

    /// <summary>Whether somebody else changed the account since the page was opened; never bound.</summary>
    internal bool IsOvertaken { get; set; }

    /// <summary>Whether how the person is reached cannot be written here; never bound.</summary>
    internal bool HoldsRole => Person is { IsAdministrator: true };

    internal static AccountForm Of(AccountValues values) => new()
    {
        UserName = values.UserName,
        DisplayName = values.DisplayName,
        Mail = values.Mail,
        MobilePhone = values.MobilePhone,
        AlternateMail = values.AlternateMail,
        OfficePhone = values.OfficePhone,
        Language = values.Language,
        PasswordNeverExpires = values.PasswordNeverExpires == true,
        Version = values.Version,
    };

    /// <summary>What was typed; a field that was left empty is removed, and one that is not on the page stays.</summary>
    internal AccountValues Values() => new()
    {
        UserName = UserName ?? "",
        DisplayName = DisplayName ?? "",
        Mail = HoldsRole ? null : Mail ?? "",
        MobilePhone = HoldsRole ? null : MobilePhone ?? "",
        AlternateMail = HoldsRole ? null : AlternateMail ?? "",
        OfficePhone = HoldsRole ? null : OfficePhone ?? "",
        Language = Language ?? "",
        PasswordNeverExpires = PasswordNeverExpires,
        Version = Person is null ? null : Version ?? "",
    };

    /// <summary>Says at each field why it cannot be.</summary>
    internal static void Refuse(IEnumerable<AccountFault> faults, ModelStateDictionary errors, IStringLocalizer<ImportTexts> texts)
    {
        foreach (var fault in faults)
            errors.AddModelError(fault.Field.ToString(), texts[$"Reason.{fault.Reason}"]);
    }
}
