using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification.SecurityQuestions;

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
    [InlineData(0, 8)]
    [InlineData(7, 8)]
    [InlineData(12, 12)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    public void Whatever_is_written_a_password_has_eight_characters_and_need_not_have_more_than_64(int written, int read) =>
        Assert.Equal(read, new SsprPolicy { PasswordMinLength = written }.Checked().PasswordMinLength);

    [Fact]
    public void A_banned_term_has_four_to_sixteen_characters_and_is_there_once()
    {
        string[] written = [" skytree ", "SKYTREE", "abc", "abcd", "一二三四", "abcdefghijklmnop", "abcdefghijklmnopq", "", "  "];

        Assert.Equal(["skytree", "abcd", "一二三四", "abcdefghijklmnop"], new SsprPolicy { BannedTerms = written }.Checked().BannedTerms);
        Assert.Equal(1_000, new SsprPolicy { BannedTerms = [.. Enumerable.Range(1_000, 3_000).Select(number => $"term{number}")] }.Checked().BannedTerms.Count);
    }

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
    [InlineData("JP", "JP")]
    [InlineData("se", "SE")]
    [InlineData("81", "JP")]
    [InlineData("ZZ", "JP")]
    [InlineData("", "JP")]
    public void A_country_is_one_that_has_phones(string written, string read) =>
        Assert.Equal(read, new SsprPolicy { Country = written }.Checked().Country);

    [Theory]
    [InlineData("", "", null)]
    [InlineData("  ", "", null)]
    [InlineData("https://help.contoso.com/desk?from=sspr", "https://help.contoso.com/desk?from=sspr", "https://help.contoso.com/desk?from=sspr")]
    [InlineData(" help@Contoso.com ", "help@contoso.com", "mailto:help@contoso.com")]
    [InlineData("help?cc=x@contoso.com", "help?cc=x@contoso.com", "mailto:help%3Fcc%3Dx@contoso.com")]
    [InlineData("http://help.contoso.com/", "", null)]
    [InlineData("https://desk:secret@help.contoso.com/", "", null)]
    [InlineData("javascript:alert(1)", "", null)]
    [InlineData("/help", "", null)]
    [InlineData("call 5500", "", null)]
    public void Help_is_at_an_https_address_or_a_mail_address(string written, string read, string? link)
    {
        var policy = new SsprPolicy { ContactAddress = written }.Checked();

        Assert.Equal((read, link), (policy.ContactAddress, policy.ContactLink()?.OriginalString));
    }

    [Fact]
    public void Countries_that_do_not_exist_allow_nothing() =>
        Assert.Equal(["US", "GB"], new SsprPolicy { PhoneCountries = ["us", "ZZ", "GB", "", "US"] }.Checked().AllowedPhoneCountries());

    [Fact]
    public void Without_a_list_only_numbers_of_the_own_country_may_be_registered()
    {
        Assert.Equal(["SE"], new SsprPolicy { Country = "SE" }.Checked().AllowedPhoneCountries());
        Assert.Equal(["JP"], new SsprPolicy { PhoneCountries = ["ZZ"] }.Checked().AllowedPhoneCountries());
    }

    [Theory]
    [InlineData("Contoso", "Contoso")]
    [InlineData("  株式会社コントソ ", "株式会社コントソ")]
    [InlineData("", "SSPR Portal")]
    [InlineData("Con\ntoso", "SSPR Portal")]
    public void A_portal_has_a_name(string written, string read)
    {
        Assert.Equal(read, new SsprPolicy { OrganizationName = written }.Checked().OrganizationName);
        Assert.Equal("SSPR Portal", new SsprPolicy { OrganizationName = new('a', 101) }.Checked().OrganizationName);
    }

    [Fact]
    public void A_group_that_is_excluded_is_not_included()
    {
        var (sales, contractors) = (Guid.NewGuid(), Guid.NewGuid());
        var policy = new SsprPolicy { SelectedGroups = [sales, contractors, sales], ExcludedGroups = [contractors, contractors] }.Checked();

        Assert.Equal([sales], policy.SelectedGroups);
        Assert.Equal([contractors], policy.ExcludedGroups);
        Assert.Equal(SsprPolicy.MaxGroups, new SsprPolicy { SelectedGroups = [.. Enumerable.Range(0, 99).Select(_ => Guid.NewGuid())] }.Checked().SelectedGroups.Count);
    }

    [Fact]
    public void As_many_questions_are_offered_as_are_registered()
    {
        string[] all = [.. SecurityQuestion.BuiltIn.Select(question => question.Id)];

        Assert.Equal(["q01"], new SsprPolicy { HiddenQuestions = ["q01", "q99", "q01"] }.Checked().HiddenQuestions);
        Assert.Equal(all[5..], new SsprPolicy { HiddenQuestions = all[5..] }.Checked().HiddenQuestions);
        Assert.Empty(new SsprPolicy { HiddenQuestions = all[4..] }.Checked().HiddenQuestions);
        Assert.Equal(all, new SsprPolicy { HiddenQuestions = all, QuestionsToRegister = 3, CustomQuestions = [new("a", "Who?"), new("b", "When?"), new("c", "Where?")] }.Checked().HiddenQuestions);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("../secret", "")]
    [InlineData("0B5C5A0B5C5A0B5C5A0B5C5A0B5C5A0B5C5A0B5C5A0B5C5A0B5C5A0B5C5A0B5C", "")]
    [InlineData("0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c", "0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c5a0b5c")]
    public void A_logo_is_found_by_its_hash(string written, string read) => Assert.Equal(read, new SsprPolicy { Logo = written }.Checked().Logo);
}
