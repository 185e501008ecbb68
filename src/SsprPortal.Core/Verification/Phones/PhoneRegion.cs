using System.Text.Json;

namespace SsprPortal.Core.Verification.Phones;

/// <summary>The numbering plan of one country, or of a calling code that belongs to none (satellites, international free phones).</summary>
internal sealed class PhoneRegion
{
    // Places in the package's compact form of a plan.
    private const int CallingCodeAt = 0;
    private const int InternationalPrefixAt = 1;
    private const int NationalNumberAt = 2;
    private const int LengthsAt = 3;
    private const int NationalPrefixAt = 5;
    private const int PrefixForReadingAt = 7;
    private const int PrefixRuleAt = 8;
    private const int LeadingDigitsAt = 10;
    private const int TypesAt = 11;

    // Places in its list of types; the first that matches names a number, and what costs comes first.
    private const int FixedLineAt = 0;
    private const int MobileAt = 1;

    private static readonly (int At, PhoneType Type)[] SpecialTypes =
    [
        (3, PhoneType.Premium),
        (9, PhoneType.SharedCost),
        (2, PhoneType.TollFree),
        (8, PhoneType.Voip),
        (4, PhoneType.Personal),
        (7, PhoneType.Pager),
        (6, PhoneType.Company),
        (5, PhoneType.Voicemail),
    ];

    private readonly PhonePattern nationalNumber;
    private readonly int[] lengths;
    private readonly PhonePattern? internationalPrefix;
    private readonly PhonePattern? nationalPrefix;
    private readonly string? prefixRule;
    private readonly PhonePattern? leadingDigits;
    private readonly (PhonePattern? Pattern, int[] Lengths)[] types;

    public PhoneRegion(string? code, JsonElement plan)
    {
        Code = code;
        CallingCode = plan[CallingCodeAt].GetString()!;
        internationalPrefix = Pattern(plan, InternationalPrefixAt);
        nationalNumber = new(plan[NationalNumberAt].GetString()!);
        lengths = Lengths(plan[LengthsAt]);
        nationalPrefix = Pattern(plan, PrefixForReadingAt) ?? Pattern(plan, NationalPrefixAt);
        prefixRule = Text(plan, PrefixRuleAt);
        leadingDigits = Pattern(plan, LeadingDigitsAt);
        types = [.. plan[TypesAt].EnumerateArray().Select(Type)];
        // A mobile pattern that is the same as the one of fixed lines is left empty.
        if (plan[TypesAt].GetArrayLength() > MobileAt && plan[TypesAt][MobileAt] is { ValueKind: JsonValueKind.Array } mobile && mobile[0].GetString() is "")
            types[MobileAt] = types[FixedLineAt];
    }

    /// <summary>ISO 3166 alpha-2; null when the calling code belongs to no country.</summary>
    public string? Code { get; }

    /// <summary>"81".</summary>
    public string CallingCode { get; }

    /// <summary>What a national number is for; null when this plan has no such number.</summary>
    public PhoneType? TypeOf(string national)
    {
        if (!lengths.Contains(national.Length) || !nationalNumber.Matches(national))
            return null;
        foreach (var (at, type) in SpecialTypes)
        {
            if (Is(at, national))
                return type;
        }

        return (Is(FixedLineAt, national), Is(MobileAt, national)) switch
        {
            (true, true) => PhoneType.FixedLineOrMobile,
            (true, false) => PhoneType.FixedLine,
            (false, true) => PhoneType.Mobile,
            (false, false) => null,
        };
    }

    /// <summary>Whether a number that countries with one calling code share is this one's first: it begins as this one's do, or this one takes what nobody else does.</summary>
    public bool Claims(string national) => leadingDigits?.MatchAtStart(national).Success != false;

    /// <summary>
    /// The national number without what is only dialled: a trunk zero, a carrier. Some plans put something in instead: an island's short
    /// number gets its area code. Null when nothing is to be taken away.
    /// </summary>
    public string? WithoutPrefix(string national)
    {
        if (nationalPrefix?.MatchAtStart(national) is not { Success: true, Length: > 0 } prefix)
            return null;
        var rest = national[prefix.Length..];
        return prefixRule is not null && prefix.Groups.Count > 1 && prefix.Groups[^1].Success ? prefix.Result(prefixRule) + rest : rest;
    }

    /// <summary>What follows the prefix by which this country dials abroad ("010" in Japan); null when the digits do not begin with it.</summary>
    public string? AfterInternationalPrefix(string digits) =>
        internationalPrefix?.MatchAtStart(digits) is { Success: true } prefix ? digits[prefix.Length..] : null;

    private bool Is(int at, string national) => at < types.Length && types[at] is { Pattern: { } pattern } type && type.Lengths.Contains(national.Length) && pattern.Matches(national);

    private (PhonePattern? Pattern, int[] Lengths) Type(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array && type[0].GetString() is { Length: > 0 } expression
            ? (new(expression), type.GetArrayLength() > 1 && type[1].ValueKind == JsonValueKind.Array ? Lengths(type[1]) : lengths)
            : (null, []);

    // A zero stands where there is nothing.
    private static string? Text(JsonElement plan, int at) => plan.GetArrayLength() > at && plan[at].ValueKind == JsonValueKind.String ? plan[at].GetString() : null;

    private static PhonePattern? Pattern(JsonElement plan, int at) => Text(plan, at) is { } expression ? new(expression) : null;

    private static int[] Lengths(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetInt32())];
}
