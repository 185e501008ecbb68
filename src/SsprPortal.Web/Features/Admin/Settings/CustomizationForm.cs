using System.Text.RegularExpressions;
using SsprPortal.Core.Policies;
using SsprPortal.Web.Branding;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>How the portal presents the organisation, and where it is.</summary>
public sealed partial class CustomizationForm : SettingsForm
{
    /// <summary>The organisation's name.</summary>
    public string? Name { get; set; }

    /// <summary>Where people find help: an https address or a mail address.</summary>
    public string? Contact { get; set; }

    /// <summary>The colour, #rrggbb.</summary>
    public string? Color { get; set; }

    /// <summary>IANA name of the zone in which times are told.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The country of a number without a calling code, ISO 3166 alpha-2.</summary>
    public string? Country { get; set; }

    /// <summary>Countries whose numbers may be registered, ISO 3166 alpha-2, between blanks or commas.</summary>
    public string? PhoneCountries { get; set; }

    /// <summary>Whether there is a logo; never bound.</summary>
    internal string Logo { get; set; } = "";

    internal override string Page => "Customization";

    internal static CustomizationForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        Name = stored.Policy.OrganizationName,
        Contact = stored.Policy.ContactAddress,
        Color = stored.Policy.BrandColor,
        TimeZone = stored.Policy.TimeZone,
        Country = stored.Policy.Country,
        PhoneCountries = string.Join(' ', stored.Policy.PhoneCountries),
        Logo = stored.Policy.Logo,
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        Logo = policy.Logo;
        var (name, contact, color) = ((Name ?? "").Trim(), (Contact ?? "").Trim(), (Color ?? "").Trim().ToLowerInvariant());
        var wanted = policy with
        {
            OrganizationName = name,
            ContactAddress = contact,
            BrandColor = color,
            TimeZone = TimeZone ?? "",
            Country = Country ?? "",
            PhoneCountries = ReadCountries(reading),
        };
        var kept = wanted.Checked();
        if (name.Length == 0 || kept.OrganizationName != name)
            reading.Refuse(nameof(Name), "Customization.NotAName", SsprPolicy.MaxOrganizationName);
        if (contact.Length > 0 && kept.ContactAddress.Length == 0)
            reading.Refuse(nameof(Contact), "Customization.NotAContact");
        if (color.Length > 0 && kept.BrandColor.Length == 0)
            reading.Refuse(nameof(Color), "Customization.NotAColor");
        else if (color.Length > 0 && BrandStyle.Contrast(color) is var contrast and < BrandStyle.ReadableContrast)
            reading.Refuse(nameof(Color), "Customization.Contrast", color, Math.Floor(contrast * 100) / 100, BrandStyle.ReadableContrast, BrandStyle.Readable(color));
        if (kept.TimeZone != wanted.TimeZone)
            reading.Refuse(nameof(TimeZone), "Refused.Choice");
        if (kept.Country != wanted.Country)
            reading.Refuse(nameof(Country), "Refused.Choice");
        return wanted;
    }

    private string[] ReadCountries(SettingsReading reading)
    {
        string[] typed = [.. Separators().Split(PhoneCountries ?? "").Where(code => code.Length > 0)];
        string[] unknown = [.. typed.Where(code => Core.Verification.Phones.PhoneCountries.Find(code) is null)];
        if (unknown.Length > 0)
            reading.Refuse(nameof(PhoneCountries), "Customization.NotACountry", string.Join(", ", unknown.Take(10)));
        return typed;
    }

    [GeneratedRegex(@"[\s,;、，]+")]
    private static partial Regex Separators();
}
