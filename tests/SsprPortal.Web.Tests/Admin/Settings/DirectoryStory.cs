using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.TestKit.Directories;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Settings;

/// <summary>An administrator sets up the directory of the organisation, sees how it is, and what the portal's account lacks.</summary>
public sealed class DirectoryStory(OpenLdap openLdap) : IClassFixture<OpenLdap>, IAsyncLifetime
{
    private const string Path = "/admin/onpremises";

    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        // The directory is read when a test says so: no reading comes between what it says was found and what the page shows.
        portal = await PortalHost.StartAsync(rests: work => work == typeof(DirectorySyncWork));
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "Running", "password policy (ppolicy)")]
    [InlineData("ja", "動作中", "パスワード ポリシー (ppolicy)")]
    public async Task A_directory_is_set_up_and_says_how_it_is(string language, string running, string capability)
    {
        browser = portal.NewBrowser(language);
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        Assert.Null(browser.Page.QuerySelector("form[action$='/reading']"));

        await browser.DecideAsync(OpenLdapFields());

        Assert.Equal((Path + "?saved=1", HttpStatusCode.OK), (browser.Path, browser.Status));
        Assert.Equal(running, browser.Page.QuerySelector("main .pill")!.TextContent);
        Assert.Contains(capability, browser.Text(), StringComparison.Ordinal);
        Assert.Contains(openLdap.Endpoint.ToString(), browser.Page.QuerySelector("main table tbody th")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(OpenLdap.ServicePassword, browser.Html, StringComparison.Ordinal);
        var settings = (await portal.PolicyAsync()).Directory!;
        Assert.Equal((DirectoryKind.OpenLdap, "ou=people," + OpenLdap.Base), (settings.Kind, settings.SearchBase));
        Assert.Equal(openLdap.Authority.Pem.Trim(), settings.Authorities.Trim());
        Assert.Contains($"Directory.Servers:  → {openLdap.Endpoint}", await portal.ChangesAsync());
        Assert.DoesNotContain(await portal.ChangesAsync(), change => change.Contains(OpenLdap.ServicePassword, StringComparison.Ordinal));
        Assert.NotEmpty(browser.Page.QuerySelectorAll("form[action$='/reading']"));
    }

    [Fact]
    public async Task What_is_kept_stays_without_the_password_and_goes_nowhere_else_without_it()
    {
        await SetUpAsync();
        await browser.DecideAsync(Path, ("Filter", "(objectClass=inetOrgPerson)"), ("WritesBack", "true"));
        Assert.Equal(Path + "?saved=1", browser.Path);
        var kept = (await portal.PolicyAsync()).Directory!;

        foreach (var (field, value) in new[] { ("Servers", "evil.example"), ("ServiceAccount", "cn=admin,dc=example,dc=test"), ("Kind", "ActiveDirectory"), ("StartTls", "true"), ("Authorities", "") })
        {
            await browser.OpenAsync(Path);
            await browser.DecideAsync((field, value));
            Assert.StartsWith("Enter the password of the portal’s account again", Assert.Single(browser.Errors), StringComparison.Ordinal);
        }

        Assert.Equal(("(objectClass=inetOrgPerson)", kept.PasswordId), ((await portal.PolicyAsync()).Directory!.Filter, (await portal.PolicyAsync()).Directory!.PasswordId));
        await browser.OpenAsync(Path);
        await browser.DecideAsync(("Kind", "None"));
        Assert.Null((await portal.PolicyAsync()).Directory);
        Assert.Equal("Not configured", browser.Page.QuerySelector("main .pill")!.TextContent);
        Assert.False(await portal.WithDatabaseAsync(database => database.Secrets.AnyAsync(row => row.Name.StartsWith("directory-"))));
    }

    [Fact]
    public async Task A_password_that_was_not_saved_is_asked_for_again_and_never_sent_back()
    {
        await SetUpAsync();
        await browser.OpenAsync(Path);
        await browser.DecideAsync(("ServicePassword", "Another-Secret1"), ("Filter", "(uid"));

        Assert.Equal(2, browser.Errors.Count);
        Assert.Contains("Nothing was saved. Passwords are not sent back to the page: enter it again.", browser.Errors);
        Assert.DoesNotContain("Another-Secret1", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Servers", "ldaps://dc1.contoso.com", "Enter 1 to 8 servers")]
    [InlineData("Servers", "", "Enter 1 to 8 servers")]
    [InlineData("ServiceAccount", " ", "Enter the name of the portal’s account.")]
    [InlineData("ServicePassword", "", "Enter the password of the portal’s account.")]
    [InlineData("Filter", "(department=IT", "This is no LDAP filter: the mistake is at character 13.")]
    [InlineData("Authorities", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "There is no certificate in this text")]
    [InlineData("NameAttribute", "uid=*", "Enter the name of an attribute")]
    [InlineData("Kind", "Novell", "Choose one of the list.")]
    public async Task What_could_never_work_is_refused_at_its_field(string field, string value, string error)
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        await browser.DecideAsync([.. OpenLdapFields(), (field, value)]);

        Assert.Contains(browser.Errors, each => each.StartsWith(error, StringComparison.Ordinal));
        Assert.NotNull(browser.Page.QuerySelector($".field.invalid [name={field}]"));
        Assert.Null((await portal.PolicyAsync()).Directory);
        Assert.Empty(await portal.ChangesAsync());
    }

    [Fact]
    public async Task Of_a_text_with_a_private_key_nothing_is_kept_and_nothing_comes_back()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        await browser.DecideAsync([.. OpenLdapFields(), ("Authorities", openLdap.Authority.Pem + "\n-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----")]);

        Assert.Contains(browser.Errors, each => each.StartsWith("This text holds a private key.", StringComparison.Ordinal));
        Assert.DoesNotContain("MIGHAgEAMBMGByqGSM49", browser.Html, StringComparison.Ordinal);
        Assert.Null((await portal.PolicyAsync()).Directory);
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_is_told_of_with_what_to_do_and_the_portal_stays_ready()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        await browser.DecideAsync([.. OpenLdapFields(), ("Servers", "127.0.0.1:1")]);

        Assert.Equal("Cannot connect", browser.Page.QuerySelector("main .pill")!.TextContent);
        Assert.Contains("Nothing listens on this port.", browser.Text(), StringComparison.Ordinal);
        await browser.OpenAsync("/admin/health");
        Assert.Contains("No server can be used: 127.0.0.1:1", browser.Text(), StringComparison.Ordinal);
        var stranger = portal.NewBrowser();
        await stranger.SendAsync(() => new(HttpMethod.Get, "/health/ready"), follow: false, parse: false);
        Assert.Equal(HttpStatusCode.OK, stranger.Status);

        await browser.OpenAsync(Path);
        await browser.DecideAsync(("Servers", $"127.0.0.1:1\n{openLdap.Endpoint}"), ("ServicePassword", OpenLdap.ServicePassword));
        Assert.Equal("Some servers unavailable", browser.Page.QuerySelector("main .pill")!.TextContent);
        await browser.OpenAsync("/admin/health");
        Assert.Contains("Servers that cannot be used: 127.0.0.1:1.", browser.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_and_a_refused_account_are_told_apart()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        await browser.DecideAsync([.. OpenLdapFields(), ("Authorities", "")]);
        Assert.Contains("The certificate is not trusted.", browser.Text(), StringComparison.Ordinal);

        await browser.OpenAsync(Path);
        await browser.DecideAsync([.. OpenLdapFields(), ("ServicePassword", "not the password")]);
        Assert.Contains("The portal’s account is refused.", browser.Text(), StringComparison.Ordinal);

        await browser.OpenAsync(Path);
        await browser.DecideAsync(("ServicePassword", OpenLdap.ServicePassword));
        Assert.Equal("Running", browser.Page.QuerySelector("main .pill")!.TextContent);
    }

    [Fact]
    public async Task A_server_that_forgets_the_history_is_told_of_with_both_ways_out_and_each_missing_right_with_its_line()
    {
        await using var domain = new FakeDomain();
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        await browser.DecideAsync(
            ("Kind", "ActiveDirectory"), ("Servers", domain.Endpoint.ToString()), ("Authorities", domain.Authority), ("ServiceAccount", "svc@fake.test"), ("ServicePassword", "service"), ("KeepHistory", "true"), ("WritesBack", "true"));

        Assert.Contains($"Nobody can reset on {domain.Endpoint}", browser.Note("warn"), StringComparison.Ordinal);
        Assert.Contains("Samba 4.24 or later. Or turn “Resets obey the password history” off", browser.Note("warn"), StringComparison.Ordinal);
        await browser.OpenAsync("/admin/health");
        Assert.Contains($"Nobody can reset on {domain.Endpoint}", browser.Text(), StringComparison.Ordinal);

        await browser.OpenAsync(Path + "/rights");
        await browser.SubmitAsync("UserName", "alice");
        Assert.All(browser.Page.QuerySelectorAll("code.secret"), code => Assert.Equal("0", code.Closest(".commands[aria-label]")?.GetAttribute("tabindex")));
        Assert.Contains("dsacls \"OU=Staff,DC=fake,DC=test\" /I:S /G \"svc@fake.test:CA;Reset Password;user\"", browser.Page.QuerySelectorAll("code").Select(code => code.TextContent));
        await browser.SubmitAsync("UserName", "");
        Assert.Contains("Enter a user ID.", browser.Note("warn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_openldap_does_not_tell_rights_is_said()
    {
        await SetUpAsync();
        await openLdap.AddPersonAsync("rita");
        await browser.OpenAsync(Path + "/rights");

        await browser.SubmitAsync("UserName", "rita");
        Assert.Contains("OpenLDAP does not tell what an account may do.", browser.Text(), StringComparison.Ordinal);
        Assert.Contains("Minimum length: 10 characters", browser.Text(), StringComparison.Ordinal);
        await browser.SubmitAsync("UserName", "nobody");
        Assert.Contains("The directory has nobody of this name", browser.Note("warn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_of_the_directory_may_be_looked_for_by_a_dn_however_long()
    {
        await SetUpAsync();
        foreach (var (length, told) in new[] { (1_000, "no group of this name"), (1_001, "1 to 1000 characters") })
        {
            await browser.OpenAsync("/admin/groups");
            await browser.PostAsync("/admin/groups/directory", [new("InDirectory", "cn=nobody,ou=" + new string('x', length - 13)), new("antiforgery", browser.Antiforgery)]);
            Assert.Contains(told, Assert.Single(browser.Errors), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en", "ServiceAccountRefused", "The portal’s account is refused. Check its name, enter its password again")]
    [InlineData("ja", "Unexpected", "予期しないエラーが発生しました。 詳細はポータルのログで確認できます。")]
    [InlineData("en", "NobodyKnows", "NobodyKnows The log of the portal tells more.")]
    public async Task A_reading_that_failed_says_what_to_do(string language, string failure, string told)
    {
        browser = portal.NewBrowser(language);
        await SetUpAsync();
        await portal.WithDatabaseAsync(database => database.DirectorySyncs.ExecuteUpdateAsync(set => set.SetProperty(row => row.Failure, failure)));

        await browser.OpenAsync(Path);

        Assert.Contains(told, browser.Note("bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_japanese_it_is_told_in_japanese_where_a_filter_is_wrong()
    {
        browser = portal.NewBrowser("ja");
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        await browser.DecideAsync([.. OpenLdapFields(), ("Filter", "(a=1)(b=2)")]);

        Assert.Contains("LDAP フィルターとして読み取れません。6 文字目を確認してください。", browser.Errors);
    }

    [Fact]
    public async Task An_auditor_sees_how_it_is_and_does_nothing()
    {
        await SetUpAsync();
        var auditor = portal.NewBrowser();
        await auditor.SignInAsAsync(portal, PortalRole.Auditor);
        await auditor.OpenAsync(Path);

        Assert.Equal("Running", auditor.Page.QuerySelector("main .pill")!.TextContent);
        Assert.Empty(auditor.Page.QuerySelectorAll("main form button"));
        await auditor.OpenAsync(Path + "/rights");
        Assert.Equal(HttpStatusCode.Forbidden, auditor.Status);
    }

    [Fact]
    public async Task People_who_are_gone_are_removed_only_in_the_number_that_was_told()
    {
        await SetUpAsync();
        await GoneAsync(70);
        await browser.OpenAsync(Path);
        Assert.Contains("not in the directory any more: 70.", browser.Note("warn"), StringComparison.Ordinal);
        Assert.Contains("because “Where the people are” or “Filter” was changed", browser.Note("warn"), StringComparison.Ordinal);
        var form = browser.Fields();

        await browser.PostAsync(Path + "/reading", new Dictionary<string, string>(form) { ["MayRemove"] = "69" });
        Assert.StartsWith("Nothing was started: the number has changed.", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await browser.PostAsync(Path + "/reading", new Dictionary<string, string>(form) { ["MayRemove"] = "-1" });
        Assert.StartsWith("Nothing was started: the number has changed.", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.DirectoryReadingRequested));

        await browser.PostAsync(Path + "/reading", new Dictionary<string, string>(form) { ["MayRemove"] = "70" });
        Assert.Equal(Path + "?asked=1", browser.Path);
        await browser.PostAsync(Path + "/reading", new Dictionary<string, string>(form) { ["MayRemove"] = "0" });
        Assert.Equal(["70", "0"], await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.DirectoryReadingRequested).OrderBy(row => row.Id).Select(row => row.Reason).ToListAsync()));
    }

    private (string Field, string? Value)[] OpenLdapFields() =>
    [
        ("Kind", "OpenLdap"), ("Servers", openLdap.Endpoint.ToString()), ("Authorities", openLdap.Authority.Pem), ("ServiceAccount", OpenLdap.Service), ("ServicePassword", OpenLdap.ServicePassword),
        ("SearchBase", "ou=people," + OpenLdap.Base), ("DefaultPolicy", OpenLdap.Policy),
    ];

    private async Task SetUpAsync()
    {
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
        await browser.OpenAsync(Path);
        await browser.DecideAsync(OpenLdapFields());
        Assert.Equal(Path + "?saved=1", browser.Path);
    }

    [Fact]
    public async Task A_reading_by_a_clock_that_ran_ahead_is_not_called_one_that_works()
    {
        portal.Clock.Advance(TimeSpan.FromDays(-2)); // the certificate does not end soon
        await SetUpAsync();
        await EndedAsync(TimeSpan.FromMinutes(3)); // clocks differ a little
        await browser.OpenAsync("/admin/health");
        Assert.DoesNotContain("The people were last read", browser.Html, StringComparison.Ordinal);

        await EndedAsync(TimeSpan.FromDays(30));
        await browser.OpenAsync("/admin/health");
        Assert.Contains("The people were last read by a clock that ran ahead", browser.Html, StringComparison.Ordinal);
    }

    private Task<int> EndedAsync(TimeSpan ahead)
    {
        var at = portal.Clock.GetUtcNow() + ahead;
        return portal.WithDatabaseAsync(database => database.DirectorySyncs.ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, at)));
    }

    // As a reading would have left it.
    private Task<int> GoneAsync(int people) => portal.WithDatabaseAsync(database => database.DirectorySyncs.ExecuteUpdateAsync(set => set.SetProperty(row => row.Gone, people).SetProperty(row => row.Hold, RemovalHold.SettingsChanged)));
}
