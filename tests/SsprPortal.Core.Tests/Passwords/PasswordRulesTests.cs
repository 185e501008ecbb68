using SsprPortal.Core.Passwords;

namespace SsprPortal.Core.Tests.Passwords;

public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Rules = new([new LengthRule(), new NotMyNameRule(), new RepetitionRule()]);

    // A row says the password as characters that are repeated to a length, so that lengths can be read.
    [Theory]
    [InlineData("correct horse b", 15, null)]
    [InlineData("correct horse b", 14, PasswordRefusal.TooShort)]
    [InlineData("correct horse ba", 16, null)]
    [InlineData("0123456789abcdef", 64, null)]
    [InlineData("0123456789abcdef", 128, null)]
    [InlineData("0123456789abcdef", 129, PasswordRefusal.TooLong)]
    [InlineData("0123456789abcdef", 257, PasswordRefusal.TooLong)]
    [InlineData("0123456789abcdef", 1_000_000, PasswordRefusal.TooLong)]
    [InlineData("😀🐎🔋🧷🌊🍙🗻🎏", 14, PasswordRefusal.TooShort)]
    [InlineData("😀🐎🔋🧷🌊🍙🗻🎏", 15, null)]
    [InlineData("😀🐎🔋🧷🌊🍙🗻🎏", 128, null)]
    [InlineData("😀🐎🔋🧷🌊🍙🗻🎏", 129, PasswordRefusal.TooLong)]
    [InlineData("正しい馬の電池のホチキスです", 15, null)]
    [InlineData("شمس قمر نجم بحر", 15, null)]
    public void Length_is_counted_in_characters(string pattern, int characters, PasswordRefusal? expected)
    {
        var runes = pattern.EnumerateRunes().ToList();
        var password = string.Concat(Enumerable.Range(0, characters).Select(i => runes[i % runes.Count].ToString()));

        Assert.Equal(expected is null ? [] : [expected.Value], Check(password));
    }

    [Theory]
    [InlineData("correct horse\0 battery")]
    [InlineData("correct horse\n battery")]
    [InlineData("correct horse\u007F battery")]
    [InlineData("correct horse\u0085 battery")]
    [InlineData("correct horse\uFFFE battery")]
    [InlineData("correct horse\uFFFD battery")]
    public void What_cannot_be_typed_is_refused(string password) => Assert.Equal([PasswordRefusal.NotTypeable], Check(password));

    // Not as inline data: the compiler writes that in UTF-8, which has no half characters.
    [Fact]
    public void Half_a_character_is_refused()
    {
        Assert.Equal([PasswordRefusal.NotTypeable], Check("correct horse\uD83D battery"));
        Assert.Equal([PasswordRefusal.NotTypeable], Check("correct horse battery\uDE00"));
    }

    [Theory]
    [InlineData("Alain Charon", "achar@contoso.com", "my name is alain, yes")]
    [InlineData("Alain Charon", "achar@contoso.com", "the CHARON of the styx")]
    [InlineData("Alain Charon", "achar@contoso.com", "ｃｈａｒｏｎ of the styx")]
    [InlineData("Alain Charon", "achar@contoso.com", "xxachar99 and a horse")]
    [InlineData("Anne-Sophie O'Neill", "aso@contoso.com", "sophie likes battery horses")]
    [InlineData("佐藤 花子", "hanako@contoso.com", "花子のパスワードはこれです。長い")]
    [InlineData("佐藤　花子", "hanako@contoso.com", "これは佐藤のパスワードですよ長い")]
    [InlineData("佐藤 花子", "hanako@contoso.com", "ＨＡＮＡＫＯ loves a battery")]
    [InlineData("サトウ ハナコ", "h@contoso.com", "ｻﾄｳ likes a battery horse")]
    public void Nobody_uses_the_own_name(string displayName, string userName, string password) =>
        Assert.Equal([PasswordRefusal.ContainsName], Check(password, displayName, userName));

    [Theory]
    [InlineData("Ann Lee", "al@contoso.com", "annual leeway battery")]
    [InlineData("林 一", "h@contoso.com", "一つの林の中に馬が居ます。静かに")]
    [InlineData("", "ab@contoso.com", "correct horse battery")]
    [InlineData("Alain Charon", "achar@contoso.com", "contoso has many horses")]
    public void A_name_too_short_to_tell_is_no_name(string displayName, string userName, string password) =>
        Assert.Empty(Check(password, displayName, userName));

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("ababababababababab", true)]
    [InlineData("abcabcabcabcabcabc", true)]
    [InlineData("abcdabcdabcdabcdab", true)]
    [InlineData("abcdeabcdeabcdeabcde", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaab", false)]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", true)]
    public void A_pattern_over_and_over_is_refused(string password, bool refused) =>
        Assert.Equal(refused ? [PasswordRefusal.Repetitive] : [], Check(password));

    [Fact]
    public void Both_times_it_has_to_be_the_same()
    {
        Assert.Equal([PasswordRefusal.NotRepeated], Rules.Check("correct horse battery", "correct horse batterY", Sample.Person()).Refusals);
        Assert.Equal([PasswordRefusal.NotRepeated], Rules.Check("correct horse battery", null, Sample.Person()).Refusals);
        Assert.Equal([PasswordRefusal.TooShort, PasswordRefusal.NotRepeated], Rules.Check("short", "shor", Sample.Person()).Refusals);
        Assert.Equal([PasswordRefusal.Missing], Rules.Check("", "", Sample.Person()).Refusals);
        Assert.Equal([PasswordRefusal.Missing], Rules.Check(null, null, Sample.Person()).Refusals);
    }

    [Fact]
    public void A_password_is_set_as_it_was_typed()
    {
        const string typed = "  Ｃorrect  horse\u00A0é\u0301 battery ";

        Assert.Equal(typed, Rules.Check(typed, typed, Sample.Person()).Password!.Reveal());
    }

    private static IReadOnlyList<PasswordRefusal> Check(string password, string displayName = "Alain Charon", string userName = "achar@contoso.com")
    {
        var decision = Rules.Check(password, password, Sample.Person(displayName, userName));
        Assert.Equal(decision.Refusals.Count == 0, decision.Password is not null);
        return decision.Refusals;
    }
}
