using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Tests.Passwords;

public class DirectoryRulesTests
{
    private static readonly DirectoryPasswordRules Rules = new(10, Complexity: true, History: 5, TimeSpan.FromDays(1));

    [Theory]
    [InlineData("green river keeps stones", false)]
    [InlineData("green river keeps 7 stones", true)]
    [InlineData("Greenriverkeepsstones", false)]
    [InlineData("Greenriverkeeps7stones", true)]
    [InlineData("greenriver7", false)]
    [InlineData("みどりの川は石を運ぶ", false)]
    [InlineData("みどりの川は7つの石", false)]
    [InlineData("みどりの川は7つの石!", true)]
    [InlineData("Aé7", true)]
    public async Task Three_kinds_of_characters_are_asked_for_where_the_directory_asks(string password, bool complex)
    {
        var person = Sample.Person() with { IsFromDirectory = true, PasswordRules = Rules };

        Assert.Equal(complex ? null : PasswordRefusal.NotComplex, await new ComplexityRule().CheckAsync(password, person, new(), default));
        Assert.Null(await new ComplexityRule().CheckAsync(password, person with { PasswordRules = Rules with { Complexity = false } }, new(), default));
        Assert.Null(await new ComplexityRule().CheckAsync(password, Sample.Person(), new(), default));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(7, 8)]
    [InlineData(0, 8)]
    [InlineData(20, 20)]
    public void The_directory_says_how_long_the_passwords_of_its_people_are_and_the_policy_how_long_the_others_are(int directory, int least)
    {
        var policy = new SsprPolicy { PasswordMinLength = 15 };
        var person = Sample.Person() with { IsFromDirectory = true, PasswordRules = Rules with { MinLength = directory } };

        Assert.Equal(least, LengthRule.MinFor(person, policy));
        Assert.Equal(8, LengthRule.MinFor(person with { PasswordRules = null }, policy));
        Assert.Equal(15, LengthRule.MinFor(Sample.Person(), policy));
    }

    [Fact]
    public void That_it_is_too_soon_is_said_where_it_is_seen()
    {
        var now = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
        var person = Sample.Person() with { IsFromDirectory = true, PasswordRules = Rules, PasswordSetAt = now.AddHours(-23) };

        Assert.Equal(PasswordRefusal.TooSoon, PasswordRules.DirectoryRefusal(person, now));
        Assert.Equal(PasswordRefusal.DirectoryRefused, PasswordRules.DirectoryRefusal(person, now.AddHours(1)));
        Assert.Equal(PasswordRefusal.DirectoryRefused, PasswordRules.DirectoryRefusal(person with { PasswordSetAt = null }, now));
        Assert.Equal(PasswordRefusal.DirectoryRefused, PasswordRules.DirectoryRefusal(person with { PasswordRules = null }, now));
    }
}
