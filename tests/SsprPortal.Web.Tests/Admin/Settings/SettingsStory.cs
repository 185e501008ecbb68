using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Settings;

/// <summary>What every page by which an administrator decides does alike.</summary>
public sealed class SettingsStory : IAsyncLifetime
{
    private static readonly string[] Pages = ["properties", "methods", "contacts", "registration", "notifications", "customization", "logo", "onpremises", "passwordprotection", "questions", "administratorreset"];

    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Whoever_lets_passwords_expire_is_told_first_how_many_people_must_change_theirs()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await portal.WithDatabaseAsync(database => database.Users.Where(user => EF.Functions.Like(user.UserName!, "a%")).ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordSetAt, portal.Clock.GetUtcNow().AddDays(-100))));
        var old = await portal.WithDatabaseAsync(database => database.Users.CountAsync(user => user.Enabled && user.PasswordSetAt < portal.Clock.GetUtcNow().AddDays(-99)));
        await browser.OpenAsync("/admin/passwordprotection");
        foreach (var refused in new[] { "-1", "29", "731", "many" })
        {
            await browser.DecideAsync(("ExpiryDays", refused));
            Assert.Equal("Enter 0 for never, or a number from 30 to 730.", Assert.Single(browser.Errors));
        }

        await browser.DecideAsync(("ExpiryDays", "９０"));
        Assert.Contains($"{old} people will have to choose a new password", browser.Note("warn"), StringComparison.Ordinal);
        Assert.Equal(0, (await portal.PolicyAsync()).PasswordExpiryDays);
        await browser.DecideAsync();
        Assert.Equal((90, "/admin/passwordprotection?saved=1"), ((await portal.PolicyAsync()).PasswordExpiryDays, browser.Path));
        // Back again takes nothing from anybody.
        await browser.OpenAsync("/admin/passwordprotection");
        await browser.DecideAsync(("ExpiryDays", "0"));
        Assert.Equal("/admin/passwordprotection?saved=1", browser.Path);
    }

    [Fact]
    public async Task Nobody_locks_all_administrators_out()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/methods");

        await browser.DecideAsync(("Method_sms", null), ("Method_voice", null), ("Accepted", "1000"));

        Assert.Contains("no administrator could confirm", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Contains("sms", (await portal.PolicyAsync()).Methods);
    }

    [Fact]
    public async Task Each_page_saves_and_the_audit_has_what_was_before_and_after()
    {
        var who = await browser.SignInAsAsync(portal, PortalRole.Administrator);
        (string Page, string Field, string? Value, string Change)[] decisions =
        [
            ("properties", "Disclosure", "Uniform", "Disclosure: Informative → Uniform"),
            ("methods", "Method_voice", null, "Methods: voice → "),
            ("contacts", "Office", null, "TrustedContacts: office → "),
            ("registration", "ReviewDays", "９０", "ReviewDays: 180 → 90"),
            ("notifications", "NotifiesPeople", null, "NotifiesPeople: true → false"),
            ("customization", "Name", "Contoso 東京", "OrganizationName: Contoso → Contoso 東京"),
            ("onpremises", "WritesBack", "true", "WritesBack: false → true"),
            ("onpremises", "NotifiesDirectoryExpiry", "true", "NotifiesDirectoryExpiry: false → true"),
            ("passwordprotection", "Terms", "skytree\r\n富士山登山", "BannedTerms:  → skytree, 富士山登山"),
            ("questions", "ToAnswer", "4", "QuestionsToAnswer: 3 → 4"),
            ("questions", "Question_q07", null, "HiddenQuestions:  → q07"),
            ("administratorreset", "MayReset", null, "AdministratorsMayReset: true → false"),
        ];
        foreach (var (page, field, value, _) in decisions)
        {
            await browser.OpenAsync($"/admin/{page}");
            await browser.DecideAsync((field, value));
            Assert.Equal((HttpStatusCode.OK, $"/admin/{page}?saved=1"), (browser.Status, browser.Path));
            Assert.Equal("Saved. It is in effect at once.", browser.Note("ok"));
        }

        Assert.Equal(decisions.Select(each => each.Change), await portal.ChangesAsync());
        Assert.All(await portal.WithDatabaseAsync(database => Task.FromResult(database.Audit.Where(row => row.Code == Core.Auditing.AuditCode.PolicyChanged).Select(row => row.ActorId).ToList())), actor => Assert.Equal(who.Id, actor));
        // Saving what is so already is no change.
        foreach (var page in Pages.Except(["logo"]))
        {
            await browser.OpenAsync($"/admin/{page}");
            await browser.DecideAsync();
            Assert.Equal($"/admin/{page}?saved=1", browser.Path);
        }

        Assert.Equal(decisions.Length, (await portal.ChangesAsync()).Count);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Each_page_says_what_it_does_and_the_list_leads_to_it(string language)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        foreach (var page in Pages)
        {
            await browser.OpenAsync($"/admin/{page}");

            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Equal(browser.Page.QuerySelector("main nav [aria-current=page]")?.TextContent, browser.Heading);
            Assert.EndsWith(language == "ja" ? "。" : ".", browser.Page.QuerySelector(".lede")!.TextContent.Trim(), StringComparison.Ordinal);
            Assert.Equal(language == "ja" ? "保存" : "Save", browser.Page.QuerySelector("main form .row button")!.TextContent.Trim());
            Assert.All(browser.Page.QuerySelectorAll("main a"), link => Assert.StartsWith("/", link.GetAttribute("href"), StringComparison.Ordinal));
            Assert.DoesNotMatch(@">\s*(Properties|Methods|Registration|Notifications|Customization|OnPremises|PasswordProtection|Questions|AdministratorReset|Logo|Effect|Page)\.[A-Z]", browser.Html);
        }
    }

    [Fact]
    public async Task An_auditor_reads_and_cannot_save()
    {
        await browser.SignInAsAsync(portal, PortalRole.Auditor);
        var before = await portal.PolicyAsync();
        foreach (var page in Pages)
        {
            await browser.OpenAsync($"/admin/{page}");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Empty(browser.Page.QuerySelectorAll("main form button"));
            Assert.NotNull(browser.Page.QuerySelector("main form fieldset[disabled]"));

            await browser.DecideAsync();
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        }

        Assert.Equal(before.Disclosure, (await portal.PolicyAsync()).Disclosure);
        Assert.Empty(await portal.ChangesAsync());
    }

    [Theory]
    [InlineData("en", "saved other settings on", "Discard my entries and show the newer settings")]
    [InlineData("ja", "が設定を保存しました", "入力を破棄して新しい設定を表示する")]
    public async Task Of_two_administrators_the_second_is_told_who_was_first_and_loses_nothing(string language, string told, string take)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/registration");
        var other = portal.NewBrowser();
        var first = await other.SignInAsAsync(portal, PortalRole.Administrator);
        await other.OpenAsync("/admin/registration");
        await other.DecideAsync(("ReviewDays", "30"));

        await browser.DecideAsync(("ReviewDays", "60"), ("AsksToRegister", null));

        Assert.Contains(told, browser.Note("warn"), StringComparison.Ordinal);
        Assert.Contains(first.UserName, browser.Note("warn"), StringComparison.Ordinal);
        Assert.Equal(take, browser.Page.QuerySelector(".note.warn a")!.TextContent);
        Assert.Equal("60", browser.Page.QuerySelector("#ReviewDays")!.GetAttribute("value"));
        Assert.False(browser.Page.QuerySelector("input[name=AsksToRegister]")!.HasAttribute("checked"));
        var policy = await portal.PolicyAsync();
        Assert.Equal((30, true), (policy.ReviewDays, policy.AsksToRegister));

        // Knowing it, the second saves all the same.
        await browser.DecideAsync();
        policy = await portal.PolicyAsync();
        Assert.Equal((60, false), (policy.ReviewDays, policy.AsksToRegister));
    }

    [Fact]
    public async Task Of_many_who_save_at_once_one_saves()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/registration");

        var answers = await AtOnce.PostAsync(portal, browser, "/admin/registration", Enumerable.Range(1, 8).Select(days => browser.Fields(new Dictionary<string, string> { ["ReviewDays"] = $"{days}" })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        Assert.Single(await portal.ChangesAsync());
    }

    [Fact]
    public async Task What_the_page_does_not_ask_for_is_not_taken()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/notifications");
        var before = await portal.PolicyAsync();

        await browser.DecideAsync(("NotifiesAdministrators", null), ("GatesRequired", "2"), ("Scope", "None"), ("Policy.GatesRequired", "2"), ("Method_sms", "true"), ("Newer.Version", "9"), ("Effect.FallingOut", "0"));

        Assert.Equal("/admin/notifications?saved=1", browser.Path);
        Assert.Equal(["NotifiesAdministrators: true → false"], await portal.ChangesAsync());
        Assert.Equal((before.GatesRequired, before.Scope), ((await portal.PolicyAsync()).GatesRequired, (await portal.PolicyAsync()).Scope));
    }

    [Theory]
    [InlineData("registration", "ReviewDays", "731", "Enter a whole number from 0 to 730.")]
    [InlineData("registration", "ReviewDays", "-1", "Enter a whole number from 0 to 730.")]
    [InlineData("registration", "ReviewDays", "many", "Enter a whole number from 0 to 730.")]
    [InlineData("registration", "GatesToRegister", "0", "Enter a whole number from 1 to 3.")]
    [InlineData("registration", "SecondFactor", "7", "Choose one of the list.")]
    [InlineData("properties", "Scope", "Some", "Choose one of the list.")]
    [InlineData("methods", "GatesRequired", "3", "Enter a whole number from 1 to 2.")]
    [InlineData("passwordprotection", "MinLength", "7", "Enter a whole number from 8 to 64.")]
    [InlineData("passwordprotection", "Terms", "skytree\r\nabc\r\n\r\nSkyTree", "Lines that cannot be taken: 2. Line 2 “abc” has fewer than 4 or more than 16 characters. Line 4 “SkyTree” stands on line 1 already.")]
    [InlineData("questions", "ToAnswer", "2", "Enter a whole number from 3 to 5.")]
    [InlineData("questions", "Custom", "Who?\r\nab", "Line 2 has fewer than 3 or more than 200 characters.")]
    [InlineData("customization", "Name", " ", "Enter a name of 1 to 100 characters.")]
    [InlineData("customization", "Contact", "javascript:alert(1)", "Enter an address that begins with https://, or an email address.")]
    [InlineData("customization", "Color", "red", "Enter a colour as # and six digits or letters a–f, such as #0b5c5a.")]
    [InlineData("customization", "Color", "#ffd500", "#ffd500 has a contrast of 1.26:1 on the page, and text needs 4.5:1 (WCAG). The nearest colour that has it is ")]
    [InlineData("customization", "TimeZone", "Asia/Tokio", "Choose one of the list.")]
    [InlineData("customization", "PhoneCountries", "JP, XX", "These are no country codes: XX")]
    public async Task What_cannot_be_is_refused_at_its_field_and_kept(string page, string field, string typed, string error)
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync($"/admin/{page}");

        await browser.DecideAsync((field, typed));

        Assert.StartsWith(error, Assert.Single(browser.Errors), StringComparison.Ordinal);
        if (browser.Page.QuerySelector($"#{field}") is AngleSharp.Html.Dom.IHtmlInputElement { Type: "text" } input)
            Assert.Equal(typed.Trim(), input.Value);
        if (browser.Page.QuerySelector($"#{field}") is AngleSharp.Html.Dom.IHtmlTextAreaElement area)
            Assert.Equal(typed, area.Value);
        Assert.Empty(await portal.ChangesAsync());
    }

    [Fact]
    public async Task A_thousand_japanese_terms_are_taken_and_one_more_is_not()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/passwordprotection");
        var terms = Enumerable.Range(0, 1_001).Select(number => $"東京都千代田区丸の内一丁{number:D4}").ToList();

        await browser.DecideAsync(("Terms", string.Join("\r\n", terms)));
        Assert.Equal(["There are 1001 words, and 1000 at most can be banned."], browser.Errors);

        await browser.DecideAsync(("Terms", string.Join("\r\n", terms[1..])));
        Assert.Equal("/admin/passwordprotection?saved=1", browser.Path);
        Assert.Equal(1_000, (await portal.PolicyAsync()).BannedTerms.Count);
    }

    [Fact]
    public async Task A_question_keeps_its_id_while_its_text_stays()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync("/admin/questions");
        await browser.DecideAsync(("Custom", "Which floor was your first desk on?\r\n最初の上司の名字は?"));
        var first = (await portal.PolicyAsync()).CustomQuestions;
        await browser.OpenAsync("/admin/questions");
        await browser.DecideAsync(("Custom", "最初の上司の名字は?\r\nWhich floor was your first desk really on?"));

        var second = (await portal.PolicyAsync()).CustomQuestions;
        Assert.Equal(first[1], second[0]);
        Assert.DoesNotContain(second[1].Id, first.Select(question => question.Id));
    }
}
