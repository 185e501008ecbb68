using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Commands;
using SsprPortal.Web.Hosting;
using SsprPortal.Web.Tests.Registration;

namespace SsprPortal.Web.Tests.Admin;

/// <summary>The first administrator of a portal that has none.</summary>
public sealed class SetupTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        await portal.WithDatabaseAsync(database => database.UserRoles.ExecuteDeleteAsync());
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task The_secret_of_the_start_makes_an_administrator_who_registers_and_gets_in()
    {
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/setup");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        var secret = await StartedAsync();

        await browser.OpenAsync("/setup");
        await browser.SubmitAsync(Form(secret));
        Assert.StartsWith("/?to=admin", browser.Path, StringComparison.Ordinal);
        await browser.SignInAsync("root@contoso.com", NewPassword);
        await browser.OpenAsync("/admin");
        Assert.Equal("Register a second factor first", browser.Heading);

        await browser.OpenAsync("/setup");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Null(await OfferAsync());
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.Code == AuditCode.SetupCompleted)));
        Assert.DoesNotContain(portal.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AC_105_Of_ten_at_once_one_is_the_first_administrator_and_the_secret_is_used_up()
    {
        var secret = await StartedAsync();
        var browsers = Enumerable.Range(0, 10).Select(_ => portal.NewBrowser()).ToList();
        foreach (var browser in browsers)
            await browser.OpenAsync("/setup");

        await Task.WhenAll(browsers.Select((browser, i) => browser.SubmitAsync(Form(secret, $"root{i}@contoso.com"))));

        Assert.Single(browsers, browser => browser.Path.StartsWith("/?to=admin", StringComparison.Ordinal));
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.UserRoles.CountAsync()));
        Assert.Equal(1, await portal.WithDatabaseAsync(database => database.Users.CountAsync(user => user.UserName!.StartsWith("root"))));
    }

    [Fact]
    public async Task A_wrong_secret_an_old_one_and_bad_input_are_told_why_and_make_nobody()
    {
        var old = await StartedAsync();
        var secret = await StartedAsync();
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/setup");
        foreach (var (form, error) in new (Dictionary<string, string>, string)[]
        {
            (Form(old), "This secret is wrong"), (Form("x"), "This secret is wrong"), (Form(secret, "no at"), "Enter a user ID"), (Form(secret, "alain@contoso.com"), "Enter a user ID"),
            (Form(secret, password: "short"), "Too short: use at least"), (Form(secret, password: "root@contoso.com 1"), "The password contains your name"),
        })
        {
            await browser.SubmitAsync(form);
            Assert.StartsWith(error[..12], Assert.Single(browser.Errors), StringComparison.Ordinal);
            Assert.Equal(form["DisplayName"], browser.Page.QuerySelector("#DisplayName")!.GetAttribute("value"));
            Assert.Null(browser.Page.QuerySelector("#Secret")!.GetAttribute("value"));
        }

        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.UserRoles.CountAsync()));
        await browser.SubmitAsync(Form(secret));
        Assert.StartsWith("/?to=admin", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_the_secret_is_stopped_for_an_hour()
    {
        var secret = await StartedAsync();
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/setup");
        for (var i = 0; i < 10; i++)
            await browser.SubmitAsync(Form(new string('A', 43)));
        await browser.SubmitAsync(Form(secret));
        Assert.StartsWith("Too many tries", Assert.Single(browser.Errors), StringComparison.Ordinal);

        portal.Clock.Advance(TimeSpan.FromMinutes(61));
        await browser.SubmitAsync(Form(secret));
        Assert.StartsWith("/?to=admin", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_on_the_machine_makes_a_new_administrator_when_none_gets_in_any_more()
    {
        await portal.AddPersonAsync(role: nameof(PortalRole.Administrator));
        await portal.ChangePolicyAsync(policy => policy with { Methods = ["questions"] });
        var browser = portal.NewBrowser();
        var (late, _) = await ReopenAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(61));
        await browser.OpenAsync("/setup");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        var (secret, text) = await ReopenAsync();
        Assert.DoesNotContain("authenticator app", text, StringComparison.Ordinal);
        await browser.OpenAsync("/setup");

        await browser.SubmitAsync(Form(late));
        Assert.Single(browser.Errors);
        await browser.SubmitAsync(Form(secret));

        Assert.StartsWith("/?to=admin", browser.Path, StringComparison.Ordinal);
        await browser.SignInAsync("root@contoso.com", NewPassword);
        await browser.EnrolAppAsync(portal, "First");
        await browser.OpenAsync("/setup");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Equal(2, await PortalState.CountAsync(portal, AuditCode.SetupReopened));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.PolicyChanged));
    }

    private async Task<(string Secret, string Text)> ReopenAsync()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await ReopenSetup.RunAsync(portal.Services, output, default));
        return (output.ToString().Split('\n').Select(line => line.Trim()).Single(line => line.Length == 43), output.ToString());
    }

    private const string NewPassword = "eleven green kettles sing";

    private static Dictionary<string, string> Form(string secret, string userName = "root@contoso.com", string password = NewPassword) => new()
    {
        ["Secret"] = secret,
        ["UserName"] = userName,
        ["DisplayName"] = "Rosa Example",
        ["Mail"] = "rosa@example.org",
        ["Password"] = password,
        ["Repeated"] = password,
    };

    // What the portal writes where it was started, and the secret in it.
    private async Task<string> StartedAsync()
    {
        using var output = new StringWriter();
        await Welcome.WriteAsync(output, portal.Services, []);
        return output.ToString().Split('\n').Select(line => line.Trim()).Single(line => line.Length == 43);
    }

    private async Task<string?> OfferAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SetupService>().OfferAsync(CancellationToken.None);
    }
}
