using SsprPortal.Core.Directory;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Tests.Passwords;

public sealed class PasswordRulesTests
{
    private static readonly SsprPolicy Policy = new();
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
    public async Task Length_is_counted_in_characters(string pattern, int characters, PasswordRefusal? expected)
    {
        var runes = pattern.EnumerateRunes().ToList();
        var password = string.Concat(Enumerable.Range(0, characters).Select(i => runes[i % runes.Count].ToString()));

        Assert.Equal(expected is null ? [] : [expected.Value], await CheckAsync(password));
    }

    [Theory]
    [InlineData("correct horse\0 battery")]
    [InlineData("correct horse\n battery")]
    [InlineData("correct horse\u007F battery")]
    [InlineData("correct horse\u0085 battery")]
    [InlineData("correct horse\uFFFE battery")]
    [InlineData("correct horse\uFFFD battery")]
    public async Task What_cannot_be_typed_is_refused(string password) => Assert.Equal([PasswordRefusal.NotTypeable], await CheckAsync(password));

    // Not as inline data: the compiler writes that in UTF-8, which has no half characters.
    [Fact]
    public async Task Half_a_character_is_refused()
    {
        Assert.Equal([PasswordRefusal.NotTypeable], await CheckAsync("correct horse\uD83D battery"));
        Assert.Equal([PasswordRefusal.NotTypeable], await CheckAsync("correct horse battery\uDE00"));
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
    public async Task Nobody_uses_the_own_name(string displayName, string userName, string password) =>
        Assert.Equal([PasswordRefusal.ContainsName], await CheckAsync(password, displayName, userName));

    [Theory]
    [InlineData("Ann Lee", "al@contoso.com", "annual leeway battery")]
    [InlineData("林 一", "h@contoso.com", "一つの林の中に馬が居ます。静かに")]
    [InlineData("", "ab@contoso.com", "correct horse battery")]
    [InlineData("Alain Charon", "achar@contoso.com", "contoso has many horses")]
    public async Task A_name_too_short_to_tell_is_no_name(string displayName, string userName, string password) =>
        Assert.Empty(await CheckAsync(password, displayName, userName));

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("ababababababababab", true)]
    [InlineData("abcabcabcabcabcabc", true)]
    [InlineData("abcdabcdabcdabcdab", true)]
    [InlineData("abcdeabcdeabcdeabcde", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaab", false)]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", true)]
    public async Task A_pattern_over_and_over_is_refused(string password, bool refused) =>
        Assert.Equal(refused ? [PasswordRefusal.Repetitive] : [], await CheckAsync(password));

    [Fact]
    public async Task Both_times_it_has_to_be_the_same()
    {
        Assert.Equal([PasswordRefusal.NotRepeated], (await Rules.CheckAsync("correct horse battery", "correct horse batterY", Sample.Person(), Policy, default)).Refusals);
        Assert.Equal([PasswordRefusal.NotRepeated], (await Rules.CheckAsync("correct horse battery", null, Sample.Person(), Policy, default)).Refusals);
        Assert.Equal([PasswordRefusal.TooShort, PasswordRefusal.NotRepeated], (await Rules.CheckAsync("short", "shor", Sample.Person(), Policy, default)).Refusals);
        Assert.Equal([PasswordRefusal.Missing], (await Rules.CheckAsync("", "", Sample.Person(), Policy, default)).Refusals);
        Assert.Equal([PasswordRefusal.Missing], (await Rules.CheckAsync(null, null, Sample.Person(), Policy, default)).Refusals);
    }

    [Fact]
    public async Task A_password_is_set_as_it_was_typed()
    {
        const string typed = "  Ｃorrect  horse\u00A0é\u0301 battery ";

        Assert.Equal(typed, (await Rules.CheckAsync(typed, typed, Sample.Person(), Policy, default)).Password!.Reveal());
    }

    [Theory]
    [InlineData(8, 8, true)]
    [InlineData(8, 7, false)]
    [InlineData(20, 20, true)]
    [InlineData(20, 19, false)]
    public async Task The_organisation_says_how_short_a_password_may_be(int least, int characters, bool accepted)
    {
        var decision = await Rules.CheckAsync("correct horse battery staple"[..characters], "correct horse battery staple"[..characters], Sample.Person(), Policy with { PasswordMinLength = least }, default);

        Assert.Equal(accepted ? [] : [PasswordRefusal.TooShort], decision.Refusals);
    }

    [Fact]
    public async Task A_costly_rule_is_asked_when_nothing_else_has_refused_and_ends_with_the_first_that_refuses()
    {
        var (first, second) = (new CostlyRule(PasswordRefusal.Breached), new CostlyRule(PasswordRefusal.BannedTerm));
        var rules = new PasswordRules([first, second, new LengthRule()]);

        Assert.Equal([PasswordRefusal.TooShort], (await rules.CheckAsync("short", "short", Sample.Person(), Policy, default)).Refusals);
        Assert.Equal([PasswordRefusal.NotRepeated], (await rules.CheckAsync("correct horse battery", "", Sample.Person(), Policy, default)).Refusals);
        Assert.Equal(0, first.Asked);
        Assert.Equal([PasswordRefusal.Breached], (await rules.CheckAsync("correct horse battery", "correct horse battery", Sample.Person(), Policy, default)).Refusals);
        Assert.Equal((1, 0), (first.Asked, second.Asked));
    }

    private static async Task<IReadOnlyList<PasswordRefusal>> CheckAsync(string password, string displayName = "Alain Charon", string userName = "achar@contoso.com")
    {
        var decision = await Rules.CheckAsync(password, password, Sample.Person(displayName, userName), Policy, default);
        Assert.Equal(decision.Refusals.Count == 0, decision.Password is not null);
        return decision.Refusals;
    }

    private sealed class CostlyRule(PasswordRefusal refusal) : IPasswordRule
    {
        public int Asked { get; private set; }

        public bool IsCostly => true;

        public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<PasswordRefusal?>(refusal);
        }
    }
}
