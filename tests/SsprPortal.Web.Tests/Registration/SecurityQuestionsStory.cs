using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>Security questions: never the only proof of somebody who has a better one, never an administrator's, and always the same ones for a day.</summary>
public sealed class SecurityQuestionsStory : IAsyncLifetime
{
    private const string Bianca = "bianca@contoso.com";
    private const string Alain = Abuse.Alain.UserId;
    private const string Obvious = "This answer is too easy to guess:";
    private const string Length = "An answer has 3 to 40 characters.";
    private const string Twice = "You gave this answer already.";
    private const string NotAQuestion = "Choose a question from the list, and each only once.";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "Security questions", "5 questions answered", "What was the name of the first pet you looked after?")]
    [InlineData("ja", "セキュリティの質問", "5 問に回答済み", "初めて世話をしたペットの名前は何ですか?")]
    public async Task Five_answers_are_registered_and_never_shown_again(string language, string title, string entry, string question)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(Bianca);
        await browser.OpenAsync("/ssprsetup/questions");
        Assert.Equal(question, browser.Page.QuerySelector("#Question1 option[value=q01]")!.TextContent);
        Assert.Equal(25, browser.Page.QuerySelectorAll("#Question5 option").Length);

        await browser.SubmitAsync(Enrolling.Answers());

        Assert.Equal([entry], browser.Entries());
        Assert.Contains(title, browser.Page.QuerySelector("main ul.rows")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("violet lantern", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Log.Lines, line => line.Contains("violet lantern", StringComparison.OrdinalIgnoreCase));
        await browser.OpenAsync("/ssprsetup/questions");
        Assert.DoesNotContain("violet lantern", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Question2", "q01", NotAQuestion, "Question2")]
    [InlineData("Question3", "q99", NotAQuestion, "Question3")]
    [InlineData("Question4", "", NotAQuestion, "Question4")]
    [InlineData("Question1", "What was the name of the first pet you looked after?", NotAQuestion, "Question1")]
    [InlineData("Answer2", "violet lantern 1", Twice, "Answer2")]
    [InlineData("Answer2", "VIOLET Lantern 1", Twice, "Answer2")]
    [InlineData("Answer5", "  violet   lantern　1 ", Twice, "Answer5")]
    [InlineData("Answer3", "ｖｉｏｌｅｔ　ｌａｎｔｅｒｎ　１", Twice, "Answer3")]
    [InlineData("Answer1", "", Length, "Answer1")]
    [InlineData("Answer1", "　 　", Length, "Answer1")]
    [InlineData("Answer1", "ab", Length, "Answer1")]
    [InlineData("Answer1", " a b", null, null)]
    [InlineData("Answer1", "abc", Obvious, "Answer1")]
    [InlineData("Answer4", "12345678901234567890123456789012345678901", Length, "Answer4")]
    [InlineData("Answer4", "1234567890123456789012345678901234567890", null, null)]
    [InlineData("Answer1", "first pet", Obvious, "Answer1")]
    [InlineData("Answer1", "ペット", Obvious, "Answer1")]
    [InlineData("Answer1", "ﾍﾟｯﾄ", Obvious, "Answer1")]
    [InlineData("Answer2", "Bianca@Contoso.com", Obvious, "Answer2")]
    [InlineData("Answer2", "ｂｉａｎｃａ", Obvious, "Answer2")]
    [InlineData("Answer2", "bianca pisani", Obvious, "Answer2")]
    [InlineData("Answer2", "PISANI", Obvious, "Answer2")]
    [InlineData("Answer5", "aaaaaa", Obvious, "Answer5")]
    [InlineData("Answer5", "1234", Obvious, "Answer5")]
    public async Task An_answer_that_others_would_try_is_refused_at_its_field(string field, string typed, string? expected, string? at)
    {
        await browser.SignInAsync(Bianca);
        await browser.OpenAsync("/ssprsetup/questions");
        var form = Enrolling.Answers();
        form[field] = typed;

        await browser.SubmitAsync(form);

        if (expected is null)
        {
            Assert.Equal(["5 questions answered"], browser.Entries());
            return;
        }

        Assert.Equal("/ssprsetup/questions", browser.Path);
        Assert.StartsWith(expected, Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal("true", browser.Page.QuerySelector($"#{at}")!.GetAttribute("aria-invalid"));
        Assert.DoesNotContain("lantern", browser.Html, StringComparison.OrdinalIgnoreCase);
        if (at!.StartsWith("Answer", StringComparison.Ordinal))
            Assert.Equal(["q01", "q02", "q03", "q04", "q05"], Enumerable.Range(1, 5).Select(number => browser.Page.QuerySelector($"#Question{number} option[selected]")!.GetAttribute("value")));
        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.RegisteredMethods.CountAsync(row => row.Kind == "questions")));
    }

    [Fact]
    public async Task Whoever_has_something_better_is_asked_for_that_first()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        await EnrolAlainAsync();
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Alain);
        Assert.Equal(["sms", "voice", "office", "email"], reset.Choices);
        await reset.PostAsync("/passwordreset/method", reset.Fields(new Dictionary<string, string> { ["Method"] = "questions" }));
        Assert.Equal(["Choose a method from the list."], reset.Errors);

        await reset.SubmitAsync("Code", await portal.CodeAfterAsync(Abuse.Alain.Phone, () => reset.ChooseAsync("sms", Abuse.Alain.Phone)));
        Assert.Equal(["email", "questions"], reset.Choices);
        await reset.ChooseAsync("questions");
        await reset.SubmitAsync(Right(reset));

        Assert.Equal("Choose a new password", reset.Heading);
    }

    [Fact]
    public async Task With_one_method_required_answers_alone_are_enough_only_for_whoever_has_nothing_else()
    {
        await EnrolAlainAsync();
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Alain);
        Assert.DoesNotContain("questions", reset.Choices);

        browser = portal.NewBrowser();
        await browser.SignInAsync(Bianca);
        await browser.EnrolQuestionsAsync();
        await reset.StartResetAsync(Bianca);
        Assert.Equal(["questions"], reset.Choices);
        await reset.ChooseAsync("questions");
        await reset.SubmitAsync(Right(reset));
        Assert.Equal("Choose a new password", reset.Heading);
    }

    [Fact]
    public async Task Something_better_that_is_registered_meanwhile_makes_answers_too_little()
    {
        await browser.SignInAsync(Bianca);
        await browser.EnrolQuestionsAsync();
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("questions");
        await portal.RegisterAsync(Bianca, "mobile", "21", "+819087654321");

        await reset.SubmitAsync(Right(reset));

        Assert.Equal("/passwordreset/method", reset.Path);
        await reset.OpenAsync("/passwordreset/newpassword");
        Assert.Equal("/passwordreset/method", reset.Path);
    }

    [Fact]
    public async Task The_same_questions_are_asked_for_a_day_whoever_asks_and_whatever_is_answered()
    {
        await browser.SignInAsync(Bianca);
        await browser.EnrolQuestionsAsync();

        var asked = new List<string>();
        for (var journey = 0; journey < 10; journey++)
        {
            var somebody = portal.NewBrowser(journey % 2 == 0 ? "en" : "ja");
            await somebody.StartResetAsync(Bianca);
            await somebody.ChooseAsync("questions");
            if (journey % 3 == 1)
            {
                await somebody.SubmitAsync(Right(somebody, wrong: 1));
                Assert.Single(somebody.Errors);
            }

            if (journey == 5)
            {
                await somebody.PressAsync("/another");
                await somebody.ChooseAsync("questions");
            }

            await somebody.OpenAsync("/passwordreset/verify?mkt=en-US");
            asked.Add(string.Join('|', Questions(somebody)));
            portal.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(3, asked[0].Split('|').Distinct().Count());
        Assert.Single(asked.Distinct());
    }

    [Theory]
    [InlineData("en", 1, "The answers are not all right. Tries left: 4.")]
    [InlineData("en", 2, "The answers are not all right. Tries left: 4.")]
    [InlineData("ja", 3, "回答が正しくありません。あと 4 回入力できます。")]
    public async Task One_wrong_answer_of_three_is_refused_without_saying_which(string language, int wrong, string expected)
    {
        await browser.SignInAsync(Bianca);
        await browser.EnrolQuestionsAsync();
        var reset = portal.NewBrowser(language);
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("questions");

        await reset.SubmitAsync(Right(reset, wrong));
        Assert.Equal([expected], reset.Errors);
        Assert.DoesNotContain("lantern", reset.Html, StringComparison.OrdinalIgnoreCase);
        foreach (var number in new[] { 2, 3 })
            Assert.Null(reset.Page.QuerySelector($"#Answer{number}")!.GetAttribute("aria-invalid"));

        // What is left empty costs no try.
        var some = Right(reset);
        some["Answer2"] = "";
        await reset.SubmitAsync(some);
        Assert.Single(reset.Errors);
        await reset.SubmitAsync(Right(reset, wrong));
        Assert.Contains("3", Assert.Single(reset.Errors), StringComparison.Ordinal);

        // Capital letters, width and blanks do not matter.
        await reset.SubmitAsync(Right(reset).ToDictionary(pair => pair.Key, pair => $"　{pair.Value.ToUpperInvariant().Replace(" ", " 　", StringComparison.Ordinal).Replace('V', 'Ｖ')} "));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task An_administrator_is_never_offered_them()
    {
        await browser.SignInAsync("admin@contoso.com");
        await browser.OpenAsync("/ssprsetup");
        Assert.DoesNotContain("Security questions", browser.Page.QuerySelector("main ul.rows")!.TextContent, StringComparison.Ordinal);
        await AssertCannotEnrolAsync();

        // Registered before the person became an administrator.
        await portal.RegisterAsync("admin@contoso.com", "questions", "5", """[{"Id":"q01","CustomText":null,"Hash":"x"},{"Id":"q02","CustomText":null,"Hash":"x"},{"Id":"q03","CustomText":null,"Hash":"x"}]""");
        await portal.RegisterAsync("admin@contoso.com", "mobile", "00", "+819055550100");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync("admin@contoso.com");
        Assert.Equal("We couldn't verify your account", reset.Heading);
        await portal.RegisterAsync("admin@contoso.com", "email", "a••••@e••••.org", "adele@example.org");
        await reset.StartResetAsync("admin@contoso.com");
        Assert.Equal(["sms", "voice", "email"], reset.Choices);
        await reset.SubmitAsync("Code", await portal.CodeAfterAsync("adele@example.org", () => reset.ChooseAsync("email")));
        Assert.Equal(["sms", "voice"], reset.Choices);
    }

    [Fact]
    public async Task Switched_off_by_policy_they_are_neither_registered_nor_asked()
    {
        await browser.SignInAsync(Bianca);
        await browser.EnrolQuestionsAsync();
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("questions");
        await portal.ChangePolicyAsync(policy => policy with { Methods = [.. policy.Methods.Except(["questions"])] });

        await reset.SubmitAsync(Right(reset));
        Assert.NotEqual("/passwordreset/newpassword", reset.Path);
        await reset.OpenAsync("/passwordreset/newpassword");
        Assert.NotEqual("Choose a new password", reset.Heading);

        await browser.OpenAsync("/ssprsetup");
        Assert.DoesNotContain("Security questions", browser.Page.QuerySelector("main ul.rows")!.TextContent, StringComparison.Ordinal);
        await AssertCannotEnrolAsync();
        var other = portal.NewBrowser();
        await other.StartResetAsync(Alain);
        await other.PostAsync("/passwordreset/method", other.Fields(new Dictionary<string, string> { ["Method"] = "questions" }));
        Assert.Equal(["Choose a method from the list."], other.Errors);
    }

    [Fact]
    public async Task What_replaces_them_is_told_and_the_old_answers_are_worthless()
    {
        await browser.SignInAsync(Bianca);
        await browser.EnrolQuestionsAsync();
        await browser.OpenAsync("/ssprsetup/questions");
        Assert.Contains("This replaces: Security questions: 5 questions answered", browser.Page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync(Enrolling.Answers().ToDictionary(pair => pair.Key, pair => pair.Value.Replace("violet", "amber", StringComparison.Ordinal)));
        Assert.Equal(["5 questions answered"], browser.Entries());

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("questions");
        await reset.SubmitAsync(Right(reset));
        Assert.Single(reset.Errors);
        await reset.SubmitAsync(Right(reset).ToDictionary(pair => pair.Key, pair => pair.Value.Replace("violet", "amber", StringComparison.Ordinal)));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
        Assert.Equal("Security info of your Contoso account was changed", (await portal.MessageToAsync(Bianca, 2)).Subject);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.MethodChanged));
    }

    private async Task EnrolAlainAsync()
    {
        await browser.SignInAsync(Alain);
        await browser.OpenAsync("/ssprsetup/questions");
        await browser.ProveAsync(portal, "email", Abuse.Alain.Mail);
        await browser.EnrolQuestionsAsync();
    }

    private async Task AssertCannotEnrolAsync()
    {
        var form = Enrolling.Answers();
        form["antiforgery"] = browser.Antiforgery;
        var before = await PortalState.ReadAsync(portal);
        await browser.OpenAsync("/ssprsetup/questions");
        Assert.Equal("/ssprsetup", browser.Path);
        await browser.PostAsync("/ssprsetup/questions", form);
        Assert.Equal("/ssprsetup", browser.Path);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    private static List<string> Questions(PortalBrowser browser) => [.. Enumerable.Range(1, 3).Select(number => browser.Page.QuerySelector($"label[for=Answer{number}]")!.TextContent)];

    /// <summary>The answers to what the page asks; one of them may be wrong.</summary>
    private static Dictionary<string, string> Right(PortalBrowser browser, int wrong = 0)
    {
        var questions = Core.Verification.SecurityQuestions.SecurityQuestion.BuiltIn;
        return Questions(browser).Select((text, index) => (Field: $"Answer{index + 1}", Question: questions.Single(each => each.Text("en") == text || each.Text("ja") == text)))
            .ToDictionary(each => each.Field, each => each.Field == $"Answer{wrong}" ? "violet lantern 9" : $"violet lantern {each.Question.Id[^1]}");
    }
}
