using System.Security.Cryptography;
using System.Text;

namespace SsprPortal.Core.Verification.Phones;

/// <summary>A phone number in E.164 (ITU-T) that the numbering plan of its country has, perhaps with an extension behind it.</summary>
public sealed class PhoneNumber
{
    private const int MaxDigits = 15;
    private const int MaxExtensionDigits = 10;

    // By what an extension is announced; the longer ones first where one ends like another.
    private static readonly string[] ExtensionMarks = [";ext=", "extension", "ext", "内線番号", "内線", "x", "#"];

    private readonly IReadOnlyList<PhoneRegion> regions;

    private PhoneNumber(IReadOnlyList<PhoneRegion> regions, string national, string? extension = null)
    {
        this.regions = regions;
        E164 = Join(regions[0], national);
        Type = regions[0].TypeOf(national)!.Value;
        Extension = extension;
    }

    private PhoneNumber(PhoneNumber number, string extension)
    {
        regions = number.regions;
        E164 = number.E164;
        Type = number.Type;
        Extension = extension;
    }

    /// <summary>"+819012345678".</summary>
    public string E164 { get; }

    /// <summary>The country, ISO 3166 alpha-2; null for numbers that belong to none, such as those of satellites.</summary>
    public string? Country => regions[0].Code;

    /// <summary>What the number is for.</summary>
    public PhoneType Type { get; }

    /// <summary>The extension behind it, digits only; null when there is none.</summary>
    public string? Extension { get; }

    /// <summary>How it is stored, and dialled by what places calls: E.164, and "X" with the extension ("+81312345678X1234").</summary>
    public string Stored => Extension is null ? E164 : $"{E164}X{Extension}";

    /// <summary>All that is ever shown of it (N: C12).</summary>
    public string LastTwoDigits => E164[^2..];

    /// <summary>
    /// Reads what a person typed: full-width characters become plain ones (NFKC); blanks, hyphens, dots and brackets between digits are
    /// nothing. "+81 90…", "0081 90…" and what the person's country dials abroad with name their country; anything else is as it is
    /// dialled at home, with or without the trunk zero. A number that no country has is refused, and so is one that costs extra.
    /// </summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="country">Where numbers without a country belong, ISO 3166 alpha-2.</param>
    public static PhoneReading Read(string? typed, string country)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return Refused(PhoneRefusal.Missing);
        if (TypedDigits.Read(typed) is not { } digits)
            return Refused(PhoneRefusal.NotAPhoneNumber);
        if (Find(Ways(digits, PhoneMetadata.Find(country))) is not { } number)
            return Refused(PhoneRefusal.Impossible);
        return number.Type is PhoneType.Premium or PhoneType.SharedCost ? Refused(PhoneRefusal.Premium) : new(number, null);
    }

    /// <summary>Reads what a person typed, where only numbers of some countries are taken.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="country">Where numbers without a country belong, ISO 3166 alpha-2.</param>
    /// <param name="allowedCountries">The countries, ISO 3166 alpha-2.</param>
    public static PhoneReading Read(string? typed, string country, IReadOnlyCollection<string> allowedCountries)
    {
        var reading = Read(typed, country);
        // Countries that share a calling code share some numbers too: one of them is enough.
        return reading.Number?.regions.Any(region => region.Code is { } code && allowedCountries.Contains(code, StringComparer.OrdinalIgnoreCase)) == false
            ? Refused(PhoneRefusal.CountryNotAllowed)
            : reading;
    }

    /// <summary>Reads what a directory holds: a number that may have an extension, "+81 312345678X1234", "03-1234-5678 ext. 1234", "#1234".</summary>
    /// <param name="text">What stands in the directory, or what <see cref="Stored"/> gave.</param>
    /// <param name="country">Where numbers without a country belong, ISO 3166 alpha-2.</param>
    public static PhoneReading ReadWithExtension(string? text, string country)
    {
        if (string.IsNullOrWhiteSpace(text) || TypedDigits.Plain(text) is not { } plain)
            return Read(text, country);
        var (number, extension) = SplitExtension(plain);
        var reading = Read(number, country);
        return extension is not null && reading.Number is { } read ? new(new(read, extension), null) : reading;
    }

    /// <summary>
    /// Whether what a person typed is the registered number, in international form or as it is dialled in that number's own country.
    /// Constant time. Null when it cannot be a number at all. A registered number stays usable when its country's plan changes.
    /// </summary>
    /// <param name="registered">The registered number, E.164.</param>
    /// <param name="typed">What was typed.</param>
    public static bool? IsSame(string registered, string? typed)
    {
        ArgumentNullException.ThrowIfNull(registered);
        if (typed is null || TypedDigits.Read(typed) is not { } digits)
            return null;
        var (sharing, national) = PhoneMetadata.Split(registered.TrimStart('+'));
        var home = Having(sharing, national) is [var own, ..] ? own : sharing is [var first, ..] ? first : null;
        var ways = Ways(digits, home).ToList();
        var expected = Encoding.UTF8.GetBytes(registered);
        var same = false;
        foreach (var (regions, way) in ways)
            same |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Join(regions[0], way)), expected);
        return same ? true : Find(ways) is null ? null : false;
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(PhoneNumber);

    private static PhoneReading Refused(PhoneRefusal refusal) => new(null, refusal);

    private static string Join(PhoneRegion region, string national) => $"+{region.CallingCode}{national}";

    // The first way of reading the digits that some country has a number for.
    private static PhoneNumber? Find(IEnumerable<(IReadOnlyList<PhoneRegion> Regions, string National)> ways)
    {
        foreach (var (regions, national) in ways)
        {
            if (national.Length + regions[0].CallingCode.Length <= MaxDigits && Having(regions, national) is { Count: > 0 } having)
                return new(having, national);
        }

        return null;
    }

    // Those that have the number, its own country first.
    private static List<PhoneRegion> Having(IReadOnlyList<PhoneRegion> regions, string national) =>
        [.. regions.Where(region => region.TypeOf(national) is not null).OrderByDescending(region => region.Claims(national))];

    // All that the digits can mean, the likeliest first.
    private static IEnumerable<(IReadOnlyList<PhoneRegion> Regions, string National)> Ways(TypedDigits typed, PhoneRegion? home)
    {
        if (typed.HasPlus)
            return International(typed.Digits);
        var ways = Enumerable.Empty<(IReadOnlyList<PhoneRegion> Regions, string National)>();
        if (typed.Digits.StartsWith("00", StringComparison.Ordinal))
            ways = ways.Concat(International(typed.Digits[2..]));
        if (home?.AfterInternationalPrefix(typed.Digits) is { } abroad)
            ways = ways.Concat(International(abroad));
        if (home is not null)
            ways = ways.Concat(WithAndWithoutPrefix(PhoneMetadata.Sharing(home.CallingCode), typed.Digits, home));
        // "81 90…": the plus sign was left out.
        if (home is not null && typed.Digits.StartsWith(home.CallingCode, StringComparison.Ordinal))
            ways = ways.Concat(International(typed.Digits));
        return ways;
    }

    private static IEnumerable<(IReadOnlyList<PhoneRegion> Regions, string National)> International(string digits) =>
        PhoneMetadata.Split(digits) is ({ Count: > 0 } regions, var national) ? WithAndWithoutPrefix(regions, national, regions[0]) : [];

    // "+81 (0)90…": the trunk zero is written, not dialled. In Italy it is a part of the number, and then the first way is the right one.
    private static IEnumerable<(IReadOnlyList<PhoneRegion> Regions, string National)> WithAndWithoutPrefix(IReadOnlyList<PhoneRegion> regions, string national, PhoneRegion dialling)
    {
        yield return (regions, national);
        if (dialling.WithoutPrefix(national) is { } rest)
            yield return (regions, rest);
    }

    private static (string Number, string? Extension) SplitExtension(string text)
    {
        var end = text.Length;
        while (end > 0 && TypedDigits.IsSeparator(text[end - 1]))
            end--;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
            start--;
        if (end - start is 0 or > MaxExtensionDigits)
            return (text, null);
        var before = text[..start].TrimEnd(' ', ':', '.');
        var mark = ExtensionMarks.FirstOrDefault(each => before.EndsWith(each, StringComparison.OrdinalIgnoreCase));
        return mark is null ? (text, null) : (before[..^mark.Length].TrimEnd(' ', ',', ';'), text[start..end]);
    }
}
