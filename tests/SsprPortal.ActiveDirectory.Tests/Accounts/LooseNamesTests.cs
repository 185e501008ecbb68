using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

/// <summary>A directory that finds Alice whatever is asked for, as Windows finds "müller" for "muller" and hiragana for katakana.</summary>
public class LooseNamesTests
{
    [Theory]
    [InlineData("alice@fake.test")]
    [InlineData("ALICE@FAKE.TEST")]
    [InlineData("ａｌｉｃｅ")]
    [InlineData("alice")]
    public async Task A_name_that_is_the_accounts_leads_to_it(string typed)
    {
        await using var domain = new FakeDomain();

        Assert.Equal(FakeDomain.Id, (await domain.Accounts(keepHistory: false).FindAsync(typed, default))?.Id);
    }

    [Theory]
    [InlineData("álice@fake.test")]
    [InlineData("alice@fäke.test")]
    [InlineData("alíce")]
    [InlineData("bob")]
    [InlineData("bob@fake.test")]
    public async Task A_name_that_only_the_directory_takes_for_the_accounts_leads_nowhere(string typed)
    {
        await using var domain = new FakeDomain();

        Assert.Null(await domain.Accounts(keepHistory: false).FindAsync(typed, default));
    }
}
