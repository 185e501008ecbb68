using SsprPortal.Data.Messages;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Statements;

/// <summary>How many statements each request of the main job costs: a new one is a decision, not an accident.</summary>
public sealed class StatementCountTests : IAsyncLifetime
{
    // Not the request's own: the dispatcher of the outbox reads and updates on a thread of its own. All other work rests, whose first turn may come at any time.
    private static readonly string[] Background = ["\"Outbox\" AS", "UPDATE \"Outbox\""];

    private readonly List<string> counts = [];
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync(new() { ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Information" }, work => work != typeof(OutboxDispatcher));
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Every_request_of_a_reset_costs_what_it_always_did()
    {
        await CountAsync("GET identify", () => browser.OpenAsync("/passwordreset"));
        await CountAsync("POST identify", () => PostAsync(new() { ["UserId"] = "alain@contoso.com" }));
        await CountAsync("GET choose", () => browser.OpenAsync("/passwordreset/method"));
        var key = browser.Page.QuerySelector("input[name=Method]")!.GetAttribute("value")!;
        await CountAsync("POST choose", () => PostAsync(new() { ["Method"] = key, ["PhoneNumber"] = "+819012345642" }));
        var code = (await portal.MessageToAsync("+819012345642")).Code();
        await CountAsync("GET verify", () => browser.OpenAsync("/passwordreset/verify"));
        await CountAsync("POST verify, wrong", () => PostAsync(new() { ["Code"] = Codes.Other(code) }));
        await CountAsync("POST verify", () => PostAsync(new() { ["Code"] = code }));
        await CountAsync("GET new password", () => browser.OpenAsync("/passwordreset/newpassword"));
        await CountAsync("POST new password", () => PostAsync(new() { ["Password"] = "seven quiet lanterns", ["Repeated"] = "seven quiet lanterns" }));
        await CountAsync("GET outcome", () => browser.OpenAsync("/passwordreset/outcome"));

        const string expected =
            "GET identify: 1; POST identify: 20; GET choose: 5; POST choose: 38; GET verify: 6; POST verify, wrong: 15; POST verify: 18; "
            + "GET new password: 5; POST new password: 28; GET outcome: 2";
        Assert.True(string.Join("; ", counts) == expected, string.Join("; ", counts));
    }

    [Fact]
    public async Task Every_request_of_a_change_costs_what_it_always_did()
    {
        await browser.SignInAsync("alain@contoso.com");
        await CountAsync("GET change", () => browser.OpenAsync("/changepassword"));
        await CountAsync("POST change, refused", () => PostAsync(new() { ["Old"] = PortalHost.Password, ["Password"] = "short", ["Repeated"] = "short" }));
        await CountAsync("POST change", () => PostAsync(new() { ["Old"] = PortalHost.Password, ["Password"] = "seven quiet lanterns", ["Repeated"] = "seven quiet lanterns" }));
        await CountAsync("GET done", () => browser.OpenAsync("/changepassword/done"));

        const string expected = "GET change: 2; POST change, refused: 4; POST change: 17; GET done: 2";
        Assert.True(string.Join("; ", counts) == expected, string.Join("; ", counts));
    }

    private Task PostAsync(Dictionary<string, string> fields)
    {
        var (path, form) = (browser.Path, browser.Fields(fields));
        return browser.SendAsync(() => new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) }, follow: false);
    }

    private async Task CountAsync(string name, Func<Task> request)
    {
        var before = Statements();
        await request();
        counts.Add($"{name}: {Statements() - before}");
    }

    private int Statements() => portal.Log.Lines.Count(line => line.Contains("Executed DbCommand", StringComparison.Ordinal) && !Background.Any(other => line.Contains(other, StringComparison.Ordinal)));
}
