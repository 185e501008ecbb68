using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Admin.Settings;

namespace SsprPortal.Web.Tests.Admin.Users;

/// <summary>An administrator creates, changes and deletes one account.</summary>
public sealed class AccountStory : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task An_account_is_created_without_a_password()
    {
        await browser.OpenAsync("/admin/users/new");
        await browser.DecideAsync(("UserName", "kei@contoso.com"), ("DisplayName", "渡辺 圭"), ("Mail", "kei@contoso.com"), ("OfficePhone", "+81 312345678X9"), ("Language", "ja"));

        Assert.Equal(("渡辺 圭", true), (browser.Heading, browser.Path.EndsWith("?done=created", StringComparison.Ordinal)));
        var user = await portal.WithDatabaseAsync(database => database.Users.SingleAsync(each => each.UserName == "kei@contoso.com"));
        Assert.Equal((null, true, "ja"), (user.PasswordHash, user.Enabled, user.Language));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.AccountCreated));
        await browser.OpenAsync("/admin/users?search=渡辺");
        Assert.Contains("kei@contoso.com", browser.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_said_at_its_field_and_what_was_typed_stays()
    {
        await browser.OpenAsync("/admin/users/new");
        await browser.DecideAsync(("UserName", "alain@contoso.com"), ("DisplayName", "Twice"), ("Mail", "not an address"), ("MobilePhone", "12"));

        Assert.Equal("/admin/users/new", browser.Path);
        Assert.Equal("Twice", browser.Fields()["DisplayName"]);
        Assert.NotEmpty(browser.Errors);
        await browser.DecideAsync(("UserName", "new@contoso.com"));
        foreach (var field in new[] { "Mail", "MobilePhone" })
            Assert.Equal("true", browser.Page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid"));
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.AccountCreated));
    }

    [Fact]
    public async Task An_account_is_changed_and_nothing_is_written_that_is_not_on_the_page()
    {
        var id = await portal.UserIdAsync("alain@contoso.com");
        await browser.OpenAsync($"/admin/users/{id:D}/edit");
        await browser.DecideAsync(("DisplayName", "Alain C."), ("PasswordNeverExpires", "true"), ("Enabled", "false"), ("PasswordHash", "x"), ("SecurityStamp", "x"), ("Roles", "Administrator"), ("Id", Guid.NewGuid().ToString()));

        Assert.EndsWith("?done=edited", browser.Path, StringComparison.Ordinal);
        var user = await portal.WithDatabaseAsync(database => database.Users.SingleAsync(each => each.Id == id));
        Assert.Equal(("Alain C.", true, true), (user.DisplayName, user.PasswordNeverExpires, user.Enabled));
        Assert.NotEqual("x", user.PasswordHash);
        Assert.False(await portal.WithDatabaseAsync(database => database.UserRoles.AnyAsync(role => role.UserId == id)));
        Assert.Equal("DisplayName, PasswordNeverExpires", await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.AccountChanged).Select(row => row.Reason).SingleAsync()));
    }

    [Fact]
    public async Task Of_two_administrators_the_second_is_told_and_nothing_of_the_first_is_lost()
    {
        var id = await portal.UserIdAsync("alain@contoso.com");
        var other = portal.NewBrowser();
        await other.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync($"/admin/users/{id:D}/edit");
        await other.OpenAsync($"/admin/users/{id:D}/edit");
        await other.DecideAsync(("OfficePhone", "+81 312345678"));

        await browser.DecideAsync(("DisplayName", "Somebody else"));

        Assert.Contains("has been changed since you opened this page", browser.Note("warn"), StringComparison.Ordinal);
        Assert.Equal("Somebody else", browser.Fields()["DisplayName"]);
        var user = await portal.WithDatabaseAsync(database => database.Users.SingleAsync(each => each.Id == id));
        Assert.Equal(("Alain Charon", "+81 312345678"), (user.DisplayName, user.PhoneNumber));
    }

    [Fact]
    public async Task How_somebody_with_a_role_is_reached_is_not_changed_here()
    {
        var person = await portal.AddPersonAsync(phone: true, role: nameof(PortalRole.HelpDesk));
        await browser.OpenAsync($"/admin/users/{person.Id:D}/edit");
        Assert.Null(browser.Page.QuerySelector("#Mail"));

        await browser.DecideAsync(("DisplayName", "Desk"), ("Mail", "other@contoso.com"), ("MobilePhone", "+819012345600"));

        Assert.EndsWith("?done=edited", browser.Path, StringComparison.Ordinal);
        var user = await portal.WithDatabaseAsync(database => database.Users.SingleAsync(each => each.Id == person.Id));
        Assert.Equal(("Desk", person.UserName, null), (user.DisplayName, user.Email, user.ProtectedMobile));
    }

    [Fact]
    public async Task An_account_is_deleted_with_what_was_registered_and_one_with_a_role_is_not()
    {
        var id = await portal.UserIdAsync("alain@contoso.com");
        var desk = await portal.AddPersonAsync(role: nameof(PortalRole.HelpDesk));
        await browser.OpenAsync($"/admin/users/{id:D}/delete");
        await browser.DecideAsync();

        Assert.Contains("The account is deleted.", browser.Note("ok"), StringComparison.Ordinal);
        Assert.False(await portal.WithDatabaseAsync(database => database.Users.AnyAsync(user => user.Id == id)));
        Assert.False(await portal.WithDatabaseAsync(database => database.RegisteredMethods.AnyAsync(row => row.UserId == id)));
        await browser.OpenAsync($"/admin/users/{id:D}/edit");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);

        await browser.OpenAsync($"/admin/users/{desk.Id:D}/delete");
        await browser.DecideAsync();
        Assert.NotEmpty(browser.Errors);
        Assert.True(await portal.WithDatabaseAsync(database => database.Users.AnyAsync(user => user.Id == desk.Id)));
    }
}
