using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Tests.Verification.Phones;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("090-1234-5678")]
    [InlineData("09012345678")]
    [InlineData(" 090 1234 5678 ")]
    [InlineData("(090) 1234.5678")]
    [InlineData("+81 90 1234 5678")]
    [InlineData("+819012345678")]
    [InlineData("+81 (0)90-1234-5678")]
    [InlineData("0081 90 1234 5678")]
    [InlineData("0081 (0)90 1234 5678")]
    [InlineData("０９０－１２３４－５６７８")]
    [InlineData("０９０　１２３４　５６７８")]
    [InlineData("090ー1234ー5678")]
    [InlineData("＋８１９０１２３４５６７８")]
    public void One_number_has_many_ways_to_be_typed(string typed)
    {
        var number = PhoneNumber.Read(typed, "81");

        Assert.Equal(("+819012345678", "78"), (number?.E164, number?.LastTwoDigits));
    }

    [Theory]
    [InlineData("03-1234-5678", "81", "+81312345678")]
    [InlineData("+1 (425) 555-0123", "81", "+14255550123")]
    [InlineData("001 425 555 0123", "81", "+14255550123")]
    [InlineData("070 123 45 33", "46", "+46701234533")]
    [InlineData("+1234567", "81", null)]
    [InlineData("+12345678", "81", "+12345678")]
    [InlineData("+123456789012345", "81", "+123456789012345")]
    [InlineData("+1234567890123456", "81", null)]
    public void A_number_is_read_with_its_country(string typed, string callingCode, string? expected) =>
        Assert.Equal(expected, PhoneNumber.Read(typed, callingCode)?.E164);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("+")]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("+81")]
    [InlineData("12345678")]
    [InlineData("9012345678")]
    [InlineData("090-1234-567x")]
    [InlineData("090-1234-5678 ext 9")]
    [InlineData("tel:+819012345678")]
    [InlineData("++819012345678")]
    [InlineData("81+9012345678")]
    [InlineData("+0 9012345678")]
    [InlineData("000819012345678")]
    [InlineData("090-1234-567٨")]
    [InlineData("090-1234-5678,080-1111-2222")]
    [InlineData("090-1234-5678\0")]
    [InlineData("090-1234-567📞")]
    [InlineData("090-1234-567\uFFFE")]
    public void What_cannot_be_a_number_is_none(string? typed) => Assert.Null(PhoneNumber.Read(typed, "81"));

    // Not as inline data: the compiler writes that in UTF-8, which has no half characters.
    [Fact]
    public void Half_a_character_is_not_part_of_a_number() => Assert.Null(PhoneNumber.Read("090-1234-5678\uD800", "81"));

    [Fact]
    public void A_megabyte_is_not_a_number() => Assert.Null(PhoneNumber.Read(new string('0', 1_000_000), "81"));
}
