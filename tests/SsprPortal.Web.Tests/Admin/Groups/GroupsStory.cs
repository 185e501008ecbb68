using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Groups;

/// <summary>Groups: made, filled, put into each other, deleted.</summary>
public sealed class GroupsStory : IAsyncLifetime
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
    public async Task A_new_group_has_a_name_that_no_other_has()
    {
        var sales = await CreateAsync("Sales");
        Assert.Equal("Sales", browser.Heading);
        await browser.OpenAsync("/admin/groups?search=sal");
        Assert.Contains(sales.ToString(), browser.Html, StringComparison.Ordinal);

        foreach (var (name, told) in new[] { ("ＳＡＬＥＳ", "Another group has this name"), ("", "Enter a name"), (new string('x', 101), "Enter a name") })
        {
            await PostAsync("/admin/groups", "Name", name);
            Assert.Contains(told, Assert.Single(browser.Errors), StringComparison.Ordinal);
        }

        await PostAsync($"/admin/groups/{sales}/name", "Name", "Staff");
        Assert.Contains("Another group has this name", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await PostAsync($"/admin/groups/{sales}/name", "Name", "営業部");
        Assert.Equal("営業部", browser.Heading);
    }

    [Fact]
    public async Task Who_joins_a_group_that_stands_in_a_selected_one_may_reset_and_who_leaves_may_not()
    {
        var carlos = await portal.UserIdAsync("carlos@contoso.com");
        var sales = await CreateAsync("Sales");
        await PostAsync($"/admin/groups/{sales}/parents", "Parent", "staff");
        await browser.OpenAsync($"/admin/groups/{sales}?find=slattery");
        Assert.Contains("Carlos Slattery", browser.Text(), StringComparison.Ordinal);
        await PostAsync($"/admin/groups/{sales}/members", "UserId", carlos.ToString());
        Assert.Equal("SSPR_0014", await CodeAsync(carlos));

        await PostAsync($"/admin/groups/{sales}/members/remove", "UserId", carlos.ToString());
        Assert.Equal("SSPR_0013", await CodeAsync(carlos));
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.Code == AuditCode.GroupChanged && row.Stage == "MemberAdded" && row.SubjectId == carlos && row.CorrelationId == sales)));
    }

    [Fact]
    public async Task Groups_in_groups_make_no_circle_and_keep_their_ancestors()
    {
        var (a, b, c) = (await CreateAsync("A"), await CreateAsync("B"), await CreateAsync("C"));
        await PostAsync($"/admin/groups/{a}/parents", "Parent", "B");
        await PostAsync($"/admin/groups/{b}/parents", "Parent", "C");
        Assert.Equal(3, await AncestorsAsync(a));

        foreach (var name in new[] { "A", "C" })
        {
            await PostAsync($"/admin/groups/{c}/parents", "Parent", name);
            Assert.Contains("circle", Assert.Single(browser.Errors), StringComparison.Ordinal);
        }

        await PostAsync($"/admin/groups/{c}/parents", "Parent", "nowhere");
        Assert.Contains("no such group", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await PostAsync($"/admin/groups/{b}/parents/remove", "ParentId", c.ToString());
        Assert.Equal(2, await AncestorsAsync(a));

        await browser.OpenAsync($"/admin/groups/{b}/delete");
        await browser.PressAsync("");
        Assert.Equal(1, await AncestorsAsync(a));
    }

    [Fact]
    public async Task A_group_that_policy_uses_stays()
    {
        var staff = await portal.WithDatabaseAsync(database => database.Groups.Where(group => group.Name == "Staff").Select(group => group.Id).SingleAsync());
        await browser.OpenAsync($"/admin/groups/{staff}/delete");
        Assert.Contains("Policy selects or excludes this group", browser.Text(), StringComparison.Ordinal);
        await PostAsync($"/admin/groups/{staff}/delete", "x", "");
        Assert.Single(browser.Errors);
        Assert.True(await portal.WithDatabaseAsync(database => database.Groups.AnyAsync(group => group.Id == staff)));
    }

    private Task<int> AncestorsAsync(Guid group) => portal.WithDatabaseAsync(database => database.GroupAncestors.CountAsync(row => row.GroupId == group));

    private async Task<string> CodeAsync(Guid person)
    {
        await browser.OpenAsync($"/admin/users/{person}/eligibility");
        return browser.Text()[browser.Text().IndexOf("SSPR_", StringComparison.Ordinal)..][..9];
    }

    private Task PostAsync(string path, string name, string value) => browser.PostAsync(path, [new("antiforgery", browser.Antiforgery), new(name, value)]);

    private async Task<Guid> CreateAsync(string name)
    {
        await browser.OpenAsync("/admin/groups");
        await PostAsync("/admin/groups", "Name", name);
        return Guid.Parse(browser.Path.Split('/')[3].Split('?')[0]);
    }
}
