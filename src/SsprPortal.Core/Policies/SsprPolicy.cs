using System.Text.Json;
using System.Text.Json.Serialization;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.Core.Verification.Phones;
using SsprPortal.Core.Verification.SecurityQuestions;
using Countries = SsprPortal.Core.Verification.Phones.PhoneCountries;

namespace SsprPortal.Core.Policies;

/// <summary>Who may reset a password by themselves.</summary>
public enum ResetScope
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>Members of the selected groups.</summary>
    Selected,

    /// <summary>Everybody.</summary>
    All,
}

/// <summary>Who proves more than the password at the portal's own sign-in, by what is registered for resets.</summary>
public enum SecondFactorScope
{
    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>People who hold a role in the portal.</summary>
    Administrators,

    /// <summary>Everybody who has registered something.</summary>
    Everybody,
}

/// <summary>What somebody who is not verified yet is told of an account.</summary>
public enum DisclosureMode
{
    /// <summary>Why a reset is not possible, at once (the model's pages): behind a solved CAPTCHA and the limits of an address.</summary>
    Informative,

    /// <summary>Everybody gets the same journey; why a reset is not possible is told after the first proof.</summary>
    AfterFirstProof,

    /// <summary>Everybody gets the same journey; why a reset is not possible is told to the audit and to the address of record (OWASP ASVS 6.3.8).</summary>
    Uniform,
}

/// <summary>A question of the organisation's own.</summary>
/// <param name="Id">Stored with the answers: never another question's.</param>
/// <param name="Text">The question, as it is shown in every language.</param>
public sealed record CustomQuestion(string Id, string Text);

/// <summary>
/// What an administrator decides, as one document in the database with who changed it and when. Floors and ceilings are here, in
/// code: <see cref="Checked"/> is what everybody reads.
/// </summary>
public sealed record SsprPolicy
{
    /// <summary>Longest <see cref="OrganizationName"/>, in UTF-16 units.</summary>
    public const int MaxOrganizationName = 100;

    /// <summary>Longest <see cref="ContactAddress"/>, in UTF-16 units.</summary>
    public const int MaxContactAddress = 500;

    /// <summary>Most <see cref="SelectedGroups"/>; who has more puts them into one group.</summary>
    public const int MaxGroups = 60;

    /// <summary>Most <see cref="BannedTerms"/> (Entra's number).</summary>
    public const int MaxBannedTerms = 1_000;

    /// <summary>Fewest and most characters of a banned term (Entra's numbers).</summary>
    public const int MinBannedTerm = 4, MaxBannedTerm = 16;

    /// <summary>Most <see cref="CustomQuestions"/>, and fewest and most characters of one (Entra's numbers).</summary>
    public const int MaxCustomQuestions = 20, MinCustomQuestion = 3, MaxCustomQuestion = 200;

    /// <summary>Fewest and most <see cref="PasswordExpiryDays"/>, beside none, and most <see cref="PasswordNoticeDays"/>.</summary>
    public const int MinExpiryDays = 30, MaxExpiryDays = 730, MaxNoticeDays = 30;

    private static readonly string[] Contacts = ["office", "mobile", "email"];

    /// <summary>How the policy is written down: in the database, in its history and in the API.</summary>
    public static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The organisation's name, on every page and in every message.</summary>
    public string OrganizationName { get; init; } = "SSPR Portal";

    /// <summary>The organisation's colour as #rrggbb; empty keeps the portal's own.</summary>
    public string BrandColor { get; init; } = "";

    /// <summary>SHA-256 of the organisation's logo in lower-case hex, by which it is found; empty when there is none.</summary>
    public string Logo { get; init; } = "";

    /// <summary>IANA name of the zone in which messages tell the time.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>The country that a phone number without a calling code belongs to, ISO 3166 alpha-2.</summary>
    public string Country { get; init; } = "JP";

    /// <summary>The countries whose phone numbers may be registered, ISO 3166 alpha-2; empty means <see cref="Country"/> alone.</summary>
    public IReadOnlyList<string> PhoneCountries { get; init; } = [];

    /// <summary>Who may reset.</summary>
    public ResetScope Scope { get; init; } = ResetScope.None;

    /// <summary>Groups that <see cref="ResetScope.Selected"/> means.</summary>
    public IReadOnlyList<Guid> SelectedGroups { get; init; } = [];

    /// <summary>Groups whose members may not, whatever other groups they are in.</summary>
    public IReadOnlyList<Guid> ExcludedGroups { get; init; } = [];

    /// <summary>How many gates of different classes a reset takes: 1 or 2 (NIST SP 800-63B, section 4.2.2.2, asks for two).</summary>
    public int GatesRequired { get; init; } = 2;

    /// <summary>What somebody who is not verified yet is told of an account.</summary>
    public DisclosureMode Disclosure { get; init; } = DisclosureMode.Informative;

    /// <summary>Whether new passwords of accounts that a directory of the organisation holds are written to it.</summary>
    public bool WritesBack { get; init; }

    /// <summary>Whether people who know their password may unlock a locked account without a new one.</summary>
    public bool UnlocksWithoutReset { get; init; }

    /// <summary>Whether people of the directory are told by mail before their password expires there, as <see cref="PasswordNoticeDays"/> says.</summary>
    public bool NotifiesDirectoryExpiry { get; init; }

    /// <summary>Ids of the methods people may use.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["key", "app", "sms", "voice", "email", "codes"];

    /// <summary>
    /// What the organisation knows of people and trusts for verification, without their registering it: "office" and "mobile" phone,
    /// "email", the alternate address.
    /// </summary>
    public IReadOnlyList<string> TrustedContacts { get; init; } = ["office"];

    /// <summary>How many gates people are asked to register for; never less than <see cref="GatesRequired"/>.</summary>
    public int GatesToRegister { get; init; } = 2;

    /// <summary>Whether people who have not registered enough are asked to at every sign-in.</summary>
    public bool AsksToRegister { get; init; } = true;

    /// <summary>Days after which people are asked whether what they registered is still right: 0 to 730, 0 is never (Entra's number).</summary>
    public int ReviewDays { get; init; } = 180;

    /// <summary>Days between the mails that remind people who may reset and have not registered enough for it: 1 to 90; 0 sends none.</summary>
    public int ReminderDays { get; init; }

    /// <summary>So many of these mails at most: 1 to 10.</summary>
    public int MaxReminders { get; init; } = 3;

    /// <summary>Who proves more than the password at the portal's own sign-in.</summary>
    public SecondFactorScope SecondFactor { get; init; } = SecondFactorScope.Administrators;

    /// <summary>How many security questions are registered: 3 to 5.</summary>
    public int QuestionsToRegister { get; init; } = 5;

    /// <summary>How many of them are asked: 3 to 5, and no more than are registered.</summary>
    public int QuestionsToAnswer { get; init; } = 3;

    /// <summary>Ids of built-in questions that are not offered.</summary>
    public IReadOnlyList<string> HiddenQuestions { get; init; } = [];

    /// <summary>Questions of the organisation's own, beside the built-in ones; 20 at most, 3 to 200 characters.</summary>
    public IReadOnlyList<CustomQuestion> CustomQuestions { get; init; } = [];

    /// <summary>Where people who cannot get back in find help: an https address or a mail address; empty, and the portal mails the administrators.</summary>
    public string ContactAddress { get; init; } = "";

    /// <summary>Whether people with a role in the portal may reset by themselves: then always by two gates, and never by questions.</summary>
    public bool AdministratorsMayReset { get; init; } = true;

    /// <summary>Whether people are told when their password was reset or their account unlocked. What is registered never changes without telling.</summary>
    public bool NotifiesPeople { get; init; } = true;

    /// <summary>Whether all administrators are told when one of them resets the password.</summary>
    public bool NotifiesAdministrators { get; init; } = true;

    /// <summary>Fewest characters of a new password: 8 to 64 (NIST SP 800-63B, section 3.1.1.2: 15 for a password that stands alone, 8 beside another factor).</summary>
    public int PasswordMinLength { get; init; } = 15;

    /// <summary>Words that new passwords may not consist of, beside the organisation's name: 1,000 at most, 4 to 16 characters (Entra's numbers).</summary>
    public IReadOnlyList<string> BannedTerms { get; init; } = [];

    /// <summary>
    /// Days after which the password of an account of the portal's own must be changed: 30 to 730; 0 is never (NIST SP 800-63B, section
    /// 3.1.1.2, and OWASP ASVS 6.2.10: passwords do not expire by age).
    /// </summary>
    public int PasswordExpiryDays { get; init; }

    /// <summary>So many days before, people are told: 1 to 30.</summary>
    public int PasswordNoticeDays { get; init; } = 14;

    /// <summary>The directory in which accounts are beside the portal's own; null when there is none. The API neither tells nor changes it.</summary>
    public DirectorySettings? Directory { get; init; }

    /// <summary>
    /// This policy within its floors and ceilings: whatever stands in the database, nobody resets without a gate, and no page or message
    /// fails for a name that does not exist.
    /// </summary>
    public SsprPolicy Checked() => this with
    {
        OrganizationName = OrganizationName.Trim() is { Length: > 0 and <= MaxOrganizationName } name && !name.Any(char.IsControl) ? name : new SsprPolicy().OrganizationName,
        Logo = Logo.Length == 64 && Logo.All(char.IsAsciiHexDigitLower) ? Logo : "",
        SelectedGroups = [.. SelectedGroups.Except(ExcludedGroups).Take(MaxGroups)],
        ExcludedGroups = [.. ExcludedGroups.Distinct()],
        GatesRequired = Math.Clamp(GatesRequired, 1, 2),
        GatesToRegister = Math.Clamp(GatesToRegister, Math.Clamp(GatesRequired, 1, 2), 3),
        TrustedContacts = [.. Contacts.Intersect(TrustedContacts)],
        ReviewDays = Math.Clamp(ReviewDays, 0, 730),
        ReminderDays = Math.Clamp(ReminderDays, 0, 90),
        MaxReminders = Math.Clamp(MaxReminders, 1, 10),
        QuestionsToRegister = Math.Clamp(QuestionsToRegister, 3, 5),
        QuestionsToAnswer = Math.Clamp(QuestionsToAnswer, 3, Math.Clamp(QuestionsToRegister, 3, 5)),
        CustomQuestions = CheckedQuestions(),
        HiddenQuestions = CheckedHidden(),
        PasswordMinLength = Math.Clamp(PasswordMinLength, 8, 64),
        PasswordExpiryDays = PasswordExpiryDays <= 0 ? 0 : Math.Clamp(PasswordExpiryDays, MinExpiryDays, MaxExpiryDays),
        PasswordNoticeDays = Math.Clamp(PasswordNoticeDays, 1, MaxNoticeDays),
        BannedTerms = [.. BannedTerms.Select(term => term.Trim()).Where(IsBannedTerm).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxBannedTerms)],
        TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? TimeZone : new SsprPolicy().TimeZone,
        BrandColor = BrandColor is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit) ? BrandColor : "",
        ContactAddress = ReadContact(ContactAddress),
        Country = Countries.Find(Country)?.Code ?? new SsprPolicy().Country,
        Directory = Directory?.Checked(),
        PhoneCountries = [.. PhoneCountries.Select(Countries.Find).OfType<PhoneCountry>().Select(country => country.Code).Distinct()],
    };

    /// <summary>Whether a word may be a banned term: by its length in characters.</summary>
    public static bool IsBannedTerm(string term) => term.EnumerateRunes().Count() is >= MinBannedTerm and <= MaxBannedTerm;

    /// <summary>Whether a text may be a question.</summary>
    public static bool IsQuestion(string text) => text.Trim().Length is >= MinCustomQuestion and <= MaxCustomQuestion;

    /// <summary>Whether a person of these groups may reset by themselves.</summary>
    public bool Covers(IReadOnlySet<Guid> groups) => Scope switch
    {
        ResetScope.None => false,
        ResetScope.Selected => SelectedGroups.Any(groups.Contains) && !ExcludedGroups.Any(groups.Contains),
        ResetScope.All => !ExcludedGroups.Any(groups.Contains),
    };

    /// <summary>Whether somebody who holds a role, or does not, may reset by themselves as far as that goes.</summary>
    public bool MayReset(bool holdsRole) => !holdsRole || AdministratorsMayReset;

    /// <summary>The link to <see cref="ContactAddress"/>; null when there is none.</summary>
    public Uri? ContactLink() => ContactAddress.Length == 0 ? null : new(EmailAddress.Read(ContactAddress) is null ? ContactAddress : $"mailto:{Uri.EscapeDataString(ContactAddress).Replace("%40", "@", StringComparison.Ordinal)}");

    private CustomQuestion[] CheckedQuestions() => [.. CustomQuestions.Where(question => IsQuestion(question.Text)).DistinctBy(question => question.Id).Take(MaxCustomQuestions)];

    // As many are offered as are to be registered, or all of them.
    private string[] CheckedHidden()
    {
        string[] hidden = [.. HiddenQuestions.Intersect(SecurityQuestion.BuiltIn.Select(question => question.Id), StringComparer.Ordinal)];
        return SecurityQuestion.BuiltIn.Count - hidden.Length + CheckedQuestions().Length >= Math.Clamp(QuestionsToRegister, 3, 5) ? hidden : [];
    }

    private static string ReadContact(string typed) =>
        EmailAddress.Read(typed) is { } mail ? mail.Value
        : Uri.TryCreate(typed.Trim(), UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps && page.UserInfo.Length == 0 && page.AbsoluteUri.Length <= MaxContactAddress ? page.AbsoluteUri
        : "";

    /// <summary>How many gates this person's reset takes: for people who hold a role, always two (Entra: administrators).</summary>
    public int GatesFor(DirectoryUser person) => GatesFor(person.IsAdministrator);

    /// <summary>How many gates the reset of somebody who holds a role, or does not, takes.</summary>
    public int GatesFor(bool holdsRole) => holdsRole ? 2 : GatesRequired;

    /// <summary>Whether this person proves more than the password at the portal's own sign-in.</summary>
    public bool AsksForSecondFactor(DirectoryUser person) => SecondFactor switch
    {
        SecondFactorScope.Nobody => false,
        SecondFactorScope.Administrators => person.IsAdministrator,
        SecondFactorScope.Everybody => true,
    };

    /// <summary>The countries whose phone numbers may be registered.</summary>
    public IReadOnlyList<string> AllowedPhoneCountries() => PhoneCountries.Count == 0 ? [Country] : PhoneCountries;

    /// <summary>Whether the organisation may know of people what they register of this kind.</summary>
    public static bool IsContact(string kind) => Contacts.Contains(kind, StringComparer.Ordinal);

    /// <summary>Whether what the organisation knows of people is used to verify them: a kind of registration.</summary>
    public bool Trusts(string kind) => TrustedContacts.Contains(kind, StringComparer.Ordinal);

    /// <summary>When this person's password must be changed (UTC); null when it need never be.</summary>
    public DateTimeOffset? PasswordExpiresAt(DirectoryUser person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.IsFromDirectory)
            return person.PasswordExpiresAt;
        return PasswordExpiryDays == 0 || person.PasswordNeverExpires ? null : person.PasswordSetAt?.AddDays(PasswordExpiryDays);
    }

    /// <summary>Whether people may use a method.</summary>
    public bool Allows(string methodId) => Methods.Contains(methodId, StringComparer.Ordinal);
}
