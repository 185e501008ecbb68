using System.Globalization;
using System.Resources;

namespace SsprPortal.Core.Verification.Phones;

/// <summary>
/// The countries that have phones, and what they are called (PhoneCountries.resx and its translations: <see cref="RegionInfo"/> names a
/// country in its own language or in English, whatever the culture).
/// </summary>
public static class PhoneCountries
{
    private static readonly ResourceManager Names = new(typeof(PhoneCountries));
    private static readonly Lazy<IReadOnlyList<PhoneCountry>> Known = new(() => [.. PhoneMetadata.Countries.Select(region => new PhoneCountry(region.Code!, region.CallingCode)).OrderBy(country => country.Code, StringComparer.Ordinal)]);
    private static readonly Lazy<Dictionary<string, PhoneCountry>> ByCode = new(() => Known.Value.ToDictionary(country => country.Code, StringComparer.OrdinalIgnoreCase));

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<PhoneCountry> All => Known.Value;

    /// <summary>The country of an ISO 3166 alpha-2 code, in whatever case; null when there is none.</summary>
    public static PhoneCountry? Find(string? code) => code is null ? null : ByCode.Value.GetValueOrDefault(code);

    /// <summary>What a country is called.</summary>
    public static string Name(PhoneCountry country, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(country);
        return Names.GetString(country.Code, culture) ?? country.Code;
    }

    /// <summary>Countries in the order in which a list in this language has them: the alphabet's, or in Japanese the one of the kana, Kanji by how they are read.</summary>
    public static IReadOnlyList<PhoneCountry> Sorted(IEnumerable<PhoneCountry> countries, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(countries);
        ArgumentNullException.ThrowIfNull(culture);
        return [.. countries.OrderBy(country => Names.GetString($"Reading.{country.Code}", culture) ?? Name(country, culture), culture.CompareInfo.GetStringComparer(CompareOptions.IgnoreKanaType | CompareOptions.IgnoreCase))];
    }
}
