using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>A CAPTCHA that was not solved here and now opens nothing, and nor does a provider that says something odd, or nothing.</summary>
public sealed partial class CaptchaTests : IAsyncLifetime
{
    private RequestDelegate answer = _ => Task.CompletedTask;
    private WebApplication provider = null!;
    private PortalHost portal = null!;

    private Uri VerifyUrl => new(new Uri(provider.Urls.Single()), "/siteverify");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        provider = builder.Build();
        provider.MapPost("/siteverify", (RequestDelegate)(context => answer(context)));
        await provider.StartAsync();
        portal = await PortalHost.StartAsync(new() { ["Captcha:VerifyUrl"] = VerifyUrl.ToString() });
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task AC_04_Whoever_did_not_solve_it_learns_nothing_and_asks_nothing_of_the_directory()
    {
        answer = context => context.Response.WriteAsJsonAsync(new { success = false });
        var users = await portal.WithDatabaseAsync(database => Task.FromResult(database.Model.FindEntityType(typeof(Data.Accounts.PortalUser))!.GetTableName()!));
        int Looks() => portal.Log.Lines.Count(line => line.Contains($"FROM \"{users}\"", StringComparison.Ordinal));
        var before = await PortalState.ReadAsync(portal);
        var looks = Looks();

        var pages = new List<string>();
        foreach (var who in new[] { Alain.UserId, "zelda@contoso.com" })
        {
            foreach (var solved in new[] { true, false })
            {
                var browser = portal.NewBrowser(address: "198.51.100.4");
                await browser.OpenAsync("/passwordreset");
                await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = who, [solved ? "other" : "cf-turnstile-response"] = "" });
                Assert.Single(browser.Errors);
                pages.Add($"{browser.Status} {browser.Path} {Handles().Replace(browser.Html.Replace(who, "…", StringComparison.Ordinal), "…")}");
            }
        }

        Assert.Single(pages.Distinct());
        Assert.Equal(looks, Looks());
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task AC_15_A_token_of_another_site_another_action_or_another_time_opens_nothing()
    {
        const string host = PortalHost.Host, action = "identify";
        var now = portal.Clock.GetUtcNow();
        object[] answers =
        [
            new { success = true, hostname = "evil.example", action, challenge_ts = now },
            new { success = true, hostname = $"www.{host}", action, challenge_ts = now },
            new { success = true, hostname = $"{host}.evil.example", action, challenge_ts = now },
            new { success = true, action, challenge_ts = now },
            new { success = true, hostname = host, action = "login", challenge_ts = now },
            new { success = true, hostname = host, challenge_ts = now },
            new { success = true, hostname = host, action, challenge_ts = now - TimeSpan.FromMinutes(3) },
            new { success = true, hostname = host, action, challenge_ts = now + TimeSpan.FromMinutes(3) },
            new { success = true, hostname = host, action },
            new { success = false, hostname = host, action, challenge_ts = now },
        ];
        foreach (var said in answers)
            await AssertStaysOutAsync(portal, context => context.Response.WriteAsJsonAsync(said));

        answer = Right;
        await AssertPassesAsync();
    }

    [Fact]
    public async Task AC_15_A_low_score_opens_nothing()
    {
        await using var scored = await PortalHost.StartAsync(new() { ["Captcha:Provider"] = "ReCaptcha", ["Captcha:MinimumScore"] = "0.5", ["Captcha:VerifyUrl"] = VerifyUrl.ToString() });
        foreach (var score in new object?[] { 0.4, 0, -1, "0.9", null })
            await AssertStaysOutAsync(scored, context => context.Response.WriteAsJsonAsync(new { success = true, hostname = PortalHost.Host, action = "identify", challenge_ts = scored.Clock.GetUtcNow(), score }));
    }

    [Fact]
    public async Task AC_16_A_provider_that_fails_or_says_something_odd_opens_nothing_and_is_asked_again()
    {
        RequestDelegate[] faults =
        [
            context => Fail(context, 500),
            context => Fail(context, 503),
            context =>
            {
                context.Response.Redirect("https://evil.example/siteverify");
                return Task.CompletedTask;
            },
            context => context.Response.WriteAsync(""),
            context => context.Response.WriteAsync("{\"success\":true"),
            context => context.Response.WriteAsync("<html>true</html>"),
            context => context.Response.WriteAsync("true"),
            context => context.Response.WriteAsync("[{\"success\":true}]"),
            context => context.Response.WriteAsJsonAsync(new { success = "true", hostname = PortalHost.Host, action = "identify", challenge_ts = portal.Clock.GetUtcNow() }),
            context => context.Response.WriteAsJsonAsync(new { success = 1, hostname = PortalHost.Host, action = "identify", challenge_ts = portal.Clock.GetUtcNow() }),
            context => context.Response.WriteAsJsonAsync(new { success = true, padding = new string('x', 100_000) }),
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
        ];
        foreach (var fault in faults)
            await AssertStaysOutAsync(portal, fault);
        // The portal's own patience ends it, after 5 s.
        var left = new TaskCompletionSource();
        await AssertStaysOutAsync(portal, async context =>
        {
            await using var gone = context.RequestAborted.Register(left.SetResult);
            await left.Task;
        });

        answer = Right;
        await AssertPassesAsync();
    }

    [Fact]
    public async Task AC_17_No_page_behind_it_can_be_reached_around_it()
    {
        var known = portal.NewBrowser();
        await known.OpenAsync("/passwordreset");
        var (before, form) = (await PortalState.ReadAsync(portal), known.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId, ["Method"] = "email", ["Code"] = "000000", ["Goal"] = "Reset", ["Password"] = Alain.NewPassword, ["Repeated"] = Alain.NewPassword }));

        // With the handle that the first page gave, with one that was made up, and with none.
        foreach (var handle in new[] { null, new string('A', 43), "" })
        {
            if (handle is not null)
                known.Cookies.Add(new Uri($"https://{PortalHost.Host}"), new Cookie("__Host-sspr-journey", handle, "/") { Secure = true });
            foreach (var page in new[] { "goal", "method", "verify", "verify/resend", "verify/another", "newpassword", "unlock", "cancel", "contact" })
            {
                await known.PostAsync($"/passwordreset/{page}", form);
                Assert.Equal("/passwordreset/ended", known.Path);
            }
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    private static Task Fail(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { success = true, hostname = PortalHost.Host, action = "identify" });
    }

    private Task Right(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new { success = true, hostname = PortalHost.Host, action = "identify", challenge_ts = portal.Clock.GetUtcNow() });

    private async Task AssertStaysOutAsync(PortalHost there, RequestDelegate said)
    {
        answer = said;
        var browser = there.NewBrowser();
        await browser.OpenAsync("/passwordreset");
        var before = await PortalState.ReadAsync(there);
        await browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = Alain.UserId, ["g-recaptcha-response"] = Guid.NewGuid().ToString() });

        Assert.Equal(("/passwordreset", HttpStatusCode.OK), (browser.Path, browser.Status));
        Assert.Single(browser.Errors);
        Assert.Equal(before, await PortalState.ReadAsync(there));
    }

    private async Task AssertPassesAsync()
    {
        var browser = portal.NewBrowser();
        await browser.StartResetAsync(Alain.UserId);
        Assert.Equal("/passwordreset/method", browser.Path);
    }

    [GeneratedRegex("[A-Za-z0-9_-]{40,}")]
    private static partial Regex Handles();
}
