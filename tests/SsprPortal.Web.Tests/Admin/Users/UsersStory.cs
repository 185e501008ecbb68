using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Throttling;
using SsprPortal.Data.Accounts;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Admin.Users;

/// <summary>What those who administer see of people and do for them.</summary>
public sealed partial class UsersStory : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("alain@con", "alain@contoso.com")]
    [InlineData("CHARON", "alain@contoso.com")]
    [InlineData("ｈａｎａｋｏ", "hanako@contoso.com")]
    [InlineData("花子", "hanako@contoso.com")]
    public async Task A_person_is_found_by_the_beginning_of_any_name_and_is_listed_once(string typed, string expected)
    {
        await browser.SignInAsAsync(portal, PortalRole.Auditor);
        await browser.OpenAsync($"/admin/users?search={Uri.EscapeDataString(typed)}");

        Assert.Equal([expected], UserNames());
    }

    [Fact]
    public async Task Pages_follow_each_other_and_have_everybody_once()
    {
        await portal.WithDatabaseAsync(async database =>
        {
            foreach (var number in Enumerable.Range(0, 120))
            {
                var user = new PortalUser { Id = Guid.NewGuid(), UserName = $"zoe{number:D3}@contoso.com", NormalizedUserName = $"ZOE{number:D3}@CONTOSO.COM", NormalizedBareName = $"ZOE{number:D3}", DisplayName = "Zoe Zoe" };
                database.Users.Add(user);
                database.UserTerms.AddRange(UserTerms.Of(user.UserName, null, user.DisplayName).Select(term => new UserTermRow { UserId = user.Id, Term = term }));
            }

            return await database.SaveChangesAsync();
        });
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);

        foreach (var search in new[] { "zoe", "" })
        {
            var seen = new List<string>();
            await browser.OpenAsync($"/admin/users?search={search}");
            while (true)
            {
                seen.AddRange(UserNames());
                if (browser.Page.QuerySelectorAll("#found a[role=button]").FirstOrDefault(link => link.GetAttribute("href")!.Contains("after=", StringComparison.Ordinal)) is not { } next)
                    break;
                await browser.OpenAsync(next.GetAttribute("href")!);
            }

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(120, seen.Count(name => name.StartsWith("zoe", StringComparison.Ordinal)));
        }

        await browser.OpenAsync("/admin/users?search=zoe&after=%F0%28%8C%BC%00");
        Assert.Equal(50, UserNames().Count);
        await browser.OpenAsync("/admin/users?search=%00%EF%BF%BE");
        Assert.Empty(UserNames());
    }

    [Fact]
    public async Task The_page_of_a_person_tells_how_they_stand_and_no_secret()
    {
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        await browser.OpenAsync(await PageOfAsync("alain@contoso.com"));

        Assert.Equal("Alain Charon", browser.Heading);
        Assert.NotNull(browser.Page.QuerySelector("nav a[href='/admin/users'][aria-current]"));
        Assert.Contains("a••••@e••••.org", browser.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("9012345642", browser.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("alain@example.org", browser.Text(), StringComparison.Ordinal);
        Assert.Contains("Staff", browser.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_desk_clears_a_block()
    {
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        var page = await PageOfAsync("ebba@contoso.com");
        await browser.OpenAsync(page);
        Assert.Contains("Self-service blocked until", browser.Text(), StringComparison.Ordinal);

        await PressAsync($"{page}/block");
        Assert.Contains("The block is cleared.", browser.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("Self-service blocked until", browser.Text(), StringComparison.Ordinal);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.BlockCleared));
    }

    [Fact]
    public async Task Revoked_sessions_are_over_at_once()
    {
        var alain = portal.NewBrowser();
        await alain.SignInAsync("alain@contoso.com");
        Assert.Equal("/profile", alain.Path);
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        var page = await PageOfAsync("alain@contoso.com");
        await browser.OpenAsync(page);

        await PressAsync($"{page}/sessions");
        await alain.OpenAsync("/profile");
        Assert.NotEqual("/profile", alain.Path);
    }

    [Fact]
    public async Task The_help_desk_does_nothing_to_people_with_a_role_and_an_auditor_does_nothing_at_all()
    {
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        var page = await PageOfAsync("admin@contoso.com");
        await browser.OpenAsync(page);
        Assert.Contains("only an administrator can help", browser.Text(), StringComparison.Ordinal);
        foreach (var action in new[] { "block", "sessions", "registration", "reset" })
        {
            await PressAsync($"{page}/{action}");
            Assert.NotEmpty(browser.Errors);
        }

        var auditor = portal.NewBrowser();
        await auditor.SignInAsAsync(portal, PortalRole.Auditor);
        await auditor.OpenAsync(await PageOfAsync("alain@contoso.com"));
        Assert.Empty(auditor.Page.QuerySelectorAll("main form"));
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.SessionsRevoked) + await PortalState.CountAsync(portal, AuditCode.TicketIssued));
    }

    [Fact]
    public async Task Whoever_is_to_register_anew_is_asked_at_every_sign_in_until_it_is_done()
    {
        var person = await portal.AddPersonAsync(phone: true);
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        await browser.OpenAsync($"/admin/users/{person.Id}/registration");
        await browser.PressAsync("");
        Assert.Contains("asked at the next sign-in", browser.Text(), StringComparison.Ordinal);

        var own = portal.NewBrowser();
        await own.SignInAsync(person.UserName);
        Assert.Equal("/ssprsetup/required", own.Path);
        Assert.Empty(own.Page.QuerySelectorAll("main button"));
        await own.PostAsync("/ssprsetup/required", [new("antiforgery", own.Antiforgery)]);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.RegistrationPostponed));

        // A proof by what is registered is as good as registering it again.
        await own.OpenAsync("/signin/method?to=ssprsetup");
        await own.ProveAsync(portal, "sms", person.Phone!);
        var again = portal.NewBrowser();
        await again.SignInAsync(person.UserName);
        Assert.Equal("/profile", again.Path);
    }

    [Fact]
    public async Task A_person_whom_the_help_desk_recognised_resets_with_the_code_and_one_own_method()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        var person = await portal.AddPersonAsync(phone: true);
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        await browser.OpenAsync($"/admin/users/{person.Id}/eligibility");
        Assert.Contains("SSPR_0014", browser.Text(), StringComparison.Ordinal);

        var code = await TicketAsync(person.Id);
        await portal.MessageToAsync(person.Phone!);
        Assert.Contains(await portal.AllMessagesAsync(), message => message.To == person.Phone && message.Text.Contains("help desk started a reset", StringComparison.Ordinal));
        await browser.OpenAsync($"/admin/users/{person.Id}");
        Assert.DoesNotContain(code, browser.Text(), StringComparison.Ordinal);

        var own = portal.NewBrowser();
        await own.StartResetAsync(person.UserName);
        Assert.DoesNotContain("ticket", own.Choices);
        await own.SubmitAsync("Code", await portal.CodeAfterAsync(person.Phone!, () => own.ChooseAsync("sms", person.Phone)));
        Assert.Equal(["ticket"], own.Choices);
        await own.ChooseAsync("ticket");
        await own.SubmitAsync("Code", "AAAA-AAAA");
        Assert.NotEmpty(own.Errors);
        await own.SubmitAsync("Code", code.ToLowerInvariant());
        Assert.Equal("/passwordreset/newpassword", own.Path);
        await own.SubmitAsync(new Dictionary<string, string> { ["Password"] = "seven quiet lanterns", ["Repeated"] = "seven quiet lanterns" });
        Assert.Contains("has been reset", own.Heading, StringComparison.Ordinal);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.TicketIssued));
    }

    [Fact]
    public async Task A_code_that_would_open_nothing_is_neither_offered_nor_given()
    {
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        var page = await PageOfAsync("bianca@contoso.com");
        await browser.OpenAsync(page);
        Assert.Contains("this person has none that can be used", browser.Text(), StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("main a[href$='/reset']"));

        await PressAsync($"{page}/reset");
        Assert.Contains("this person has none that can be used", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.TicketIssued));

        await browser.OpenAsync(await PageOfAsync("hanako@contoso.com"));
        Assert.NotNull(browser.Page.QuerySelector("main a[href$='/reset']"));
    }

    [Fact]
    public async Task A_new_code_ends_the_old_and_after_an_hour_nothing_is_left_of_it()
    {
        await portal.ChangePolicyAsync(policy => policy with { GatesRequired = 2 });
        var person = await portal.AddPersonAsync(phone: true);
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        var old = await TicketAsync(person.Id);
        Assert.NotEqual(old, await TicketAsync(person.Id));
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.RegisteredMethods.CountAsync(row => row.UserId == person.Id && row.Kind == "ticket")));

        portal.Clock.Advance(TimeSpan.FromMinutes(61));
        var own = portal.NewBrowser();
        await own.StartResetAsync(person.UserName);
        Assert.Contains("SSPR_0014", own.Text(), StringComparison.Ordinal);
    }

    // Where nobody is told which accounts there are, an open code tells it neither.
    [Fact]
    public async Task An_open_code_is_seen_by_nobody_who_has_not_proved_something()
    {
        await portal.ChangePolicyAsync(policy => policy with { Disclosure = DisclosureMode.Uniform, GatesRequired = 2 });
        var person = await portal.AddPersonAsync(phone: true);
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        await TicketAsync(person.Id);

        var (real, nobody) = (portal.NewBrowser(), portal.NewBrowser());
        await real.StartResetAsync(person.UserName);
        await nobody.StartResetAsync("nobody-at-all@contoso.com");
        if (real.Path == "/passwordreset/goal")
        {
            await real.SubmitAsync("Goal", "Reset");
            await nobody.SubmitAsync("Goal", "Reset");
        }

        Assert.NotEmpty(real.Choices);
        Assert.Equal(nobody.Choices, real.Choices);
        await real.PostAsync(real.Path, [new("antiforgery", real.Antiforgery), new("Method", "ticket")]);
        Assert.Equal("/passwordreset/method", real.Path);
        Assert.NotEmpty(real.Errors);
    }

    [Theory]
    [InlineData("alain@contoso.com", "can reset the password", null)]
    [InlineData("carlos@contoso.com", "In no selected group", "SSPR_0013")]
    [InlineData("diane@contoso.com", "not enabled for password reset", "SSPR_0013")]
    [InlineData("bianca@contoso.com", "couldn't verify", "SSPR_0014")]
    [InlineData("ebba@contoso.com", "Too many tries", null)]
    public async Task The_way_to_a_reset_is_the_one_that_the_person_meets(string userName, string told, string? code)
    {
        await browser.SignInAsAsync(portal, PortalRole.Auditor);
        await browser.OpenAsync($"{await PageOfAsync(userName)}/eligibility");
        Assert.Contains(told, browser.Text(), StringComparison.Ordinal);
        Assert.Equal(code is not null || userName.StartsWith("ebba", StringComparison.Ordinal), browser.Text().Contains("Stops here", StringComparison.Ordinal));

        var own = portal.NewBrowser();
        await own.StartResetAsync(userName);
        if (code is not null)
        {
            Assert.Contains(code, browser.Text(), StringComparison.Ordinal);
            Assert.Contains(code, own.Text(), StringComparison.Ordinal);
        }
        else
        {
            Assert.DoesNotContain("SSPR_", browser.Text() + own.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_another_administrator_gives_and_takes_roles_and_sessions_end_with_it()
    {
        var person = await portal.AddPersonAsync(phone: true);
        var own = portal.NewBrowser();
        await own.SignInAsync(person.UserName);
        var me = await browser.SignInAsAsync(portal, PortalRole.Administrator);

        await browser.OpenAsync($"/admin/users/{person.Id}/roles");
        await browser.SubmitAsync(new Dictionary<string, string> { ["HelpDesk"] = "true" });
        Assert.Contains("The roles are saved.", browser.Text(), StringComparison.Ordinal);
        await own.OpenAsync("/profile");
        Assert.NotEqual("/profile", own.Path);
        Assert.Equal("– → HelpDesk", await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.RoleChanged && row.SubjectId == person.Id).Select(row => row.Reason).SingleAsync()));

        await browser.OpenAsync($"/admin/users/{me.Id}/roles");
        await browser.SubmitAsync(new Dictionary<string, string> { ["Auditor"] = "true" });
        Assert.Contains("your own account", Assert.Single(browser.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_disabled_is_out_at_once()
    {
        var person = await portal.AddPersonAsync(phone: true);
        var own = portal.NewBrowser();
        await own.SignInAsync(person.UserName);
        await browser.SignInAsAsync(portal, PortalRole.Administrator);

        await browser.OpenAsync($"/admin/users/{person.Id}/state");
        await browser.PressAsync("");
        Assert.Contains("The account is disabled.", browser.Text(), StringComparison.Ordinal);
        await own.OpenAsync("/profile");
        Assert.NotEqual("/profile", own.Path);

        await browser.OpenAsync($"/admin/users/{person.Id}/state");
        await browser.PressAsync("");
        Assert.Contains("The account is enabled.", browser.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_looks_for_a_person_that_there_is_not_is_told_so()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        foreach (var page in new[] { "", "/eligibility", "/roles", "/state", "/reset", "/registration" })
        {
            await browser.OpenAsync($"/admin/users/{Guid.NewGuid()}{page}");
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    [Fact]
    public async Task People_see_what_happened_to_their_own_account()
    {
        var own = portal.NewBrowser("ja");
        await own.SignInAsync("hanako@contoso.com");

        Assert.Contains("最近のアクティビティ", own.Text(), StringComparison.Ordinal);
        Assert.Contains("サインイン", own.Page.QuerySelector("main table tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_is_cleared_three_times_in_a_day_the_person_is_told_and_no_other_limit_is_forgotten()
    {
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        var person = await portal.AddPersonAsync(phone: true);
        await TakeAsync(Throttle.ResetsPerAccount, person.Id, 1);
        for (var i = 0; i < 4; i++)
        {
            await TakeAsync(Throttle.GateAttempts, person.Id, 5);
            await browser.OpenAsync($"/admin/users/{person.Id}");
            await PressAsync($"/admin/users/{person.Id}/block");
            Assert.Equal(i == 3, browser.Errors.Any(error => error.Contains("three times within 24 hours", StringComparison.Ordinal)));
        }

        Assert.Equal(3, await PortalState.CountAsync(portal, AuditCode.BlockCleared));
        Assert.Contains("cleared the block", (await portal.MessageToAsync(person.Phone!, 3)).Text, StringComparison.Ordinal);
        Assert.Equal(2, await portal.WithDatabaseAsync(database => database.Throttles.CountAsync(row => row.SubjectId == person.Id && (row.Key.StartsWith("resets:") || row.Key.StartsWith("gate-attempts:")))));
        // Nor by giving a code.
        await browser.OpenAsync($"/admin/users/{person.Id}/reset");
        await browser.PressAsync("");
        Assert.NotEmpty(browser.Errors);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.TicketIssued));
        portal.Clock.Advance(TimeSpan.FromHours(25));
        await TakeAsync(Throttle.GateAttempts, person.Id, 5);
        await using var scope = portal.Services.CreateAsyncScope();
        var who = new Core.SignIn.SignedInPerson(Guid.NewGuid(), Guid.NewGuid(), "", "") { Roles = new HashSet<PortalRole> { PortalRole.HelpDesk } };
        Assert.Equal(ActResult.Done, await scope.ServiceProvider.GetRequiredService<HelpDesk>().ClearBlockAsync(person.Id, who, new("198.51.100.7", "en"), default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_code_that_was_not_used_is_worth_nothing_after_a_reset_or_another_password(bool byReset)
    {
        var person = await portal.AddPersonAsync(phone: true);
        await browser.SignInAsAsync(portal, PortalRole.HelpDesk);
        await TicketAsync(person.Id);
        var own = portal.NewBrowser();
        if (byReset)
        {
            await own.StartResetAsync(person.UserName);
            await own.SubmitAsync("Code", await portal.CodeAfterAsync(person.Phone!, () => own.ChooseAsync("sms", person.Phone)));
            await own.SubmitAsync(new Dictionary<string, string> { ["Password"] = "seven quiet lanterns", ["Repeated"] = "seven quiet lanterns" });
            Assert.Contains("has been reset", own.Heading, StringComparison.Ordinal);
        }
        else
        {
            await own.SignInAsync(person.UserName);
            await own.OpenAsync("/changepassword");
            await own.SubmitAsync(new Dictionary<string, string> { ["Old"] = PortalHost.Password, ["Password"] = "seven quiet lanterns", ["Repeated"] = "seven quiet lanterns" });
            Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.PasswordChanged));
        }

        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.RegisteredMethods.CountAsync(row => row.UserId == person.Id && row.Kind == "ticket")));
    }

    private async Task TakeAsync(Throttle throttle, Guid subject, int times)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        for (var i = 0; i < times; i++)
            await scope.ServiceProvider.GetRequiredService<IThrottleStore>().TryTakeAsync(throttle, subject, default);
    }

    private List<string> UserNames() => [.. browser.Page.QuerySelectorAll("#found tbody tr").Select(row => row.QuerySelectorAll("td")[1].TextContent.Trim())];

    private async Task<string> PageOfAsync(string userName) => $"/admin/users/{await portal.UserIdAsync(userName):D}";

    // A form of the page that is not its first, or that the page does not show.
    private Task PressAsync(string path) => browser.PostAsync(path, [new("antiforgery", browser.Antiforgery)]);

    private async Task<string> TicketAsync(Guid id)
    {
        await browser.OpenAsync($"/admin/users/{id:D}/reset");
        await browser.PressAsync("");
        Assert.Empty(browser.Errors);
        return Ticket().Match(browser.Html) is { Success: true } match ? match.Value : throw new InvalidOperationException(browser.Heading);
    }

    [GeneratedRegex("(?<=<strong>)[0-9A-Z]{4}-[0-9A-Z]{4}(?=</strong>)")]
    private static partial Regex Ticket();
}
