using SsprPortal.Core.Throttling;

namespace SsprPortal.Core.Tests.Throttling;

public sealed class ThrottleTests
{
    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7", true)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    [InlineData("198.51.100.7", "::ffff:198.51.100.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%2", "fe80::1%3", true)]
    [InlineData("not an address", "not an address", true)]
    public void An_address_is_counted_by_itself_and_of_IPv6_by_what_one_customer_has(string one, string other, bool same) =>
        Assert.Equal(same, Throttle.Network(one) == Throttle.Network(other));

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.200", true)]
    [InlineData("198.51.100.7", "198.51.101.7", false)]
    [InlineData("198.51.100.7", "::ffff:198.51.100.9", true)]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:2ff::1", true)]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:300::1", false)]
    public void A_network_is_the_24_of_IPv4_and_the_56_of_IPv6(string one, string other, bool same) =>
        Assert.Equal(same, Throttle.WideNetwork(one) == Throttle.WideNetwork(other));

    [Fact]
    public void What_a_limit_is_counted_by_is_not_told() => Assert.DoesNotContain("9012345678", ((ThrottleSubject)"+819012345678").ToString(), StringComparison.Ordinal);
}
