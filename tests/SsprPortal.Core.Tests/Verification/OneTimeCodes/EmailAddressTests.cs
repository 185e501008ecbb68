using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;
using SsprPortal.TestKit;

namespace SsprPortal.Core.Tests.Verification.OneTimeCodes;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("alain+reset@contoso.com", "ALAIN@CONTOSO.COM")]
    [InlineData("Alain+a+b@contoso.com", "ALAIN@CONTOSO.COM")]
    [InlineData("alain@contoso.com", "ALAIN@CONTOSO.COM")]
    [InlineData("+reset@contoso.com", "+RESET@CONTOSO.COM")]
    public void A_subaddress_is_the_same_mailbox(string typed, string mailbox) => Assert.Equal(mailbox, EmailAddress.Read(typed)!.Mailbox);

    [Theory]
    [InlineData("alain@example.org", "alain@example.org", "a••••@e••••.org")]
    [InlineData("  A.B+tag@Example.ORG\t", "A.B+tag@example.org", "A••••@e••••.org")]
    [InlineData("ａｌａｉｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "alain@example.org", "a••••@e••••.org")]
    [InlineData("x@mail.example.co.jp", "x@mail.example.co.jp", "x••••@m••••.jp")]
    [InlineData("o'neil@example.org", "o'neil@example.org", "o••••@e••••.org")]
    public void An_address_has_one_form_and_shows_next_to_nothing(string typed, string value, string masked)
    {
        var address = EmailAddress.Read(typed);

        Assert.Equal((value, masked), (address?.Value, address?.Masked));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("alain")]
    [InlineData("alain@")]
    [InlineData("@example.org")]
    [InlineData("alain@example")]
    [InlineData("alain@@example.org")]
    [InlineData("al ain@example.org")]
    [InlineData("Alain <alain@example.org>")]
    [InlineData("<alain@example.org>")]
    [InlineData("\"al ain\"@example.org")]
    [InlineData("alain@example.org,other@example.org")]
    [InlineData("alain@example.org;other@example.org")]
    [InlineData("alain@example.org\nBcc: other@example.org")]
    [InlineData("alain@example.org\0")]
    [InlineData("alain@[127.0.0.1]")]
    [InlineData("alain@127.0.0.1")]
    [InlineData("alain@-example.org")]
    [InlineData("alain@example-.org")]
    [InlineData("alain@example..org")]
    [InlineData("alain@example.org.")]
    [InlineData("mailto:alain@example.org")]
    [InlineData("alain(work)@example.org")]
    [InlineData("😀@example.org")]
    [InlineData("a\uFFFE@example.org")]
    public void What_is_not_one_plain_address_is_none(string? typed) => Assert.Null(EmailAddress.Read(typed));

    // Not as inline data: the compiler writes that in UTF-8, which has no half characters.
    [Fact]
    public void Half_a_character_is_not_part_of_an_address() => Assert.Null(EmailAddress.Read("a\uD800@example.org"));

    [Fact]
    public void An_address_is_as_long_as_it_may_be()
    {
        var domain = $"{new string('b', 63)}.{new string('c', 63)}.{new string('d', 57)}.org";

        Assert.NotNull(EmailAddress.Read($"{new string('a', 64)}@{domain}"));
        Assert.Null(EmailAddress.Read($"{new string('a', 65)}@{domain}"));
        Assert.Null(EmailAddress.Read($"a@{new string('b', 64)}.org"));
        Assert.Null(EmailAddress.Read($"a@{new string('b', 1_000_000)}.org"));
    }

    [Fact]
    public void Nobody_tells_mailboxes_apart_by_case() =>
        Assert.Equal(EmailAddress.Read("Alain@Example.org")!.Key, EmailAddress.Read("aLAIN@eXAMPLE.ORG")!.Key);

    [Theory]
    [InlineData("alain@contoso.com", TargetRefusal.OwnMailbox)]
    [InlineData("ALAIN@Contoso.com", TargetRefusal.OwnMailbox)]
    [InlineData("ａlain@contoso.com", TargetRefusal.OwnMailbox)]
    [InlineData("a.charon@contoso.com", TargetRefusal.OwnMailbox)]
    [InlineData("alain@example.org", null)]
    [InlineData("alain@contoso.com.example.org", null)]
    [InlineData("", TargetRefusal.Missing)]
    [InlineData("alain", TargetRefusal.NotAnAddress)]
    public async Task The_mailbox_that_the_forgotten_password_opens_cannot_be_registered(string typed, TargetRefusal? expected)
    {
        var person = Sample.Person(userName: "alain@contoso.com") with { Mail = "A.Charon@contoso.com" };

        Assert.Equal(expected, (await new EmailMethod(new TestKeyedHash(), Sample.Texts).DraftAsync(new(typed), person, new SsprPolicy(), default)).Refusal);
    }
}
