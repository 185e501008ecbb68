using SsprPortal.Core.Passwords;

namespace SsprPortal.Core.Tests.Passwords;

public sealed class CommonPasswordRuleTests
{
    [Theory]
    [InlineData("123456", true)]
    [InlineData("letmein", true)]
    [InlineData("q1w2e3r4t5y6u7i8", true)]
    [InlineData("12345678900987654321", true)]
    [InlineData("Q1W2E3R4T5Y6U7I8", true)]
    [InlineData("ｑ１ｗ２ｅ３ｒ４ｔ５ｙ６ｕ７ｉ８", true)]
    [InlineData("P@$$w0rdPassword", true)]
    [InlineData("qlw2e3r4t5y6u7i8", true)]
    [InlineData("q1w2e3r4t5y6u7i8!", false)]
    [InlineData("correct horse battery", false)]
    [InlineData("", false)]
    public async Task A_common_password_is_refused_as_a_whole_in_whatever_dress(string password, bool refused) =>
        Assert.Equal(refused ? PasswordRefusal.Breached : null, await new CommonPasswordRule().CheckAsync(password, Sample.Person(), new(), default));

    [Fact]
    public void The_list_is_a_long_one() => Assert.InRange(CommonPasswords.All.Count, 49_000, 100_000);

    [Theory]
    [InlineData(true, false, PasswordRefusal.Breached)]
    [InlineData(false, true, PasswordRefusal.Breached)]
    [InlineData(false, false, null)]
    public async Task What_one_list_holds_is_refused(bool inFirst, bool inSecond, PasswordRefusal? refusal) =>
        Assert.Equal(refusal, await new BreachedPasswordRule([new OneList(inFirst), new OneList(inSecond)]).CheckAsync("correct horse battery", Sample.Person(), new(), default));

    private sealed class OneList(bool contains) : IBreachedPasswords
    {
        public Task<bool> ContainsAsync(string password, CancellationToken cancellationToken) => Task.FromResult(contains);
    }
}
