using SsprPortal.Core.Messages;
using SsprPortal.Core.Notifications;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;

namespace SsprPortal.Core.Tests.Messages;

public sealed class MessageTextsTests
{
    private static readonly SsprPolicy Policy = new() { OrganizationName = "Contoso", TimeZone = "Asia/Tokyo" };
    private static readonly OneTimeCode Code = OneTimeCode.Read("123456")!;

    public static TheoryData<string, ChallengePurpose> LanguagesAndPurposes
    {
        get
        {
            var data = new TheoryData<string, ChallengePurpose>();
            foreach (var language in new[] { "en", "ja" })
            {
                foreach (var purpose in Enum.GetValues<ChallengePurpose>())
                    data.Add(language, purpose);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LanguagesAndPurposes))]
    public void A_text_message_ends_in_the_line_that_a_browser_reads(string language, ChallengePurpose purpose)
    {
        var (subject, text) = Sample.Texts.Code(MessageChannel.Text, purpose, Code, TimeSpan.FromMinutes(5), Policy, language);

        Assert.Equal("", subject);
        Assert.EndsWith("\n@portal.test #123456", text, StringComparison.Ordinal);
        var words = text.Split('\n')[0];
        Assert.Contains("Contoso", words, StringComparison.Ordinal);
        Assert.Contains("123456", words, StringComparison.Ordinal);
        Assert.Contains("5", words.Replace("123456", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('{', text);
        Assert.Equal(language == "ja", words.Any(c => c is >= 'ぁ' and <= 'ヿ'));
    }

    [Theory]
    [MemberData(nameof(LanguagesAndPurposes))]
    public void An_email_has_the_code_in_its_text_and_not_in_its_subject(string language, ChallengePurpose purpose)
    {
        var (subject, text) = Sample.Texts.Code(MessageChannel.Email, purpose, Code, TimeSpan.FromMinutes(10), Policy, language);

        Assert.Contains("Contoso", subject, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", subject, StringComparison.Ordinal);
        Assert.Contains("\n123456\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("10", text, StringComparison.Ordinal);
        Assert.DoesNotContain('{', subject + text);
        Assert.Equal(language == "ja", text.Any(c => c is >= 'ぁ' and <= 'ヿ'));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public void A_call_says_its_code_digit_by_digit(string language)
    {
        var (subject, text) = Sample.Texts.Code(MessageChannel.Call, ChallengePurpose.Registration, Code, TimeSpan.FromMinutes(5), Policy, language);

        Assert.Equal("", subject);
        var paragraphs = text.ReplaceLineEndings("\n").Split("\n\n");
        Assert.Equal(3, paragraphs.Length);
        Assert.Contains("Contoso", paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("1, 2, 3, 4, 5, 6", paragraphs[1], StringComparison.Ordinal);
        Assert.Contains("5", paragraphs[2], StringComparison.Ordinal);
        Assert.DoesNotContain('{', text);
        Assert.Equal(language == "ja", text.Any(c => c is >= 'ぁ' and <= 'ヿ'));
    }

    [Fact]
    public void No_two_purposes_are_told_in_the_same_words()
    {
        // A code is spoken while registering only; later a key is pressed.
        foreach (var channel in new[] { MessageChannel.Email, MessageChannel.Text })
        {
            Assert.Equal(6, LanguagesAndPurposes.Select(row => Sample.Texts.Code(channel, (ChallengePurpose)row[1], Code, TimeSpan.FromMinutes(5), Policy, (string)row[0]).Text).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public void A_notice_says_where_help_is_when_the_organisation_says_so(string language)
    {
        string Text(string contact) => Sample.Texts.Notice(NoticeKind.PasswordReset, Sample.Person(), null, default, Policy with { ContactAddress = contact }, language).Text;

        Assert.Contains("help@contoso.com", Text("help@contoso.com"), StringComparison.Ordinal);
        Assert.StartsWith(Text(""), Text("help@contoso.com"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", false, 1, "an hour")]
    [InlineData("en", true, 24, "a day")]
    [InlineData("ja", false, 24, "1 日")]
    [InlineData("ja", true, 1, "1 時間")]
    public void Administrators_are_told_how_many_messages_of_how_many_are_sent(string language, bool stopped, int hours, string window)
    {
        var (subject, text) = MessageTexts.Sending(stopped, new("any", 200, TimeSpan.FromHours(hours)), 160, new(2026, 6, 15, 3, 4, 0, TimeSpan.Zero), Policy, language);

        Assert.Contains("Contoso", subject, StringComparison.Ordinal);
        Assert.All(["160", "200", window, "12:04", "Sending:PerHour"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('{', subject + text);
        Assert.Equal(language == "ja", text.Any(c => c is >= 'ぁ' and <= 'ヿ'));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public void Administrators_are_told_who_needs_help_and_where_it_stopped(string language)
    {
        var (person, reference) = (Sample.Person(), Guid.NewGuid());
        var told = new HashSet<string>();
        foreach (var step in Enum.GetValues<RecoveryStep>().Where(step => step == RecoveryStep.Refused || RecoveryStateMachine.IsLive(step)).Select(step => step.ToString()))
        {
            var (subject, text) = MessageTexts.Contact(person, step, "SSPR_0014", reference, default, Policy, language);
            Assert.Contains(person.UserName, subject, StringComparison.Ordinal);
            Assert.All([person.UserName, person.DisplayName, "SSPR_0014", reference.ToString("D")], part => Assert.Contains(part, text, StringComparison.Ordinal));
            Assert.DoesNotContain('{', subject + text);
            Assert.DoesNotContain(step, text, StringComparison.Ordinal);
            Assert.True(told.Add(text), step);
        }

        Assert.Contains("StepOfAnotherVersion", MessageTexts.Contact(person, "StepOfAnotherVersion", null, reference, default, Policy, language).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "June 15, 2026")]
    [InlineData("ja", "2026年6月15日")]
    public void A_notice_tells_who_when_and_what_to_do_and_no_secret(string language, string date)
    {
        var person = Sample.Person();
        var when = new DateTimeOffset(2026, 6, 15, 3, 4, 0, TimeSpan.Zero);

        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            var tellsOfAnEntry = kind is NoticeKind.MethodRegistered or NoticeKind.MethodChanged or NoticeKind.MethodRemoved;
            var (subject, text, brief) = Sample.Texts.Notice(kind, person, tellsOfAnEntry ? Sample.Phone() : null, when, Policy, language);
            Assert.Contains("Contoso", subject, StringComparison.Ordinal);
            // A reminder tells of nothing that has happened.
            Assert.All([date, "12:04", "UTC+09:00"], part => Assert.Equal(kind != NoticeKind.RegistrationReminder, text.Contains(part, StringComparison.Ordinal)));
            foreach (var words in new[] { text, brief })
            {
                Assert.Contains(person.UserName, words, StringComparison.Ordinal);
                Assert.Equal(kind is not (NoticeKind.AccountBlocked or NoticeKind.ResetNotPossible or NoticeKind.AdministratorReset or NoticeKind.RegistrationReminder), words.Contains("https://portal.test/passwordreset", StringComparison.Ordinal));
                Assert.DoesNotContain("9012345678", words, StringComparison.Ordinal);
                Assert.Equal(tellsOfAnEntry, words.Contains("78", StringComparison.Ordinal));
                Assert.DoesNotContain('{', subject + words);
            }
        }
    }

}
