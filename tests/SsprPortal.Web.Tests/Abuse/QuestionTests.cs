using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Registration;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.Registration;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Security questions: no choice of easier ones, no way around something better, no answer that can be read.</summary>
public sealed class QuestionTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private const string Bianca = "bianca@contoso.com";
    private readonly PortalHost portal = shared.Portal;
    private readonly PortalBrowser browser = shared.Portal.NewBrowser();

    [Fact]
    public async Task AC_70_Whoever_asks_again_is_shown_the_same_questions()
    {
        var who = await portal.AddPersonAsync();
        await browser.SignInAsync(who.UserName);
        await browser.EnrolQuestionsAsync();
        var asked = new HashSet<string>();
        for (var turn = 0; turn < 20; turn++)
        {
            var guesser = portal.NewBrowser();
            await guesser.StartResetAsync(who.UserName);
            await guesser.ChooseAsync("questions");
            asked.Add(string.Join('|', guesser.Page.QuerySelectorAll("main form label").Select(label => label.TextContent.Trim())));
            await guesser.OpenAsync("/passwordreset/verify");
            asked.Add(string.Join('|', guesser.Page.QuerySelectorAll("main form label").Select(label => label.TextContent.Trim())));
        }

        Assert.Equal(3, Assert.Single(asked).Split('|').Length);
    }

    [Fact]
    public async Task AC_71_Questions_are_not_a_choice_before_something_better_or_where_they_are_off()
    {
        var who = await portal.AddPersonAsync(phone: true);
        await RegisterAsync(who.UserName);
        await browser.StartResetAsync(who.UserName);
        await AssertNoChoiceAsync();

        // Nor when policy turns them off while they are about to be answered, or after something better was proved.
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        try
        {
            await browser.StartResetAsync(who.UserName);
            await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms", who.Phone)));
            Assert.Equal(["questions"], browser.Choices);
            var choice = browser.Fields(new Dictionary<string, string> { ["Method"] = "questions" });
            await browser.ChooseAsync("questions");
            var answers = browser.Fields(new Dictionary<string, string> { ["Answer1"] = "violet lantern 1", ["Answer2"] = "violet lantern 2", ["Answer3"] = "violet lantern 3" });
            await portal.ChangePolicyAsync(policy => policy with { Methods = [.. policy.Methods.Where(method => method != "questions")] });
            await browser.PostAsync("/passwordreset/verify", answers);
            await browser.PostAsync("/passwordreset/method", choice);
            await browser.OpenAsync("/passwordreset/newpassword");
            Assert.Equal("/passwordreset/outcome", browser.Path);
        }
        finally
        {
            await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 1, Methods = [.. policy.Methods.Append("questions").Distinct()] });
        }
    }

    [Fact]
    public async Task AC_71_Whoever_holds_a_role_never_answers_questions()
    {
        var who = await portal.AddPersonAsync(phone: true, mail: true, role: "HelpDesk");
        await RegisterAsync(who.UserName);
        await browser.StartResetAsync(who.UserName);
        Assert.DoesNotContain("questions", browser.Choices);
        await AssertNoChoiceAsync();

        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms", who.Phone)));
        Assert.Equal(["email"], browser.Choices);
        await AssertNoChoiceAsync();
    }

    [Fact]
    public async Task AC_73_Answers_that_anybody_would_try_are_not_registered()
    {
        await browser.SignInAsync(Bianca);
        foreach (var (field, typed) in new[]
                 {
                     ("Answer2", "violet lantern 1"), ("Answer2", " VIOLET  lantern 1"), ("Answer1", "first pet"), ("Answer1", Bianca), ("Answer1", "Pisani"), ("Answer1", "123"), ("Answer1", "１２３"),
                     ("Answer1", "zzz"), ("Answer1", "ab"), ("Answer1", new string('x', 20) + new string('y', 21)), ("Answer1", ""), ("Answer1", "a\u0007bc"), ("Question2", "q01"), ("Question1", "q999"),
                 })
        {
            await browser.OpenAsync("/ssprsetup/questions");
            var form = Enrolling.Answers();
            form[field] = typed;
            await browser.SubmitAsync(form);
            Assert.True(browser.Path == "/ssprsetup/questions" && browser.Errors.Count == 1, $"{field} {typed}: {browser.Path}");
        }

        var id = await portal.UserIdAsync(Bianca);
        Assert.False(await portal.WithDatabaseAsync(database => database.RegisteredMethods.AnyAsync(row => row.UserId == id)));
    }

    [Fact]
    public async Task AC_75_An_answer_can_be_read_nowhere_and_two_who_gave_the_same_cannot_be_told()
    {
        var hashes = new List<string>();
        foreach (var who in new[] { await portal.AddPersonAsync(), await portal.AddPersonAsync() })
        {
            var there = portal.NewBrowser();
            await there.SignInAsync(who.UserName);
            await there.EnrolQuestionsAsync();
            await there.OpenAsync("/ssprsetup");
            Assert.DoesNotContain("lantern", there.Html, StringComparison.OrdinalIgnoreCase);
            await using var scope = portal.Services.CreateAsyncScope();
            var stored = Assert.Single(await scope.ServiceProvider.GetRequiredService<IRegistrationStore>().ListAsync(who.Id, default));
            Assert.DoesNotContain("lantern", stored.Value, StringComparison.OrdinalIgnoreCase);
            hashes.AddRange(JsonDocument.Parse(stored.Value).RootElement.EnumerateArray().Select(each => each.GetProperty("Hash").GetString()!));
        }

        Assert.Equal(10, hashes.Distinct().Count());
        var dump = await PortalDump.ReadAsync(portal);
        Assert.DoesNotContain("lantern", dump, StringComparison.OrdinalIgnoreCase);
        // Nor a hash: a guess needs the keys that are not in the database.
        Assert.All(hashes, hash => Assert.DoesNotContain(hash, dump, StringComparison.Ordinal));
        Assert.DoesNotContain(portal.Log.Lines, line => line.Contains("lantern", StringComparison.OrdinalIgnoreCase));
    }

    private async Task AssertNoChoiceAsync()
    {
        await browser.PostAsync("/passwordreset/method", browser.Fields(new Dictionary<string, string> { ["Method"] = "questions" }));
        Assert.Equal("/passwordreset/method", browser.Path);
        Assert.Equal(["Choose a method from the list."], browser.Errors);
    }

    private Task RegisterAsync(string userName) => portal.RegisterAsync(
        userName, "questions", "5", JsonSerializer.Serialize(Enumerable.Range(1, 5).Select(number => new { Id = $"q0{number}", CustomText = (string?)null, Hash = "" })));
}
