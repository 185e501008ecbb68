using SsprPortal.ActiveDirectory.Accounts;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class GuessLimitTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    [InlineData(10, 5)]
    [InlineData(999, 10)]
    [InlineData(0, 10)]
    public void Fewer_guesses_are_handed_on_than_lock(int threshold, int atMost) => Assert.Equal(atMost, LdapDirectory.Limit(Policy(threshold, TimeSpan.FromMinutes(30))).AtMost);

    [Fact]
    public void None_is_handed_on_before_the_directory_has_forgotten_those_before()
    {
        Assert.Equal(TimeSpan.FromMinutes(32), LdapDirectory.Limit(Policy(5, TimeSpan.FromMinutes(30))).Wait); // counted here before it arrives there
        Assert.Equal(TimeSpan.FromMinutes(17), LdapDirectory.Limit(Policy(5, TimeSpan.FromMinutes(1))).Wait);
        Assert.True(LdapDirectory.Limit(Policy(5, null)).Wait >= LdapDirectory.Forever);
        Assert.Equal(TimeSpan.FromMinutes(17), LdapDirectory.Limit(Policy(0, null)).Wait);
    }

    [Fact]
    public void Where_the_rules_are_not_to_be_read_one_guess_is_handed_on_in_a_day() => Assert.Equal((1, TimeSpan.FromHours(24) + LdapDirectory.OnTheWay), LdapDirectory.Limit(null));

    private static PasswordPolicy Policy(int threshold, TimeSpan? window) => new(8, Complexity: true, 5, TimeSpan.Zero, null, threshold, null, window, IsPersonal: false);
}
