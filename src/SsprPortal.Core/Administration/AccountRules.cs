using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Administration;

/// <summary>What the values of an account must be.</summary>
public static class AccountRules
{
    /// <summary>Longest text that is kept of an account, in UTF-16 units.</summary>
    public const int MaxLength = 256;

    /// <summary>The values in their normal form, and what of them cannot be written; what needs the database is found there.</summary>
    /// <param name="values">As they were typed.</param>
    /// <param name="policy">The organisation's policy: where phones may be.</param>
    public static (AccountValues Values, IReadOnlyList<AccountFault> Faults) Check(AccountValues values, SsprPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(policy);
        var faults = new List<AccountFault>();
        var read = new AccountValues
        {
            UserName = Text(AccountField.UserName, values.UserName),
            DisplayName = Text(AccountField.DisplayName, values.DisplayName),
            Mail = Mail(AccountField.Mail, values.Mail),
            AlternateMail = Mail(AccountField.AlternateMail, values.AlternateMail),
            MobilePhone = Phone(AccountField.MobilePhone, values.MobilePhone, text => PhoneNumber.Read(text, policy.Country, policy.AllowedPhoneCountries()), number => number.E164),
            OfficePhone = Phone(AccountField.OfficePhone, values.OfficePhone, OfficePhone, _ => values.OfficePhone!.Trim()),
            Language = Text(AccountField.Language, values.Language)?.ToLowerInvariant(),
            Enabled = values.Enabled,
            Groups = values.Groups,
            PasswordNeverExpires = values.PasswordNeverExpires,
        };
        if (read.UserName is { } name && UserNames.Normalize(name) is null && !Has(AccountField.UserName))
            Add(AccountField.UserName, name.Length == 0 ? AccountFaultReason.Missing : AccountFaultReason.NotAUserName);
        if (read.Language is not (null or "" or "en" or "ja") && !Has(AccountField.Language))
            Add(AccountField.Language, AccountFaultReason.UnknownLanguage);
        return (read, faults);

        bool Has(AccountField field) => faults.Exists(fault => fault.Field == field);

        void Add(AccountField field, AccountFaultReason reason) => faults.Add(new(field, reason));

        // What breaks lines becomes a blank: these texts stand in lists, subjects and files.
        string? Text(AccountField field, string? typed)
        {
            if (typed is null)
                return null;
            var text = string.Concat(typed.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
            if (text.Length > MaxLength)
                Add(field, AccountFaultReason.TooLong);
            return text;
        }

        string? Mail(AccountField field, string? typed)
        {
            if (string.IsNullOrWhiteSpace(typed))
                return typed?.Trim();
            if (EmailAddress.Read(typed) is { } address)
                return address.Value;
            Add(field, typed.Length > EmailAddress.MaxLength ? AccountFaultReason.TooLong : AccountFaultReason.NotAnAddress);
            return null;
        }

        string? Phone(AccountField field, string? typed, Func<string, PhoneReading> read, Func<PhoneNumber, string> stored)
        {
            if (string.IsNullOrWhiteSpace(typed))
                return typed?.Trim();
            if (typed.Length > MaxLength)
            {
                Add(field, AccountFaultReason.TooLong);
                return null;
            }

            var (number, refusal) = read(typed);
            if (number is not null)
                return stored(number);
            Add(field, refusal switch
            {
                PhoneRefusal.Missing or PhoneRefusal.NotAPhoneNumber or null => AccountFaultReason.NotAPhoneNumber,
                PhoneRefusal.Impossible => AccountFaultReason.ImpossibleNumber,
                PhoneRefusal.Premium => AccountFaultReason.PremiumNumber,
                PhoneRefusal.CountryNotAllowed => AccountFaultReason.CountryNotAllowed,
            });
            return null;
        }

        PhoneReading OfficePhone(string text)
        {
            var reading = PhoneNumber.ReadWithExtension(text, policy.Country);
            return reading.Number is { } number && !policy.AllowedPhoneCountries().Contains(number.Country) ? new(null, PhoneRefusal.CountryNotAllowed) : reading;
        }
    }

    /// <summary>Whether the alternate address would be the mailbox that the password opens: the user name is it in most organisations.</summary>
    public static bool IsOwnMailbox(string? alternate, string? mail, string userName) =>
        EmailAddress.Read(alternate) is { } address && (EmailAddress.Read(mail)?.Mailbox == address.Mailbox || EmailAddress.Read(userName)?.Mailbox == address.Mailbox);
}
