using SsprPortal.Core.Directory;

namespace SsprPortal.Core.Tests.Directory;

public sealed class UserNamesTests
{
    [Theory]
    [InlineData("alain@contoso.com", "ALAIN@CONTOSO.COM")]
    [InlineData("  Alain@Contoso.com\t", "ALAIN@CONTOSO.COM")]
    [InlineData("ａｌａｉｎ＠ｃｏｎｔｏｓｏ．ｃｏｍ", "ALAIN@CONTOSO.COM")]
    [InlineData("　alain　", "ALAIN")]
    [InlineData("i", "I")]
    [InlineData("ı", "ı")]
    [InlineData("佐藤", "佐藤")]
    [InlineData("e\u0301", "É")]
    [InlineData("CONTOSO\\alain", "CONTOSO\\ALAIN")]
    public void A_name_has_one_form(string typed, string expected) => Assert.Equal(expected, UserNames.Normalize(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t　")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\uFFFEb")]
    [InlineData("a\uFFFDb")]
    public void What_cannot_be_a_name_is_nobody(string? typed) => Assert.Null(UserNames.Normalize(typed));

    // Not as inline data: the compiler writes that in UTF-8, which has no half characters.
    [Fact]
    public void Half_a_character_is_nobody()
    {
        Assert.Null(UserNames.Normalize("a\uD800b"));
        Assert.Null(UserNames.Normalize("a\uDC00"));
    }

    [Fact]
    public void A_name_is_as_long_as_it_may_be_before_and_after_folding()
    {
        Assert.NotNull(UserNames.Normalize(new string('a', UserNames.MaxLength)));
        Assert.Null(UserNames.Normalize(new string('a', UserNames.MaxLength + 1)));
        Assert.Null(UserNames.Normalize(new string('㌀', UserNames.MaxLength)));
        Assert.Null(UserNames.Normalize(new string('a', 1_000_000)));
    }

    [Theory]
    [InlineData("ALAIN@CONTOSO.COM", "ALAIN")]
    [InlineData("ALAIN", "ALAIN")]
    [InlineData("A@B@C", "A")]
    public void The_bare_name_ends_at_the_first_at(string normalized, string expected) => Assert.Equal(expected, UserNames.BareName(normalized));
}
