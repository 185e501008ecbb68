using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;
using SsprPortal.Web.Tests.Admin.Audit;

namespace SsprPortal.Web.Tests.Admin.Settings;

/// <summary>Who may reset, and by how much: the effect is shown before it is saved, and is there at once.</summary>
public sealed class ScopeStory : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await portal.RollUpAsync();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    // What a test wrote by itself is told to the figures, as whoever else writes it tells them.
    private async Task ToldAsync(AuditCode code, string userName)
    {
        await portal.WriteAsync(new(code, await portal.UserIdAsync(userName), null, null));
        await portal.RollUpAsync();
    }

    private IEnumerable<string> FallingOut => browser.Page.QuerySelectorAll("main form table:last-of-type tbody tr td:last-child").Select(cell => cell.TextContent).Where(text => text.Contains('@', StringComparison.Ordinal));

    [Fact]
    public async Task A_second_method_shows_who_falls_out_before_it_is_saved()
    {
        await browser.OpenAsync("/admin/methods");
        await browser.DecideAsync(("GatesRequired", "2"));

        Assert.Contains("People who can reset now and could not any more: 2.", browser.Note("warn"), StringComparison.Ordinal);
        Assert.Equal(["ebba@contoso.com", "hanako@contoso.com"], FallingOut);
        Assert.Equal(1, (await portal.PolicyAsync()).GatesRequired);

        // Whoever knows it saves; a change that takes more people is shown again. One administrator has another method.
        await portal.AddPersonAsync(mail: true, role: nameof(PortalRole.Administrator));
        await browser.DecideAsync(("Method_sms", null), ("Method_voice", null), ("Method_office", null));
        Assert.Contains("any more: 3.", browser.Note("warn"), StringComparison.Ordinal);
        Assert.Equal("Save anyway", browser.Page.QuerySelector("main form .row button")!.TextContent.Trim());
        await browser.DecideAsync();
        Assert.Equal("/admin/methods?saved=1", browser.Path);
        Assert.Contains("GatesRequired: 1 → 2", await portal.ChangesAsync());
        Assert.Contains("Methods: sms, voice, office → ", await portal.ChangesAsync());
    }

    [Fact]
    public async Task The_effect_is_shown_without_saving()
    {
        await browser.OpenAsync("/admin/methods");
        await browser.DecideAsync("/admin/methods/effect", ("GatesRequired", "2"), ("Method_questions", null));

        Assert.Equal(["3", "1"], browser.Page.QuerySelectorAll("main form table:has(td.number) tr:nth-child(2) td").Select(cell => cell.TextContent));
        Assert.Equal(["ebba@contoso.com", "hanako@contoso.com"], FallingOut);
        Assert.True(browser.Page.QuerySelector("input[value='2']")!.HasAttribute("checked"));
        Assert.False(browser.Page.QuerySelector("input[name=Method_questions]")!.HasAttribute("checked"));
        Assert.Empty(await portal.ChangesAsync());
    }

    [Fact]
    public async Task A_running_reset_is_refused_at_its_next_step_when_the_scope_is_taken_away()
    {
        var reset = portal.NewBrowser();
        var code = await Alain.ReachVerifyAsync(portal, reset);

        await browser.OpenAsync("/admin/properties");
        await browser.DecideAsync(("Scope", "None"));
        Assert.Contains("any more: 3.", browser.Note("warn"), StringComparison.Ordinal);
        await browser.DecideAsync();
        Assert.Equal("/admin/properties?saved=1", browser.Path);

        await reset.SubmitAsync("Code", code);
        Assert.Equal("/passwordreset/outcome", reset.Path);
        await reset.OpenAsync("/passwordreset/newpassword");
        Assert.NotEqual("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task Groups_are_found_by_their_beginning_included_and_excluded_with_those_that_stand_in_them()
    {
        var (factory, night) = (Guid.NewGuid(), Guid.NewGuid());
        await portal.WithDatabaseAsync(async database =>
        {
            foreach (var number in Enumerable.Range(0, 30))
                database.AddGroup(new() { Id = Guid.NewGuid(), Name = $"A team {number:D2}" });
            database.AddGroup(new() { Id = factory, Name = "Factory floor" });
            database.AddGroup(new() { Id = night, Name = "Night shift" });
            database.GroupNestings.Add(new() { GroupId = night, ParentId = factory });
            database.GroupAncestors.Add(new() { GroupId = night, AncestorId = factory });
            var hanako = await database.Users.SingleAsync(user => user.UserName == "hanako@contoso.com");
            database.GroupMembers.Add(new() { GroupId = night, UserId = hanako.Id });
            return await database.SaveChangesAsync();
        });
        await ToldAsync(AuditCode.GroupChanged, "hanako@contoso.com");
        await browser.OpenAsync("/admin/properties");
        Assert.Null(browser.Page.QuerySelector($"select[name='Group_{factory}']"));

        await browser.DecideAsync("/admin/properties/search", ("Search", "fAcT"), ("Disclosure", "AfterFirstProof"));
        Assert.Equal("1", browser.Page.QuerySelector($"tr:has([name='Group_{factory}']) td.number")!.TextContent);
        Assert.Empty(await portal.ChangesAsync());

        await browser.DecideAsync("/admin/properties", ($"Group_{factory}", "Excluded"), ($"Group_{Guid.NewGuid()}", "Included"), ("Group_", "Included"), ("Group_x", "Excluded"));
        Assert.Equal(["hanako@contoso.com"], FallingOut);
        await browser.DecideAsync();

        var policy = await portal.PolicyAsync();
        Assert.Equal([factory], policy.ExcludedGroups);
        Assert.Equal((1, DisclosureMode.AfterFirstProof), (policy.SelectedGroups.Count, policy.Disclosure));
    }

    [Fact]
    public async Task Selected_without_a_group_and_no_method_at_all_are_refused()
    {
        await browser.OpenAsync("/admin/properties");
        var staff = (await portal.PolicyAsync()).SelectedGroups.Single();
        await browser.DecideAsync(($"Group_{staff}", "Unchosen"));
        Assert.Equal(["Include at least one group, or choose None or All."], browser.Errors);

        await browser.OpenAsync("/admin/methods");
        await browser.DecideAsync([.. browser.Fields().Keys.Where(name => name.StartsWith("Method_", StringComparison.Ordinal)).Select(name => (name, (string?)null))]);
        Assert.StartsWith("Choose at least one method.", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal("Methods-error", browser.Page.QuerySelector("fieldset#Methods")!.GetAttribute("aria-describedby"));
        Assert.Equal("#Methods", browser.Page.QuerySelector(".error-summary a")!.GetAttribute("href"));
        Assert.Empty(await portal.ChangesAsync());
    }

    [Theory]
    [InlineData(50)]
    [InlineData(51)]
    public async Task The_list_of_who_falls_out_goes_on_only_where_somebody_follows(int people)
    {
        // Beside the two of the demonstration.
        foreach (var _ in Enumerable.Range(0, people - 2))
            await ToldAsync(AuditCode.MethodRegistered, (await portal.AddPersonAsync(phone: true)).UserName);
        await browser.OpenAsync("/admin/methods");
        await browser.DecideAsync("/admin/methods/effect", ("GatesRequired", "2"));

        Assert.Equal(50, FallingOut.Count());
        Assert.Equal(people > 50, browser.Page.QuerySelector("button[formaction*='after=']") is not null);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_reset_where_the_organisation_does_not_want_it()
    {
        await browser.OpenAsync("/admin/notifications");
        await browser.DecideAsync(("NotifiesPeople", null));
        var reset = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, reset);
        var before = await portal.WithDatabaseAsync(database => database.Outbox.CountAsync());

        await reset.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal(("/passwordreset/outcome", "Your password has been reset"), (reset.Path, reset.Heading));
        Assert.Equal(before, await portal.WithDatabaseAsync(database => database.Outbox.CountAsync()));
    }

    [Fact]
    public async Task People_with_a_role_are_refused_as_protected_when_they_may_not_reset()
    {
        await portal.RegisterAsync("admin@contoso.com", "mobile", "00", "+819055550100");
        await portal.RegisterAsync("admin@contoso.com", "email", "a••••@e••••.org", "adele@example.org");
        await ToldAsync(AuditCode.MethodRegistered, "admin@contoso.com");
        await browser.OpenAsync("/admin/administratorreset");
        await browser.DecideAsync(("MayReset", null));
        Assert.Equal(["admin@contoso.com"], FallingOut);
        await browser.DecideAsync();

        var reset = portal.NewBrowser();
        await reset.StartResetAsync("admin@contoso.com");

        Assert.Equal(("/passwordreset/outcome", "Your account is not enabled for password reset"), (reset.Path, reset.Heading));
    }
}
