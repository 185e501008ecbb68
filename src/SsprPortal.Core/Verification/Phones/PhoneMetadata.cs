using System.Text.Json;

namespace SsprPortal.Core.Verification.Phones;

/// <summary>The numbering plans of the world: the metadata of Google's libphonenumber, in the compact form of the npm package libphonenumber-js.</summary>
internal sealed class PhoneMetadata
{
    private const int LongestCallingCode = 3;

    private static readonly Lazy<PhoneMetadata> Read = new(() => new());

    private readonly Dictionary<string, PhoneRegion> countries;
    private readonly Dictionary<string, PhoneRegion[]> callingCodes;

    private PhoneMetadata()
    {
        using var stream = typeof(PhoneMetadata).Assembly.GetManifestResourceStream("PhoneMetadata.json")!;
        using var json = JsonDocument.Parse(stream);
        countries = json.RootElement.GetProperty("countries").EnumerateObject()
            .ToDictionary(plan => plan.Name, plan => new PhoneRegion(plan.Name, plan.Value), StringComparer.OrdinalIgnoreCase);
        // Countries that share a code stand in the order in which they are to be asked, the one whose prefix they share first.
        callingCodes = json.RootElement.GetProperty("country_calling_codes").EnumerateObject()
            .ToDictionary(code => code.Name, code => code.Value.EnumerateArray().Select(country => countries[country.GetString()!]).ToArray());
        foreach (var plan in json.RootElement.GetProperty("nonGeographic").EnumerateObject())
            callingCodes.Add(plan.Name, [new(null, plan.Value)]);
    }

    /// <summary>All countries.</summary>
    public static IEnumerable<PhoneRegion> Countries => Read.Value.countries.Values;

    /// <summary>The plan of a country by its ISO 3166 code, in whatever case.</summary>
    public static PhoneRegion? Find(string country) => Read.Value.countries.GetValueOrDefault(country);

    /// <summary>Who shares the calling code that the digits of an international number begin with, and what follows it; nobody when there is no such code.</summary>
    public static (IReadOnlyList<PhoneRegion> Regions, string National) Split(string digits)
    {
        // No calling code begins another one.
        for (var length = 1; length <= LongestCallingCode && length <= digits.Length; length++)
        {
            if (Read.Value.callingCodes.TryGetValue(digits[..length], out var regions))
                return (regions, digits[length..]);
        }

        return ([], digits);
    }

    /// <summary>Who shares a calling code.</summary>
    public static IReadOnlyList<PhoneRegion> Sharing(string callingCode) => Read.Value.callingCodes[callingCode];
}
