using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Reporting;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Directories;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Features.Admin;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Resources;

namespace SsprPortal.Browser.Tests;

/// <summary>Every page of the administration, in both languages, at a desk and on a phone; and what is done there every day.</summary>
public sealed class AdminArea(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private PortalHost portal = null!;
    private Uri address = null!;

    public async Task InitializeAsync() => (portal, address) = await PortalHost.StartOnSocketAsync([]);

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public async Task Settings_are_seen_tried_and_saved(string locale)
    {
        var (t, visit, who) = await OpenAsync(locale, "settings");
        await using var own = visit;
        var page = visit.Page;
        await visit.LookBothAsync("overview");
        foreach (var setting in AdminPages.All.Where(each => each.Name is "Properties" or "Methods" or "Contacts" or "Questions" or "Registration" or "Notifications" or "Customization" or "Logo" or "OnPremises" or "PasswordProtection" or "AdministratorReset"))
        {
            await page.Locator($"main nav a[href='{setting.Path}']").ClickAsync();
            await visit.SeeAsync(t.Of<AdminTexts>($"Page.{setting.Name}"));
            await visit.LookBothAsync(setting.Name);
        }

        // What saving would do is there before anything is saved, and saving asks once more.
        await page.GotoAsync("/admin/methods");
        await page.Locator("input[name=GatesRequired][value='2']").CheckAsync();
        await visit.PressAsync(t.Of<SettingsTexts>("Effect.Show"));
        await page.Locator("#effect").WaitForAsync();
        await page.GetByText("hanako@contoso.com").WaitForAsync();
        await visit.LookBothAsync("effect");
        await visit.PressAsync(t.Of<SettingsTexts>("SaveAnyway"));
        await page.GetByRole(AriaRole.Status).Filter(new() { HasText = t.Of<AdminTexts>("Saved") }).WaitForAsync();
        await visit.LookBothAsync("saved");
        foreach (var box in await page.Locator("#Methods input").AllAsync())
            await box.UncheckAsync();
        Assert.Contains(t.Of<SettingsTexts>("Methods.None"), await visit.PressInVainAsync(t.Of<AdminTexts>("Save")), StringComparison.Ordinal);
        await visit.LookBothAsync("no-method");

        // A group is looked for with a button of its own.
        await page.GotoAsync("/admin/properties");
        await visit.FillAsync(t.Of<SettingsTexts>("Properties.Search"), "sta");
        await visit.PressAsync(t.Of<SettingsTexts>("Properties.SearchSubmit"));
        await page.GetByText(t.Of<SettingsTexts>("Properties.Found", "sta")).WaitForAsync();
        await visit.LookBothAsync("group-found");

        // Of two who save, the second is told.
        await page.GotoAsync("/admin/registration");
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var policies = scope.ServiceProvider.GetRequiredService<PolicyService>();
            var stored = await policies.ReadAsync(default);
            Assert.Equal(PolicySave.Saved, await policies.SaveAsync(stored.Policy with { ReviewDays = 90 }, stored.Version, new(who.Id, who.UserName), new(null, "en"), default));
        }

        await visit.FillAsync(t.Of<SettingsTexts>("Registration.Review"), "60");
        await visit.PressAsync(t.Of<AdminTexts>("Save"));
        await page.GetByRole(AriaRole.Alert).Filter(new() { HasText = t.Of<SettingsTexts>("Conflict.Kept") }).WaitForAsync();
        Assert.Equal("60", await page.GetByLabel(t.Of<SettingsTexts>("Registration.Review")).InputValueAsync());
        await visit.LookBothAsync("conflict");
        await visit.PressAsync(t.Of<AdminTexts>("Save"));
        await page.GetByRole(AriaRole.Status).Filter(new() { HasText = t.Of<AdminTexts>("Saved") }).WaitForAsync();

        // The proof grows old: what was typed waits for another.
        await page.GotoAsync("/admin/passwordprotection");
        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        await visit.PressAsync(t.Of<AdminTexts>("Save"), t.Of<AdminTexts>("Prove.Title"));
        await visit.LookBothAsync("prove-first");
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public async Task A_directory_is_set_up_and_its_rights_are_checked(string locale)
    {
        await using var domain = new FakeDomain();
        var (t, visit, _) = await OpenAsync(locale, "directory");
        await using var own = visit;
        var page = visit.Page;
        await page.GotoAsync("/admin/onpremises");
        await page.Locator("input[name=Kind][value=ActiveDirectory]").CheckAsync();
        Assert.Contains(t.Of<SettingsTexts>("OnPremises.ServicePassword.First"), await visit.PressInVainAsync(t.Of<AdminTexts>("Save")), StringComparison.Ordinal);
        await visit.LookBothAsync("refused");
        await visit.FillAsync(t.Of<SettingsTexts>("OnPremises.Servers"), domain.Endpoint.ToString());
        await visit.FillAsync(t.Of<SettingsTexts>("OnPremises.Authorities"), domain.Authority);
        await visit.FillAsync(t.Of<SettingsTexts>("OnPremises.ServiceAccount"), "svc@fake.test");
        await page.Locator("#ServicePassword").FillAsync("service");
        await visit.PressAsync(t.Of<AdminTexts>("Save"));
        await page.GetByText(t.Of<SettingsTexts>("OnPremises.Condition.Running"), new() { Exact = true }).WaitForAsync();
        await visit.LookBothAsync("running");

        await page.Locator("a[href$='/onpremises/rights']").ClickAsync();
        await visit.SeeAsync(t.Of<SettingsTexts>("OnPremises.Rights"));
        await visit.FillAsync(t.Of<SettingsTexts>("OnPremises.Rights.UserName"), "alice");
        await visit.PressAsync(t.Of<SettingsTexts>("OnPremises.Rights.Submit"));
        await page.Locator("code").First.WaitForAsync();
        await visit.LookBothAsync("rights");
        await page.GotoAsync("/admin/health");
        await visit.LookBothAsync("health");
        await portal.ChangePolicyAsync(policy => policy with { Directory = policy.Directory! with { Servers = ["127.0.0.1:1"] } });
        await portal.WithDatabaseAsync(database => database.Database.ExecuteSqlAsync($"""UPDATE "DirectorySyncs" SET "Gone" = 70, "Hold" = 'ServerAway'"""));
        await page.GotoAsync("/admin/onpremises");
        await page.GetByText(t.Of<SettingsTexts>("OnPremises.Condition.CannotConnect"), new() { Exact = true }).WaitForAsync();
        await visit.LookBothAsync("cannot-connect");
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public async Task People_and_groups_are_found_and_helped(string locale)
    {
        var (t, visit, _) = await OpenAsync(locale, "people");
        await using var own = visit;
        var page = visit.Page;

        // The list follows what is typed, without a press.
        await visit.FollowAsync(t.Of<AdminTexts>("Page.Users"), t.Of<UsersTexts>("Title"));
        await visit.LookBothAsync("users");
        await page.Locator("#Search").PressSequentiallyAsync("alai");
        await page.WaitForURLAsync("**/admin/users?search=alai");
        Assert.Equal(1, await page.Locator("#found tbody tr").CountAsync());
        Assert.Equal(t.Of<UsersTexts>("Count", 1), await page.Locator("#count").InnerTextAsync());
        await page.Locator("#Search").FillAsync("nobody at all");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync(t.Of<UsersTexts>("Nobody"));
        await visit.LookBothAsync("users-none");

        await page.GotoAsync(await PersonAsync("alain@contoso.com"));
        await visit.SeeAsync("Alain Charon");
        await visit.LookBothAsync("person");
        await page.GotoAsync(await PersonAsync("ebba@contoso.com"));
        await visit.LookBothAsync("person-blocked");
        await page.Locator("form[action$='/block'] button").ClickAsync();
        await page.GetByText(t.Of<UsersTexts>("Done.block")).WaitForAsync();
        await page.GotoAsync(await PersonAsync("bianca@contoso.com"));
        await visit.LookBothAsync("person-unregistered");
        foreach (var (path, heading) in new[]
        {
            ("eligibility", "Eligibility.Title"), ("roles", "Roles.Title"), ("state", "Disable.Title"), ("registration", "Require.Title"), ("delete", "Delete.Title"), ("edit", "Account.Edit"), ("reset", "Ticket.Title"),
        })
        {
            await page.GotoAsync($"{await PersonAsync("alain@contoso.com")}/{path}");
            await visit.SeeAsync(t.Of<UsersTexts>(heading));
            await visit.LookBothAsync(path);
        }

        await visit.PressAsync(t.Of<UsersTexts>("Ticket.Submit"), t.Of<UsersTexts>("Ticket.Shown"));
        await visit.LookBothAsync("ticket");
        await page.GotoAsync($"{await PersonAsync("bianca@contoso.com")}/eligibility");
        await visit.LookBothAsync("eligibility-refused");

        await visit.FollowAsync(t.Of<AdminTexts>("Page.Users"), t.Of<UsersTexts>("Title"));
        await visit.PressAsync(t.Of<UsersTexts>("Account.New"), t.Of<UsersTexts>("Account.New"));
        await visit.FillAsync(t.Of<UsersTexts>("UserName"), "alain@contoso.com");
        await visit.PressInVainAsync(t.Of<AdminTexts>("Save"));
        await visit.LookBothAsync("account-refused");

        await visit.FollowAsync(t.Of<AdminTexts>("Page.Groups"), t.Of<GroupsTexts>("Title"));
        await visit.LookBothAsync("groups");
        await visit.FillAsync(t.Of<GroupsTexts>("Name"), "Night shift 夜勤");
        await visit.PressAsync(t.Of<GroupsTexts>("Create"), "Night shift 夜勤");
        await visit.LookBothAsync("group-empty");
        await page.Locator("#Find").FillAsync("alain");
        await visit.PressAsync(t.Of<GroupsTexts>("Search.Submit"));
        await page.Locator("form[action$='/members'] button").ClickAsync();
        await page.GetByText(t.Of<GroupsTexts>("Done.saved")).WaitForAsync();
        await visit.FillAsync(t.Of<GroupsTexts>("Parent"), "staff");
        await visit.PressAsync(t.Of<GroupsTexts>("Nest"));
        await page.Locator("form[action$='/parents/remove']").WaitForAsync();
        await visit.LookBothAsync("group");
        await page.Locator("a[href$='/delete']").ClickAsync();
        await visit.SeeAsync(t.Of<GroupsTexts>("Delete.Title"));
        await visit.LookBothAsync("group-delete");
        await visit.PressAsync(t.Of<GroupsTexts>("Delete.Submit"), t.Of<GroupsTexts>("Title"));
        await page.GetByText(t.Of<GroupsTexts>("Done.deleted")).WaitForAsync();
        await page.Locator(".rows li:has-text('Staff') a").ClickAsync();
        await page.Locator("a[href$='/delete']").ClickAsync();
        await visit.SeeAsync(t.Of<GroupsTexts>("Delete.Title"));
        await visit.LookBothAsync("group-in-use");
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public async Task Files_keys_audit_reports_and_health_are_used(string locale)
    {
        await HappenAsync();
        var (t, visit, _) = await OpenAsync(locale, "records");
        await using var own = visit;
        var page = visit.Page;

        await visit.FollowAsync(t.Of<AdminTexts>("Page.Import"), t.Of<ImportTexts>("Title"));
        await UploadAsync("name,mail\nA,a@contoso.com\n");
        await visit.PressInVainAsync(t.Of<ImportTexts>("Upload"));
        Assert.Equal("File-hint File-error", await page.Locator("#File").GetAttributeAsync("aria-describedby"));
        await page.Locator("details summary").ClickAsync();
        await visit.LookBothAsync("import-refused");
        await UploadAsync("userName,displayName,mail,mobile,enabled\nida@contoso.com,Ida,ida@contoso.com,,true\nalain@contoso.com,Alain the Second,,,\nnobody@contoso.com,Nobody,,12,\njo@contoso.com,Jo,not mail,,maybe\n");
        await visit.PressAsync(t.Of<ImportTexts>("Upload"));
        await page.GetByRole(AriaRole.Button, new() { Name = t.Of<ImportTexts>("Start"), Exact = true }).WaitForAsync();
        await visit.LookBothAsync("import-ready");
        await visit.PressAsync(t.Of<ImportTexts>("Start"));
        // The page follows the work and asks for itself again when it is over.
        await page.GetByRole(AriaRole.Heading, new() { Name = t.Of<ImportTexts>("Errors") }).WaitForAsync();
        await visit.LookBothAsync("import-errors");
        await visit.FollowAsync(t.Of<ImportTexts>("Another"), t.Of<ImportTexts>("Title"));
        await visit.LookBothAsync("import");

        await visit.FollowAsync(t.Of<AdminTexts>("Page.Export"), t.Of<ExportTexts>("Title"));
        await visit.LookBothAsync("export");

        await visit.FollowAsync(t.Of<AdminTexts>("Page.Keys"), t.Of<KeysTexts>("Title"));
        await visit.FillAsync(t.Of<KeysTexts>("Name"), "HR system");
        Assert.Contains(t.Of<KeysTexts>("ScopesMissing"), await visit.PressInVainAsync(t.Of<KeysTexts>("Create")), StringComparison.Ordinal);
        await visit.LookBothAsync("keys-refused");
        await page.Locator("input[name=UsersRead]").CheckAsync();
        await page.Locator("input[name=AuditRead]").CheckAsync();
        await visit.PressAsync(t.Of<KeysTexts>("Create"));
        await page.Locator(".secret").WaitForAsync();
        await visit.LookBothAsync("keys");
        await page.Locator("a[href$='/revoke']").ClickAsync();
        await visit.SeeAsync(t.Of<KeysTexts>("Revoke.Title"));
        await visit.LookBothAsync("key-revoke");
        await visit.PressAsync(t.Of<KeysTexts>("Revoke.Submit"), t.Of<KeysTexts>("Title"));
        await page.GetByText(t.Of<KeysTexts>("Done.revoked")).WaitForAsync();

        await visit.FollowAsync(t.Of<AdminTexts>("Page.Audit"), t.Of<AuditTexts>("Title"));
        await visit.LookBothAsync("audit");
        await page.Locator("#Event").SelectOptionAsync(nameof(AuditCode.UnlockRefused));
        await visit.PressAsync(t.Of<AuditTexts>("Search"));
        await page.GetByText(t.Of<AuditTexts>("Nothing")).WaitForAsync();
        await visit.LookBothAsync("audit-none");
        await page.Locator("a[href$='/audit/verify']").ClickAsync();
        await visit.SeeAsync(t.Of<AuditTexts>("Verify"));
        await visit.LookBothAsync("audit-verify");
        await visit.PressAsync(t.Of<AuditTexts>("Verify.Begin"), t.Of<AuditTexts>("Begun"));
        await visit.LookBothAsync("audit-begun");
        await Eventually.IsAsync(VerifiedAsync, "the verification to end");
        await page.Locator("a[role=button][href$='/admin/audit']").ClickAsync();
        await visit.SeeAsync(t.Of<AuditTexts>("Title"));
        await page.Locator(".note.ok").WaitForAsync();

        // The charts have the figures of their tables.
        await visit.FollowAsync(t.Of<AdminTexts>("Page.Reports"), t.Of<ReportTexts>("Title"));
        await page.Locator(".chart canvas").First.WaitForAsync();
        var (tables, charts) = (await page.Locator(".chart").CountAsync(), await page.EvaluateAsync<int>("""
            [...document.querySelectorAll('.chart')].filter(box => {
              const chart = window.Chart.getChart(box.querySelector('canvas'));
              const cells = [...document.getElementById(box.dataset.table).tBodies[0].rows].map(row => [...row.cells].slice(1).map(cell => Number(cell.dataset.value)));
              const colours = chart.data.datasets.map(each => each.backgroundColor);
              return box.getBoundingClientRect().height > 60 && new Set(colours).size === colours.length && colours.every(each => each)
                && cells.every((row, i) => row.every((value, series) => chart.data.datasets[series].data[i] === value));
            }).length
            """));
        Assert.True(tables >= 5);
        Assert.Equal(tables, charts);
        await visit.LookBothAsync("reports");

        await visit.FollowAsync(t.Of<AdminTexts>("Page.Health"), t.Of<HealthTexts>("Title"));
        await visit.LookBothAsync("health");
        await page.Locator("a[href$='/health/test']").ClickAsync();
        await visit.SeeAsync(t.Of<HealthTexts>("Test"));
        await visit.LookBothAsync("health-test");
        await visit.PressAsync(t.Of<HealthTexts>("Test.Send"));
        await page.WaitForURLAsync("**/admin/health/test/*");
        await visit.LookBothAsync("health-sent");

        Task UploadAsync(string csv) => page.Locator("#File").SetInputFilesAsync(new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public async Task The_first_administrator_is_created(string locale)
    {
        var t = new Texts(locale[..2]);
        await portal.WithDatabaseAsync(database => database.UserRoles.ExecuteDeleteAsync());
        using var output = new StringWriter();
        await Welcome.WriteAsync(output, portal.Services, []);
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-admin-setup", locale, phone: false);
        await visit.Page.GotoAsync("/setup");
        await visit.SeeAsync(t.Of<SetupTexts>("Title"));
        await visit.LookBothAsync("setup");
        await visit.PressInVainAsync(t.Of<SetupTexts>("Submit"));
        await visit.LookBothAsync("setup-refused");
    }

    private async Task<(Texts Texts, Visit Visit, PortalPerson Who)> OpenAsync(string locale, string name)
    {
        var t = new Texts(locale[..2]);
        var who = await portal.AddPersonAsync(phone: true, mail: true, displayName: "Rosa Example", role: nameof(PortalRole.Administrator));
        var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-admin-{name}", locale, phone: false);
        await visit.Page.SetViewportSizeAsync(1280, 900);
        await visit.Page.GotoAsync("/admin");
        await visit.SignInAsync(t, who.UserName, PortalHost.Password, t.SignIn("Proof.SecondTitle"));
        await visit.ChooseAsync("sms");
        await visit.PressAsync(t.Shared("Next"), t.SignIn("Proof.Title"));
        await visit.FillAsync(t.Challenge("Code"), (await portal.MessageToAsync(who.Phone!)).Code());
        await visit.PressAsync(t.Shared("Next"), t.Of<AdminTexts>("Overview.Title"));
        return (t, visit, who);
    }

    private async Task<string> PersonAsync(string userName) => $"/admin/users/{await portal.UserIdAsync(userName):D}";

    private async Task<bool> VerifiedAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IAuditReader>().ReadAsync(new() { Code = AuditCode.AuditVerified }, null, 1, default)).Lines.Count > 0;
    }

    // Something for the audit to show and for the reports to count.
    private async Task HappenAsync()
    {
        var alain = await portal.UserIdAsync("alain@contoso.com");
        await using var scope = portal.Services.CreateAsyncScope();
        var log = scope.ServiceProvider.GetRequiredService<IAuditLog>();
        foreach (var entry in new AuditEntry[]
        {
            new(AuditCode.MethodRegistered, alain, null, "203.0.113.7", "sms"), new(AuditCode.MethodRegistered, alain, null, "203.0.113.7", "app"), new(AuditCode.GatePassed, alain, Guid.NewGuid(), "203.0.113.7", "sms", Stage: "AnswerChallenge"),
            new(AuditCode.PasswordReset, alain, Guid.NewGuid(), "203.0.113.7", Stage: "SetPassword"), new(AuditCode.PasswordReset, alain, Guid.NewGuid(), "203.0.113.7", Stage: "SetPassword"),
            new(AuditCode.RecoveryAbandoned, alain, Guid.NewGuid(), null, Stage: "AnswerChallenge"), new(AuditCode.RecoveryCancelled, alain, Guid.NewGuid(), "203.0.113.7", Stage: "ChooseMethod"),
            new(AuditCode.RecoveryRefused, null, Guid.NewGuid(), "203.0.113.8", Reason: "UnknownUser", Stage: "Refused"), new(AuditCode.AccountBlocked, alain, Guid.NewGuid(), "203.0.113.8", "sms", "Blocked", "AnswerChallenge"),
            new(AuditCode.AdministratorContacted, alain, Guid.NewGuid(), "203.0.113.8", Reason: "SSPR_0014", Stage: "Refused"), new(AuditCode.RoleChanged, alain, null, "203.0.113.9", Reason: "– → HelpDesk"),
            new(AuditCode.PolicyChanged, null, null, "203.0.113.9", Reason: "true → false", Stage: "NotifiesPeople"),
        })
            await log.WriteAsync(entry, CancellationToken.None);
        await Eventually.IsAsync(
            async () => (await scope.ServiceProvider.GetRequiredService<IReportFigures>().TotalsAsync(portal.Clock.GetUtcNow().AddHours(-2), portal.Clock.GetUtcNow().AddHours(2), default)).Any(each => each.Code == AuditCode.PasswordReset),
            "the figures");
    }
}
