using SsprPortal.Core.Verification.Phones;
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

/// <summary>
/// What an administrator decides, as one document in the database with who changed it and when. Floors and ceilings are here, in
/// code: <see cref="Checked"/> is what everybody reads.
/// </summary>
public sealed record SsprPolicy
{
    /// <summary>The organisation's name, on every page and in every message.</summary>
    public string OrganizationName { get; init; } = "SSPR Portal";

    /// <summary>The organisation's colour as #rrggbb; empty keeps the portal's own.</summary>
    public string BrandColor { get; init; } = "";

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

    /// <summary>How many gates of different classes a reset takes: 1 or 2 (NIST SP 800-63B, section 4.2.2.2, asks for two).</summary>
    public int GatesRequired { get; init; } = 2;

    /// <summary>Ids of the methods people may use.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["sms", "email"];

    /// <summary>
    /// This policy within its floors and ceilings: whatever stands in the database, nobody resets without a gate, and no page or message
    /// fails for a name that does not exist.
    /// </summary>
    public SsprPolicy Checked() => this with
    {
        GatesRequired = Math.Clamp(GatesRequired, 1, 2),
        TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? TimeZone : new SsprPolicy().TimeZone,
        BrandColor = BrandColor is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit) ? BrandColor : "",
        Country = Countries.Find(Country)?.Code ?? new SsprPolicy().Country,
        PhoneCountries = [.. PhoneCountries.Select(Countries.Find).OfType<PhoneCountry>().Select(country => country.Code).Distinct()],
    };

    /// <summary>Whether a person of these groups may reset by themselves.</summary>
    public bool Covers(IReadOnlySet<Guid> groups) => Scope switch
    {
        ResetScope.None => false,
        ResetScope.Selected => SelectedGroups.Any(groups.Contains),
        ResetScope.All => true,
    };

    /// <summary>The countries whose phone numbers may be registered.</summary>
    public IReadOnlyList<string> AllowedPhoneCountries() => PhoneCountries.Count == 0 ? [Country] : PhoneCountries;

    /// <summary>Whether people may use a method.</summary>
    public bool Allows(string methodId) => Methods.Contains(methodId, StringComparer.Ordinal);
}
