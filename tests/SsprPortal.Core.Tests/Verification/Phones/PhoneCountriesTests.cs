using System.Globalization;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Tests.Verification.Phones;

public sealed class PhoneCountriesTests
{
    private static readonly CultureInfo English = new("en-US");
    private static readonly CultureInfo Japanese = new("ja-JP");

    [Fact]
    public void Every_country_has_a_code_and_a_calling_code()
    {
        Assert.All(PhoneCountries.All, country => Assert.Matches("^[A-Z]{2} [1-9][0-9]{0,2}$", $"{country.Code} {country.CallingCode}"));
        Assert.Equal(PhoneCountries.All.Count, PhoneCountries.All.DistinctBy(country => country.Code).Count());
    }

    [Theory]
    [InlineData("JP", "81")]
    [InlineData("jp", "81")]
    [InlineData("US", "1")]
    [InlineData("CA", "1")]
    [InlineData("KZ", "7")]
    [InlineData("ZZ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_country_is_found_by_its_code(string? code, string? callingCode) => Assert.Equal(callingCode, PhoneCountries.Find(code)?.CallingCode);

    [Fact]
    public void Every_country_has_a_name_of_its_own_in_both_languages()
    {
        foreach (var culture in new[] { English, Japanese })
        {
            var names = PhoneCountries.All.Select(country => PhoneCountries.Name(country, culture)).ToList();
            Assert.Equal(names.Count, names.Distinct().Count());
            Assert.All(names, name => Assert.True(name.Length > 2 || culture == Japanese, name));
        }

        // Letters of the other language would be a name that is missing.
        Assert.All(PhoneCountries.All, country => Assert.DoesNotContain(PhoneCountries.Name(country, Japanese), char.IsAsciiLetter));
    }

    [Theory]
    [InlineData("JP", "Japan", "日本")]
    [InlineData("US", "United States", "アメリカ合衆国")]
    [InlineData("GB", "United Kingdom", "イギリス")]
    [InlineData("KR", "South Korea", "韓国")]
    [InlineData("AX", "Åland Islands", "オーランド諸島")]
    public void A_country_is_called_what_people_call_it(string code, string english, string japanese)
    {
        var country = PhoneCountries.Find(code)!;

        Assert.Equal((english, japanese), (PhoneCountries.Name(country, English), PhoneCountries.Name(country, Japanese)));
        Assert.Equal(english, PhoneCountries.Name(country, new("fr-FR")));
    }

    [Fact]
    public void A_list_is_in_the_order_of_its_language()
    {
        Assert.Equal(["Åland Islands", "Japan", "South Korea", "United States"], Sorted(English, "US", "JP", "AX", "KR"));
        Assert.Equal(["アメリカ合衆国", "韓国", "ドイツ", "日本", "フランス", "香港"], Sorted(Japanese, "HK", "US", "JP", "DE", "KR", "FR"));
    }

    [Fact]
    public void A_name_that_begins_with_kanji_is_sorted_by_how_it_is_read()
    {
        var names = PhoneCountries.Sorted(PhoneCountries.All, Japanese).Select(country => PhoneCountries.Name(country, Japanese)).ToList();

        Assert.StartsWith("アイスランド", names[0], StringComparison.Ordinal);
        Assert.Equal("ロシア", names[^1]);
    }

    private static IEnumerable<string> Sorted(CultureInfo culture, params string[] codes) =>
        PhoneCountries.Sorted(codes.Select(code => PhoneCountries.Find(code)!), culture).Select(country => PhoneCountries.Name(country, culture));
}
