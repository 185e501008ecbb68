using System.Net;
using Microsoft.EntityFrameworkCore;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Hosting;

/// <summary>Whatever goes wrong, a person sees a page in their language that says so, and nothing else of it.</summary>
public sealed class ErrorPageTests : IAsyncLifetime
{
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "/no/such/page", 404)]
    [InlineData("ja", "/no/such/page", 404)]
    [InlineData("en", "/error/500", 404)]
    [InlineData("en", "/passwordreset?username=a&username=b", 400)]
    [InlineData("ja", "/passwordreset?username=a&username=b", 400)]
    public async Task An_address_that_cannot_be_served_gets_a_page(string language, string path, int status)
    {
        var browser = portal.NewBrowser(language);

        await browser.OpenAsync(path);

        AssertPage(browser, language, status);
    }

    [Theory]
    [InlineData("status", "200")]
    [InlineData("status", "0")]
    [InlineData("status", "99")]
    [InlineData("status", "abc")]
    public async Task A_form_has_no_say_in_the_status_of_the_page_that_refuses_it(string name, string value)
    {
        var browser = portal.NewBrowser();

        await browser.PostAsync("/passwordreset", new Dictionary<string, string> { [name] = value });

        AssertPage(browser, "en", 400);
    }

    [Theory]
    [InlineData("a=1&a=2", "application/x-www-form-urlencoded", 400)]
    [InlineData("a[]=1", "application/x-www-form-urlencoded", 400)]
    [InlineData("{\"UserId\":[\"alain\",\"bianca\"]}", "application/json", 400)]
    [InlineData("<a/>", "application/xml", 400)]
    [InlineData("garbage", "multipart/form-data; boundary=x", 400)]
    [InlineData("garbage", "multipart/form-data", 400)]
    public async Task A_body_that_is_no_form_gets_a_page(string body, string type, int status)
    {
        var browser = portal.NewBrowser();

        await browser.SendAsync(() =>
        {
            var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            return new(HttpMethod.Post, "/passwordreset") { Content = content };
        });

        AssertPage(browser, "en", status);
    }

    [Fact]
    public async Task Too_large_a_form_gets_a_page()
    {
        var browser = portal.NewBrowser();

        await browser.PostAsync("/passwordreset", new Dictionary<string, string> { ["UserId"] = new('a', 100_000) });

        AssertPage(browser, "en", 413);
    }

    [Fact]
    public async Task Too_many_keys_get_a_page()
    {
        var browser = portal.NewBrowser();

        await browser.PostAsync("/passwordreset", Enumerable.Range(0, 10_000).Select(number => KeyValuePair.Create($"k{number}", "")));

        Assert.InRange((int)browser.Status, 400, 413);
        AssertPage(browser, "en", (int)browser.Status);
    }

    [Fact]
    public async Task Too_many_requests_get_a_page()
    {
        await using var small = await PortalHost.StartAsync(new() { ["RateLimits:RequestsPerAddress"] = "2" });
        var browser = small.NewBrowser("ja");

        await browser.OpenAsync("/passwordreset");
        await browser.OpenAsync("/passwordreset");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.OpenAsync("/passwordreset");

        AssertPage(browser, "ja", 429);
        Assert.InRange(browser.Response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_database_that_is_away_is_a_page_with_a_reference_and_the_portal_is_not_ready()
    {
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/health/ready");
        Assert.Equal("Healthy", browser.Html);
        await browser.OpenAsync("/passwordreset");
        var form = browser.Fields(new Dictionary<string, string> { ["UserId"] = "alain@contoso.com" });
        await portal.WithDatabaseAsync(async database => await database.Database.ExecuteSqlRawAsync("ALTER TABLE \"UsedTokens\" RENAME TO \"Elsewhere\"; ALTER TABLE \"Policies\" RENAME TO \"Nowhere\"; ALTER TABLE \"__EFMigrationsHistory\" RENAME TO \"Forgotten\""));

        await browser.PostAsync("/passwordreset", form);

        AssertPage(browser, "en", 500);
        Assert.DoesNotContain("UsedTokens", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", browser.Html, StringComparison.Ordinal);
        Assert.Equal("no-store", browser.Response.Headers.CacheControl!.ToString());
        await browser.OpenAsync("/health/live");
        Assert.Equal("Healthy", browser.Html);
        await browser.OpenAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
        Assert.Equal("Unhealthy", browser.Html);
    }

    private static void AssertPage(PortalBrowser browser, string language, int status)
    {
        Assert.Equal(status, (int)browser.Status);
        Assert.Equal(language, browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(browser.Heading);
        Assert.Matches("^[0-9a-f]{32}$", browser.Page.QuerySelector(".reference")!.TextContent);
    }
}
