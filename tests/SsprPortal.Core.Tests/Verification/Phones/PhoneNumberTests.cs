using System.Text.Json;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Tests.Verification.Phones;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("090-1234-5678")]
    [InlineData("09012345678")]
    [InlineData(" 090 1234 5678 ")]
    [InlineData("(090) 1234.5678")]
    [InlineData("90-1234-5678")]
    [InlineData("+81 90 1234 5678")]
    [InlineData("(+81) 90 1234 5678")]
    [InlineData("+819012345678")]
    [InlineData("+81 (0)90-1234-5678")]
    [InlineData("81 90 1234 5678")]
    [InlineData("0081 90 1234 5678")]
    [InlineData("0081 (0)90 1234 5678")]
    [InlineData("010 81 90 1234 5678")]
    [InlineData("０９０－１２３４－５６７８")]
    [InlineData("０９０　１２３４　５６７８")]
    [InlineData("090ー1234ー5678")]
    [InlineData("090―1234―5678")]
    [InlineData("＋８１９０１２３４５６７８")]
    [InlineData("\u202A090-1234-5678\u202C")]
    public void One_number_has_many_ways_to_be_typed(string typed)
    {
        var number = PhoneNumber.Read(typed, "JP").Number;

        Assert.Equal(("+819012345678", "JP", PhoneType.Mobile, "78", null), (number?.E164, number?.Country, number?.Type, number?.LastTwoDigits, number?.Extension));
    }

    [Theory]
    [InlineData("070-1234-5678", "JP", "+817012345678", PhoneType.Mobile)]
    [InlineData("080-1234-5678", "JP", "+818012345678", PhoneType.Mobile)]
    [InlineData("03-1234-5678", "JP", "+81312345678", PhoneType.FixedLine)]
    [InlineData("06-6123-4567", "JP", "+81661234567", PhoneType.FixedLine)]
    [InlineData("0120-123-456", "JP", "+81120123456", PhoneType.TollFree)]
    [InlineData("0800-123-4567", "JP", "+818001234567", PhoneType.TollFree)]
    [InlineData("050-1234-5678", "JP", "+815012345678", PhoneType.Voip)]
    [InlineData("0570-012-345", "JP", "+81570012345", PhoneType.Company)]
    [InlineData("(415) 555-2671", "US", "+14155552671", PhoneType.FixedLineOrMobile)]
    [InlineData("1-415-555-2671", "US", "+14155552671", PhoneType.FixedLineOrMobile)]
    [InlineData("1 800 555 2671", "US", "+18005552671", PhoneType.TollFree)]
    [InlineData("604 555 2671", "CA", "+16045552671", PhoneType.FixedLineOrMobile)]
    [InlineData("07400 123456", "GB", "+447400123456", PhoneType.Mobile)]
    [InlineData("020 7946 0018", "GB", "+442079460018", PhoneType.FixedLine)]
    [InlineData("+44 (0)7400 123456", "JP", "+447400123456", PhoneType.Mobile)]
    [InlineData("312 345 6789", "IT", "+393123456789", PhoneType.Mobile)]
    [InlineData("02 1234 5678", "IT", "+390212345678", PhoneType.FixedLine)]
    [InlineData("+39 02 1234 5678", "JP", "+390212345678", PhoneType.FixedLine)]
    [InlineData("0039 06 1234 5678", "DE", "+390612345678", PhoneType.FixedLine)]
    [InlineData("01512 3456789", "DE", "+4915123456789", PhoneType.Mobile)]
    [InlineData("030 123456", "DE", "+4930123456", PhoneType.FixedLine)]
    [InlineData("06 12 34 56 78", "FR", "+33612345678", PhoneType.Mobile)]
    [InlineData("+33 (0)1 23 45 67 89", "FR", "+33123456789", PhoneType.FixedLine)]
    [InlineData("070 123 45 67", "SE", "+46701234567", PhoneType.Mobile)]
    [InlineData("08-123 456 78", "SE", "+46812345678", PhoneType.FixedLine)]
    [InlineData("078 123 45 67", "CH", "+41781234567", PhoneType.Mobile)]
    [InlineData("044 668 18 00", "CH", "+41446681800", PhoneType.FixedLine)]
    [InlineData("0412 345 678", "AU", "+61412345678", PhoneType.Mobile)]
    [InlineData("8123 4567", "SG", "+6581234567", PhoneType.Mobile)]
    [InlineData("010-2000-0000", "KR", "+821020000000", PhoneType.Mobile)]
    [InlineData("8 (912) 345-67-89", "RU", "+79123456789", PhoneType.Mobile)]
    [InlineData("8 800 555 35 35", "RU", "+78005553535", PhoneType.TollFree)]
    [InlineData("8 771 000 9998", "KZ", "+77710009998", PhoneType.Mobile)]
    [InlineData("612 345 678", "ES", "+34612345678", PhoneType.Mobile)]
    [InlineData("06 20 123 4567", "HU", "+36201234567", PhoneType.Mobile)]
    [InlineData("011 15 2345-6789", "AR", "+5491123456789", PhoneType.Mobile)]
    public void A_number_is_read_as_its_country_dials_it(string typed, string country, string expected, PhoneType type)
    {
        var number = PhoneNumber.Read(typed, country).Number;

        Assert.Equal((expected, type), (number?.E164, number?.Type));
    }

    [Theory]
    [InlineData("+1 415 555 2671", "US")]
    [InlineData("+1 604 555 2671", "CA")]
    [InlineData("+1 876 210 1234", "JM")]
    [InlineData("+1 242 359 1234", "BS")]
    [InlineData("+1 787 234 5678", "PR")]
    [InlineData("+1 809 234 5678", "DO")]
    [InlineData("+7 912 345 6789", "RU")]
    [InlineData("+7 771 000 9998", "KZ")]
    [InlineData("+44 7400 123456", "GB")]
    [InlineData("+44 7781 123456", "GG")]
    [InlineData("+44 7797 712345", "JE")]
    [InlineData("+44 7624 234567", "IM")]
    [InlineData("+39 06 698 12345", "VA")]
    [InlineData("+39 06 1234 5678", "IT")]
    [InlineData("+47 412 34 567", "NO")]
    [InlineData("+47 79 12 34 56", "SJ")]
    [InlineData("+599 9 518 1234", "CW")]
    [InlineData("+358 18 12345", "AX")]
    public void Countries_that_share_a_calling_code_are_told_apart(string typed, string country) => Assert.Equal(country, PhoneNumber.Read(typed, "JP").Number?.Country);

    [Fact]
    public void A_number_of_a_satellite_belongs_to_no_country()
    {
        var number = PhoneNumber.Read("+881 612 345 678", "JP").Number;

        Assert.Equal(("+881612345678", null, PhoneType.Mobile), (number?.E164, number?.Country, number?.Type));
    }

    [Theory]
    [InlineData("464 1234", "AG", "+12684641234")]
    [InlineData("25 6789", "GG", "+441481256789")]
    public void An_island_s_short_number_gets_its_area_code(string typed, string country, string expected) => Assert.Equal(expected, PhoneNumber.Read(typed, country).Number?.E164);

    [Theory]
    [InlineData("011 81 90 1234 5678", "US")]
    [InlineData("0011 81 90 1234 5678", "AU")]
    [InlineData("001 81 90 1234 5678", "KR")]
    [InlineData("0081 90 1234 5678", "SG")]
    [InlineData("8 10 81 90 1234 5678", "RU")]
    public void Abroad_is_dialled_from_everywhere(string typed, string country) => Assert.Equal("+819012345678", PhoneNumber.Read(typed, country).Number?.E164);

    [Theory]
    [InlineData("0990-123-456", "JP")]
    [InlineData("+81 990 123 456", "US")]
    [InlineData("900 234 5678", "US")]
    [InlineData("+1 900 234 5678", "JP")]
    [InlineData("0909 879 0000", "GB")]
    [InlineData("0900 1234567", "DE")]
    [InlineData("0900 123 456", "CH")]
    [InlineData("077 123 45 67", "SE")]
    [InlineData("0848 123 456", "CH")]
    [InlineData("+979 1 2345 6789", "JP")]
    [InlineData("+808 1234 5678", "JP")]
    public void A_number_that_costs_extra_is_refused(string typed, string country) => Assert.Equal(new(null, PhoneRefusal.Premium), PhoneNumber.Read(typed, country));

    [Theory]
    [InlineData("+81 90 1234 567")]
    [InlineData("+81 90 1234 56789")]
    [InlineData("090-0123-456")]
    [InlineData("010-1234-5678")]
    [InlineData("+1 123 456 7890")]
    [InlineData("+1 555 123 4567")]
    [InlineData("+1234567")]
    [InlineData("+12345678")]
    [InlineData("+123456789012345")]
    [InlineData("+1234567890123456")]
    [InlineData("+999 1234 5678")]
    [InlineData("+0 9012345678")]
    [InlineData("12345678")]
    [InlineData("000819012345678")]
    [InlineData("00000000000000000000000000")]
    [InlineData("+44 20 7946 001")]
    [InlineData("+39 2 1")]
    public void A_number_that_no_country_has_is_refused(string typed) => Assert.Equal(new(null, PhoneRefusal.Impossible), PhoneNumber.Read(typed, "JP"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u3000\t")]
    public void Nothing_is_missing(string? typed) => Assert.Equal(new(null, PhoneRefusal.Missing), PhoneNumber.Read(typed, "JP"));

    [Theory]
    [InlineData("+")]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("+81")]
    [InlineData("110")]
    [InlineData("000000000000000000000000000")]
    [InlineData("090-1234-567x")]
    [InlineData("090-1234-5678 ext 9")]
    [InlineData("tel:+819012345678")]
    [InlineData("++819012345678")]
    [InlineData("81+9012345678")]
    [InlineData("1-800-FLOWERS")]
    [InlineData("090-1234-567٨")]
    [InlineData("٠٩٠١٢٣٤٥٦٧٨")]
    [InlineData("०९०१२३४५६७८")]
    [InlineData("〇九〇一二三四五六七八")]
    [InlineData("𝟎𝟗𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖")]
    [InlineData("090-1234-5678,080-1111-2222")]
    [InlineData("090-1234-5678\0")]
    [InlineData("090-1234-5678; DROP TABLE")]
    [InlineData("090-1234-567📞")]
    [InlineData("090-1234-567\uFFFE")]
    [InlineData("090-1234-567\uFFFF")]
    [InlineData("<script>")]
    public void What_is_not_made_of_digits_is_no_phone_number(string typed)
    {
        Assert.Equal(new(null, PhoneRefusal.NotAPhoneNumber), PhoneNumber.Read(typed, "JP"));
        Assert.Null(PhoneNumber.IsSame("+819012345678", typed));
    }

    // Not as inline data: the compiler writes that in UTF-8, which has no half characters.
    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDFFF)]
    public void Half_a_character_is_not_part_of_a_number(int half)
    {
        var typed = "090-1234-5678" + (char)half;

        Assert.Equal(PhoneRefusal.NotAPhoneNumber, PhoneNumber.Read(typed, "JP").Refusal);
        Assert.Equal(PhoneRefusal.NotAPhoneNumber, PhoneNumber.ReadWithExtension(typed, "JP").Refusal);
        Assert.Null(PhoneNumber.IsSame("+819012345678", typed));
    }

    [Theory]
    [InlineData('0')]
    [InlineData(' ')]
    [InlineData('x')]
    [InlineData('\uFDFA')]
    public void Ten_thousand_characters_are_not_a_number(char filling)
    {
        var typed = "090-1234-5678" + new string(filling, 10_000);

        Assert.Equal(PhoneRefusal.NotAPhoneNumber, PhoneNumber.Read(typed, "JP").Refusal);
        Assert.Equal(PhoneRefusal.NotAPhoneNumber, PhoneNumber.ReadWithExtension(typed, "JP").Refusal);
        Assert.Null(PhoneNumber.IsSame("+819012345678", typed));
    }

    [Theory]
    [InlineData("ZZ")]
    [InlineData("")]
    [InlineData("81")]
    public void Without_a_known_country_only_international_numbers_are_read(string country)
    {
        Assert.Equal("+819012345678", PhoneNumber.Read("+81 90 1234 5678", country).Number?.E164);
        Assert.Equal(PhoneRefusal.Impossible, PhoneNumber.Read("090-1234-5678", country).Refusal);
    }

    [Fact]
    public void Only_numbers_of_allowed_countries_are_taken()
    {
        Assert.Equal("+819012345678", PhoneNumber.Read("090-1234-5678", "JP", ["JP", "CA"]).Number?.E164);
        Assert.Equal("CA", PhoneNumber.Read("+1 604 555 2671", "JP", ["JP", "CA"]).Number?.Country);
        Assert.Equal(new(null, PhoneRefusal.CountryNotAllowed), PhoneNumber.Read("+1 415 555 2671", "JP", ["JP", "CA"]));
        Assert.Equal(new(null, PhoneRefusal.CountryNotAllowed), PhoneNumber.Read("415 555 2671", "US", ["JP", "CA"]));
        Assert.Equal(new(null, PhoneRefusal.CountryNotAllowed), PhoneNumber.Read("+881 612 345 678", "JP", ["JP", "CA"]));
        Assert.Equal(new(null, PhoneRefusal.CountryNotAllowed), PhoneNumber.Read("090-1234-5678", "JP", []));
    }

    [Fact]
    public void A_number_that_two_countries_share_is_allowed_in_either()
    {
        Assert.Equal("+18005552671", PhoneNumber.Read("800 555 2671", "CA", ["CA"]).Number?.E164);
        Assert.Equal("+18005552671", PhoneNumber.Read("800 555 2671", "CA", ["US"]).Number?.E164);
    }

    [Fact]
    public void What_is_wrong_with_the_number_itself_is_told_before_its_country()
    {
        Assert.Equal(PhoneRefusal.Premium, PhoneNumber.Read("+1 900 234 5678", "JP", ["JP"]).Refusal);
        Assert.Equal(PhoneRefusal.Impossible, PhoneNumber.Read("+1 123 456 7890", "JP", ["JP"]).Refusal);
    }

    [Theory]
    [InlineData("+81 312345678X1234", "1234")]
    [InlineData("+81 312345678 x1234", "1234")]
    [InlineData("03-1234-5678 ext. 1234", "1234")]
    [InlineData("03-1234-5678, Ext 1234", "1234")]
    [InlineData("03-1234-5678 extension: 1234", "1234")]
    [InlineData("03-1234-5678#1234", "1234")]
    [InlineData("03-1234-5678 (内線 1234)", "1234")]
    [InlineData("０３－１２３４－５６７８　内線１２３４", "1234")]
    [InlineData("+81-3-1234-5678;ext=1234", "1234")]
    [InlineData("03-1234-5678 x0", "0")]
    [InlineData("03-1234-5678 x0123456789", "0123456789")]
    [InlineData("03-1234-5678", null)]
    public void A_directory_writes_extensions_in_many_ways(string text, string? extension)
    {
        var number = PhoneNumber.ReadWithExtension(text, "JP").Number;

        Assert.Equal(("+81312345678", extension, "78"), (number?.E164, number?.Extension, number?.LastTwoDigits));
        Assert.Equal(extension is null ? "+81312345678" : $"+81312345678X{extension}", number?.Stored);
    }

    [Theory]
    [InlineData("x1234")]
    [InlineData("03-1234-5678 x")]
    [InlineData("03-1234-5678 x12a4")]
    [InlineData("03-1234-5678 x12x34")]
    [InlineData("03-1234-5678 x01234567890")]
    [InlineData("03-1234-5678 y1234")]
    [InlineData("ext. 1234")]
    [InlineData("call me")]
    public void Half_an_extension_is_none(string text)
    {
        var (number, refusal) = PhoneNumber.ReadWithExtension(text, "JP");

        Assert.Null(number);
        Assert.True(refusal is PhoneRefusal.NotAPhoneNumber or PhoneRefusal.Missing, refusal.ToString());
    }

    [Theory]
    [InlineData("+81 312345678X1234")]
    [InlineData("+1 (415) 555-2671 #9")]
    [InlineData("090-1234-5678")]
    public void What_was_stored_is_read_back(string text)
    {
        var stored = PhoneNumber.ReadWithExtension(text, "JP").Number!.Stored;

        Assert.Equal(stored, PhoneNumber.ReadWithExtension(stored, "").Number?.Stored);
    }

    [Theory]
    [InlineData("+819012345678", "090-1234-5678", true)]
    [InlineData("+819012345678", "+81 (0)90 1234 5678", true)]
    [InlineData("+819012345678", "0081 90 1234 5678", true)]
    [InlineData("+819012345678", "010 81 90 1234 5678", true)]
    [InlineData("+819012345678", "819012345678", true)]
    [InlineData("+819012345678", "090-1234-5679", false)]
    [InlineData("+819012345678", "+82 10 2000 0000", false)]
    [InlineData("+819012345678", "90-1234", null)]
    [InlineData("+819012345678", "+81 90 1234", null)]
    [InlineData("+819012345678", null, null)]
    [InlineData("+819012345678", "", null)]
    [InlineData("+46701234533", "070 123 45 33", true)]
    [InlineData("+46701234533", "070 123 45 34", false)]
    [InlineData("+14155552671", "(415) 555-2671", true)]
    [InlineData("+14155552671", "011 1 415 555 2671", true)]
    [InlineData("+12684641234", "464 1234", true)]
    [InlineData("+390212345678", "02 1234 5678", true)]
    [InlineData("+390212345678", "2 1234 5678", null)]
    [InlineData("+881612345678", "+881 612 345 678", true)]
    public void A_registered_number_is_typed_as_abroad_or_as_in_its_own_country(string registered, string? typed, bool? same) => Assert.Equal(same, PhoneNumber.IsSame(registered, typed));

    [Theory]
    [InlineData("+819000000001", "090-0000-0001", true)]
    [InlineData("+819000000001", "+81 90 0000 0001", true)]
    [InlineData("+819000000001", "090-1234-5678", false)]
    [InlineData("+819000000001", "090-0000-0002", null)]
    [InlineData("+9991234567", "+999 123 4567", null)]
    public void A_number_that_was_registered_once_stays_usable_when_its_plan_has_changed(string registered, string typed, bool? same) => Assert.Equal(same, PhoneNumber.IsSame(registered, typed));

    [Fact]
    public void Every_country_s_example_reads_to_itself()
    {
        var examples = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText("examples.mobile.json"))!;

        Assert.True(examples.Count > 200, $"{examples.Count} examples");
        foreach (var (country, national) in examples)
        {
            var callingCode = PhoneCountries.Find(country)!.CallingCode;
            var expected = $"+{callingCode}{national}";

            // One example may be shared: what is asked is that the country itself is allowed to have it.
            var number = PhoneNumber.Read(expected, "JP", [country]).Number;
            Assert.Equal(expected, number?.E164);
            // Tristan da Cunha has no mobile phones.
            Assert.True(country == "TA" || number!.Type is PhoneType.Mobile or PhoneType.FixedLineOrMobile, $"{country}: {number!.Type}");
            Assert.Equal(expected, PhoneNumber.Read(national, country).Number?.E164);
            Assert.Equal(expected, PhoneNumber.Read($"00{callingCode} {national}", "GB").Number?.E164);
            Assert.True(PhoneNumber.IsSame(expected, national));
        }
    }

    [Fact]
    public void Whatever_is_read_reads_back_to_itself()
    {
        // Digits from a fixed row, so that a failure comes again.
        var row = 12345u;
        var read = 0;
        foreach (var country in PhoneCountries.All)
        {
            for (var i = 0; i < 200; i++)
            {
                var typed = string.Concat(Enumerable.Range(0, 6 + (int)Next(8)).Select(_ => (char)('0' + Next(10))));
                if (PhoneNumber.Read(typed, country.Code).Number is not { } number)
                    continue;
                read++;
                var again = PhoneNumber.Read(number.E164, country.Code).Number;
                Assert.Equal((number.E164, number.Country, number.Type), (again?.E164, again?.Country, again?.Type));
                Assert.Matches(@"^\+[1-9][0-9]{5,14}$", number.E164);
                Assert.True(PhoneNumber.IsSame(number.E164, number.E164));
            }
        }

        Assert.True(read > 2000, $"Only {read} numbers were read.");

        uint Next(uint below) => ((row = (row * 1_103_515_245) + 12_345) >> 16) % below;
    }

    [Fact]
    public void A_number_says_nothing_of_itself()
    {
        Assert.Equal("PhoneNumber", PhoneNumber.Read("090-1234-5678", "JP").Number!.ToString());
        Assert.Equal("PhoneReading", PhoneNumber.Read("090-1234-5678", "JP").ToString());
        Assert.Equal("Premium", PhoneNumber.Read("0990-123-456", "JP").ToString());
    }
}
