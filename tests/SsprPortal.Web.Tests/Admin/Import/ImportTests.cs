using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Imports;
using SsprPortal.Data.Imports;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Admin.Import;

/// <summary>Files of accounts, from the upload to the last error.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private const string Number = "+819099990001";

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
    public async Task A_file_creates_and_changes_accounts_and_tells_the_errors_of_its_lines()
    {
        await UploadAsync(Encoding.UTF8.GetBytes($"""
            userName,displayName,mail,mobile,alternateMail,officePhone,language,groups,enabled
            ida@contoso.com,"=HYPERLINK(""x"")",ida@contoso.com,'{Number},ida@example.org,+81 312345678X12,ja,Staff,true
            alain@contoso.com,Alain the Second,,,,,,,
            alain@contoso.com,Alain the Third,,,,,,,
            nobody@contoso.com,Nobody,,12,,,,,
            jo@contoso.com,Jo,not mail,,,,fr,Staff;Ghosts,maybe
            kim@contoso.com,Kim,,,kim@contoso.com,,,,no
            lee@contoso.com,too,few
            """.Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.Contains("7 lines", browser.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, browser.Html, StringComparison.Ordinal);
        Assert.False(await portal.WithDatabaseAsync(database => database.Users.AnyAsync(user => user.UserName == "ida@contoso.com")));

        await StartAsync();

        Assert.Equal(["1", "1", "0", "5"], browser.Page.QuerySelectorAll(".tile b").Select(tile => tile.TextContent));
        var reasons = browser.Page.QuerySelectorAll("tbody tr").Select(row => string.Join('|', row.QuerySelectorAll("td").Select(cell => cell.TextContent))).ToList();
        Assert.Equal(
            [
                "4|userName|A line before has this user ID.",
                "5|mobile|Not a phone number.",
                "6|enabled|Must be true or false.",
                "7|alternateMail|This mailbox is opened with the very password that a reset is for.",
                "8||The line does not have the cells of the header, or a quotation mark is in the wrong place.",
            ],
            reasons);
        await browser.SendAsync(() => new(HttpMethod.Get, browser.Path + "/errors"), follow: false, parse: false);
        Assert.Equal("text/csv", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(6, browser.Html.Trim().Split("\r\n").Length);
        Assert.DoesNotContain(",12,", browser.Html, StringComparison.Ordinal);

        var ida = await portal.UserIdAsync("ida@contoso.com");
        var stored = await portal.WithDatabaseAsync(database => database.Users.AsNoTracking().SingleAsync(user => user.Id == ida));
        Assert.Equal(("=HYPERLINK(\"x\")", "ja", null), (stored.DisplayName, stored.Language, stored.PasswordHash));
        Assert.DoesNotContain(Number, stored.ProtectedMobile!, StringComparison.Ordinal);
        Assert.Equal(2, await portal.WithDatabaseAsync(database => database.UserTerms.CountAsync(term => term.UserId == ida)));
        Assert.Empty(await portal.WithDatabaseAsync(database => database.ImportChunks.ToListAsync()));
        Assert.True(await portal.WithDatabaseAsync(database => database.Audit.AnyAsync(row => row.Code == AuditCode.AccountCreated && row.SubjectId == ida && row.ActorId != null)));
        Assert.False(await portal.WithDatabaseAsync(database => database.Audit.AnyAsync(row => row.Reason!.Contains("9999"))));
    }

    [Fact]
    public async Task What_the_organisation_knows_verifies_people_only_where_policy_trusts_it()
    {
        await UploadAsync(Encoding.UTF8.GetBytes($"userName;mobile;alternateMail;groups\nida@contoso.com;{Number};ida@example.org;Staff\n"));
        await StartAsync();

        await portal.ChangePolicyAsync(policy => policy with { TrustedContacts = ["office"] });
        var untrusted = portal.NewBrowser();
        await untrusted.StartResetAsync("ida@contoso.com");
        Assert.Equal("/passwordreset/outcome", untrusted.Path);

        await portal.ChangePolicyAsync(policy => policy with { TrustedContacts = ["mobile", "email"] });
        var trusted = portal.NewBrowser();
        await trusted.StartResetAsync("ida@contoso.com");
        Assert.Equal(["sms", "voice", "email"], trusted.Choices);
        await trusted.ChooseAsync("sms", Number);
        await trusted.SubmitAsync("Code", Codes.Find((await portal.MessageToAsync(Number)).Text)!);
        Assert.Equal("/passwordreset/newpassword", trusted.Path);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("shift_jis")]
    public async Task Japanese_is_read_in_every_encoding_that_spreadsheets_write(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Encoding.GetEncoding(encoding);
        await UploadAsync([.. text.GetPreamble(), .. text.GetBytes("userName\tdisplayName\r\nyamada@contoso.com\t山田 花子\r\n")]);
        await StartAsync();

        Assert.Equal("山田 花子", await portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == "yamada@contoso.com").Select(user => user.DisplayName).SingleAsync()));
    }

    [Theory]
    [InlineData("userName,phone\na@contoso.com,1", "The column “phone” is not known")]
    [InlineData("name,mail\nA,a@contoso.com", "No column is called userName")]
    [InlineData("userName,mail,mail\na@contoso.com,,", "The column mail is there twice")]
    [InlineData("userName,mail\n", "Choose a file")]
    [InlineData("", "Choose a file")]
    [InlineData("PK\u0003\u0004\0\0workbook", "This is not a text file")]
    [InlineData("userName\n\u00FF\u00FE", "This is not a text file")]
    public async Task A_file_that_is_none_is_refused_with_the_reason(string content, string reason)
    {
        await UploadAsync(Encoding.Latin1.GetBytes(content));

        Assert.Contains(reason, Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.False(await portal.WithDatabaseAsync(database => database.Imports.AnyAsync()));
    }

    [Fact]
    public async Task More_than_50_MB_are_refused_with_the_reason_and_leave_nothing()
    {
        var line = Encoding.UTF8.GetBytes("somebody@contoso.com," + new string('x', 4000) + "\n");
        var file = new MemoryStream();
        file.Write("userName,displayName\n"u8);
        while (file.Length <= ImportLimits.MaxBytes)
            file.Write(line);
        await UploadAsync(file.ToArray());

        Assert.Contains("larger than 50 MB", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.False(await portal.WithDatabaseAsync(database => database.Imports.AnyAsync()));
    }

    [Fact]
    public async Task A_file_without_our_form_is_refused_and_a_file_elsewhere_too()
    {
        await browser.OpenAsync("/admin/import");
        await browser.SendAsync(() => new(HttpMethod.Post, "/admin/import") { Content = Form("forged", "userName\na@contoso.com"u8.ToArray()) });
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);

        await browser.OpenAsync("/admin/keys");
        await browser.SendAsync(() => new(HttpMethod.Post, "/admin/keys") { Content = Form(browser.Antiforgery, "x"u8.ToArray()) });
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.False(await portal.WithDatabaseAsync(database => database.Imports.AnyAsync()));
    }

    [Fact]
    public async Task Another_instance_goes_on_where_one_has_died_and_writes_no_line_twice()
    {
        const int People = 4000;
        await UploadAsync(Encoding.UTF8.GetBytes("userName,displayName,groups\n" + string.Concat(Enumerable.Range(0, People).Select(each => $"n{each}@contoso.com,Number {each},Staff\n"))));
        await browser.SubmitAsync(new Dictionary<string, string>());
        await using var second = portal.StartSecond();
        await using (var scope = portal.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Imports>().StepAsync(default);
        await portal.DisposeAsync();

        await Eventually.IsAsync(() => second.WithDatabaseAsync(database => database.Imports.AnyAsync(row => row.State == ImportState.Done)), "the import to be done");
        var import = await second.WithDatabaseAsync(database => database.Imports.AsNoTracking().SingleAsync());
        Assert.Equal((People, People, 0, 0), (import.Processed, import.Created, import.Changed, import.Failed));
        Assert.Equal(People, await second.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.Code == AuditCode.AccountCreated)));
        Assert.Equal(People, await second.WithDatabaseAsync(database => database.GroupMembers.CountAsync(member => database.Users.Any(user => user.Id == member.UserId && user.DisplayName.StartsWith("Number ")))));
    }

    [Fact]
    public async Task A_cancelled_import_writes_nothing_more_and_its_lines_are_gone()
    {
        await UploadAsync("userName\nida@contoso.com\n"u8.ToArray());
        await browser.PressAsync("/cancel");

        Assert.Contains("Cancelled", browser.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
        await browser.SendAsync(() => new(HttpMethod.Get, browser.Path + "/state"), follow: false, parse: false);
        Assert.Contains("\"over\":true", browser.Html, StringComparison.Ordinal);
        Assert.False(await portal.WithDatabaseAsync(database => database.ImportChunks.AnyAsync()));
        Assert.False(await portal.WithDatabaseAsync(database => database.Users.AnyAsync(user => user.UserName == "ida@contoso.com")));
    }

    [Fact]
    public async Task Nobody_but_administrators_imports()
    {
        foreach (var role in new[] { PortalRole.HelpDesk, PortalRole.Auditor })
        {
            var other = portal.NewBrowser();
            await other.SignInAsAsync(portal, role);
            await other.OpenAsync("/admin/import");
            Assert.Equal(HttpStatusCode.Forbidden, other.Status);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_stops_when_whoever_started_it_is_no_administrator_any_more(bool disabled)
    {
        await UploadAsync("userName\nida@contoso.com\n"u8.ToArray());
        var (id, page) = (Guid.Parse(browser.Path.Split('/')[^1]), browser.Path);
        var starter = await portal.WithDatabaseAsync(database => database.Imports.Select(row => row.ActorId).SingleAsync());
        await portal.WithDatabaseAsync(database => disabled
            ? database.Users.Where(user => user.Id == starter).ExecuteUpdateAsync(set => set.SetProperty(user => user.Enabled, false))
            : database.UserRoles.Where(held => held.UserId == starter).ExecuteDeleteAsync());

        await using (var scope = portal.Services.CreateAsyncScope())
            Assert.True(await scope.ServiceProvider.GetRequiredService<IImports>().StartAsync(id, new(starter, "gone"), new("198.51.100.7", "en"), default));

        await Eventually.IsAsync(() => portal.WithDatabaseAsync(database => database.Imports.AnyAsync(row => row.State == ImportState.Stopped && row.EndedAt != null)), "the import to be stopped");
        Assert.False(await portal.WithDatabaseAsync(database => database.Users.AnyAsync(user => user.UserName == "ida@contoso.com")));
        Assert.False(await portal.WithDatabaseAsync(database => database.ImportChunks.AnyAsync()));
        var other = portal.NewBrowser();
        await other.SignInAsAsync(portal, PortalRole.Administrator);
        await other.OpenAsync(page);
        Assert.Contains("is no administrator any more", other.Page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
    }

    // Two files: what a form must not have, to see that nothing read it.
    [Theory]
    [InlineData("/admin/import")]
    [InlineData("/admin/logo")]
    public async Task Of_whoever_is_no_administrator_nothing_larger_than_a_form_is_read(string path)
    {
        var alain = portal.NewBrowser();
        await alain.SignInAsync("alain@contoso.com");
        foreach (var (other, expected) in new[] { (portal.NewBrowser(), HttpStatusCode.Redirect), (alain, HttpStatusCode.Forbidden) })
        {
            var form = Form("x", new byte[100]);
            form.Add(new ByteArrayContent(new byte[100]), "Another", "x");
            await other.SendAsync(() => new(HttpMethod.Post, path) { Content = form }, follow: false);
            Assert.Equal(expected, other.Status);
        }
    }

    private async Task UploadAsync(byte[] file)
    {
        await browser.OpenAsync("/admin/import");
        var antiforgery = browser.Antiforgery;
        await browser.SendAsync(() => new(HttpMethod.Post, "/admin/import") { Content = Form(antiforgery, file) });
    }

    private async Task StartAsync()
    {
        var page = browser.Path;
        await browser.SubmitAsync(new Dictionary<string, string>());
        await Eventually.IsAsync(() => portal.WithDatabaseAsync(async database => !await database.Imports.AnyAsync(row => row.State == ImportState.Running)), "the import to be done");
        await browser.OpenAsync(page);
    }

    private static MultipartFormDataContent Form(string antiforgery, byte[] file) => new()
    {
        { new StringContent(antiforgery), "antiforgery" },
        { new ByteArrayContent(file), "File", "people.csv" },
    };
}
