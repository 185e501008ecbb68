using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Tests.Policies;

public sealed class SsprPolicyTests
{
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void Whatever_is_written_one_or_two_gates_are_asked_for(int written, int read) =>
        Assert.Equal(read, new SsprPolicy { GatesRequired = written }.Checked().GatesRequired);

    [Theory]
    [InlineData("Asia/Tokyo", "Asia/Tokyo")]
    [InlineData("Asia/Tokio", "Etc/UTC")]
    [InlineData("", "Etc/UTC")]
    public void A_time_zone_that_does_not_exist_stops_no_notice(string written, string read) =>
        Assert.Equal(read, new SsprPolicy { TimeZone = written }.Checked().TimeZone);

    [Theory]
    [InlineData("#0b5c5a", "#0b5c5a")]
    [InlineData("", "")]
    [InlineData("red", "")]
    [InlineData("#0b5c5", "")]
    [InlineData("#0b5c5a; } body { display: none", "")]
    public void A_colour_is_a_colour(string written, string read) =>
        Assert.Equal(read, new SsprPolicy { BrandColor = written }.Checked().BrandColor);

    [Theory]
    [InlineData("81", "81")]
    [InlineData("+81", "81")]
    [InlineData("x", "81")]
    public void A_calling_code_is_digits(string written, string read) =>
        Assert.Equal(read, new SsprPolicy { CallingCode = written }.Checked().CallingCode);
}
