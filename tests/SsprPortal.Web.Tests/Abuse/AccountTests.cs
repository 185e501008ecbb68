using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>User IDs and passwords that a directory would take for something else, and accounts that rule the portal.</summary>
public sealed class AccountTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private readonly PortalHost portal = shared.Portal;
    private readonly PortalBrowser browser = shared.Portal.NewBrowser();

    [Fact]
    public async Task AC_113_Whoever_holds_a_role_passes_two_gates_whatever_policy_asks_of_others()
    {
        foreach (var role in new[] { "Administrator", "HelpDesk" })
        {
            var one = await portal.AddPersonAsync(phone: true, role: role);
            await browser.StartResetAsync(one.UserName);
            Assert.Equal("We couldn't verify your account", browser.Heading);

            // Nor are a phone and answers to questions two.
            await portal.RegisterAsync(one.UserName, "questions", "5", """[{"Id":"q01","Hash":""},{"Id":"q02","Hash":""},{"Id":"q03","Hash":""}]""");
            await browser.StartResetAsync(one.UserName);
            Assert.Equal("We couldn't verify your account", browser.Heading);

            var two = await portal.AddPersonAsync(phone: true, mail: true, role: role);
            var reset = portal.NewBrowser();
            await reset.StartResetAsync(two.UserName);
            await reset.SubmitAsync("Code", await portal.CodeAfterAsync(two.Phone!, () => reset.ChooseAsync("sms", two.Phone)));
            Assert.Equal("/passwordreset/method", reset.Path);
            Assert.Equal(["email"], reset.Choices);
            await reset.PostAsync("/passwordreset/newpassword", reset.Fields(Alain.NewPasswordForm));
            Assert.Equal("/passwordreset/method", reset.Path);
            await Alain.AssertWrongAsync(portal, Alain.NewPassword, two.UserName);
        }
    }

    [Fact]
    public async Task AC_113_A_role_that_is_given_on_the_way_asks_for_the_second_gate_still()
    {
        var who = await portal.AddPersonAsync(phone: true, mail: true);
        await browser.StartResetAsync(who.UserName);
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms", who.Phone)));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
        await portal.WithDatabaseAsync(async database =>
        {
            database.UserRoles.Add(new() { UserId = who.Id, RoleId = await database.Roles.Where(role => role.Name == "HelpDesk").Select(role => role.Id).SingleAsync() });
            return await database.SaveChangesAsync();
        });

        await browser.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("/passwordreset/outcome", browser.Path);
        Assert.NotEqual("Your password has been reset", browser.Heading);
        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.SubjectId == who.Id && row.Code == AuditCode.PasswordClaimed)));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("alain*")]
    [InlineData("*)(objectClass=*")]
    [InlineData("alain@contoso.com)(|(cn=*")]
    [InlineData("\\2a")]
    [InlineData("alain\\40contoso.com")]
    [InlineData("CN=Alain Charon,OU=Staff,DC=contoso,DC=com")]
    [InlineData("alain@contoso.com' OR '1'='1")]
    [InlineData("alain_contoso.com")]
    [InlineData("alai%@contoso.com")]
    [InlineData("(&)")]
    [InlineData("alain@contoso.com,")]
    [InlineData("mailto:alain@contoso.com")]
    public async Task AC_115_A_user_id_is_a_name_and_no_pattern(string userId)
    {
        var pages = new List<string>();
        foreach (var typed in new[] { userId, "nobody-has-this" })
        {
            var there = portal.NewBrowser();
            await there.StartResetAsync(typed);
            pages.Add($"{there.Status} {there.Path} {there.Heading} {string.Join(' ', there.Errors)}");
            await there.OpenAsync("/");
            await there.SubmitAsync(new Dictionary<string, string> { ["UserId"] = typed, ["Password"] = PortalHost.Password });
            pages.Add($"{there.Status} {there.Path} {string.Join(' ', there.Errors)}");
        }

        Assert.Equal(pages[2..], pages[..2]);
        Assert.Contains("We couldn't verify your account", pages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AC_115_An_endless_user_id_and_one_with_a_NUL_are_looked_up_nowhere()
    {
        await browser.OpenAsync("/passwordreset");
        var before = await PortalState.ReadAsync(portal);
        await browser.SubmitAsync("UserId", new string('a', 10_240));
        Assert.Equal(("/passwordreset", 1), (browser.Path, browser.Errors.Count));
        Assert.Equal(before with { UsedTokens = before.UsedTokens + 1 }, await PortalState.ReadAsync(portal));

        await browser.SendAsync(() => new(HttpMethod.Post, "/passwordreset") { Content = new StringContent("UserId=alain%40contoso.com%00", Encoding.ASCII, "application/x-www-form-urlencoded") });
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task AC_116_Where_nothing_is_typed_nothing_is_taken_for_a_password()
    {
        var who = await portal.AddPersonAsync(phone: true);
        foreach (var password in new[] { "", " ", "   ", "\t", "　", "\u200B", PortalHost.Password + " ", " " + PortalHost.Password })
        {
            await browser.OpenAsync("/");
            await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = who.UserName, ["Password"] = password });
            Assert.Equal("/", browser.Path);
            Assert.Single(browser.Errors);
            await browser.OpenAsync("/profile");
            Assert.Equal("/", browser.Path);
        }

        // Nothing at all is not even counted.
        await browser.SignInAsync(who.UserName);
        var before = await PortalState.ReadAsync(portal);
        foreach (var old in new[] { "", " ", "　" })
        {
            await browser.OpenAsync("/changepassword");
            await browser.SubmitAsync(new Dictionary<string, string> { ["Old"] = old, ["Password"] = Alain.NewPassword, ["Repeated"] = Alain.NewPassword });
            Assert.Equal("/changepassword", browser.Path);
            Assert.Single(browser.Errors);
            if (old.Length == 0)
                Assert.Equal(before, await PortalState.ReadAsync(portal));
        }

        await Alain.AssertSignsInAsync(portal, PortalHost.Password, who.UserName);
    }

    [Fact]
    public async Task AC_116_Where_nothing_is_typed_nothing_is_taken_for_a_proof()
    {
        var who = await portal.AddPersonAsync(phone: true);
        await browser.SignInAsync(who.UserName);
        await browser.OpenAsync("/ssprsetup/email");
        Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);
        await portal.CodeAfterAsync(who.Phone!, () => browser.ChooseAsync("sms"));
        var page = browser.Path;
        var before = await PortalState.ReadAsync(portal);
        foreach (var code in new[] { "", " ", "　", "-", "\u200B" })
        {
            await browser.SubmitAsync("Code", code);
            Assert.Equal(page, browser.Path);
            Assert.Single(browser.Errors);
        }

        Assert.Equal(before.Gates, (await PortalState.ReadAsync(portal)).Gates);
        await browser.OpenAsync("/ssprsetup/email");
        Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);
    }
}
