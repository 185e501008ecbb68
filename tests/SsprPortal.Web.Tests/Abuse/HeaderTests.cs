using System.Net;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What a request says of itself: its host, its proxies, its cookies.</summary>
public sealed class HeaderTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_86_Every_cookie_is_host_only_secure_unreadable_and_ends_with_the_browser()
    {
        var cookies = new List<string>();
        async Task Keep(Task request)
        {
            await request;
            if (browser.Response.Headers.TryGetValues("Set-Cookie", out var set))
                cookies.AddRange(set);
        }

        await Keep(browser.OpenAsync("/passwordreset?mkt=en"));
        var form = browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId });
        await Keep(browser.SendAsync(() => new(HttpMethod.Post, "/passwordreset") { Content = new FormUrlEncodedContent(form) }, follow: false));
        await browser.OpenAsync("/");
        var signIn = browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId, ["Password"] = PortalHost.Password });
        await Keep(browser.SendAsync(() => new(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent(signIn) }, follow: false));

        Assert.Equal(
            ["__Host-sspr-antiforgery", "__Host-sspr-journey", "__Host-sspr-journey", "__Host-sspr-language", "__Host-sspr-session"],
            cookies.Select(cookie => cookie.Split('=')[0]).Order());
        Assert.All(cookies, cookie =>
        {
            var attributes = cookie.Split("; ")[1..];
            Assert.Equal(["httponly", "path=/", "samesite=strict", "secure"], attributes.Select(each => each.ToLowerInvariant()).Order());
            Assert.InRange(cookie.Length, 1, 4096);
        });
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("portal.test.evil.example")]
    [InlineData("evil.example:443")]
    public async Task AC_95_Another_host_is_not_served(string host)
    {
        await browser.SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/passwordreset");
            request.Headers.Host = host;
            return request;
        });

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.DoesNotContain("evil.example", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AC_95_Links_in_messages_are_the_portals_own_whatever_a_request_says()
    {
        await Alain.ReachNewPasswordAsync(portal, browser);
        var form = browser.Fields(Alain.NewPasswordForm);

        await browser.SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, browser.Path) { Content = new FormUrlEncodedContent(form) };
            foreach (var name in new[] { "X-Forwarded-Host", "X-Original-Host", "X-Forwarded-Server" })
                request.Headers.Add(name, "evil.example");
            request.Headers.Add("Forwarded", "host=evil.example;proto=http");
            request.Headers.Add("X-Forwarded-Prefix", "/evil");
            request.Headers.Add("X-Forwarded-Proto", "http");
            return request;
        });

        Assert.Equal("Your password has been reset", browser.Heading);
        Assert.DoesNotContain("evil", browser.Html, StringComparison.Ordinal);
        var notice = await portal.MessageToAsync(Alain.Mail);
        Assert.Contains("https://portal.test/passwordreset", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AC_98_An_address_that_is_only_claimed_evades_no_limit()
    {
        var started = 0;
        for (var turn = 0; turn < 15; turn++)
        {
            var other = portal.NewBrowser(address: browser.Address);
            await other.OpenAsync("/passwordreset");
            var form = other.Fields(new Dictionary<string, string> { ["UserId"] = "nobody@contoso.com" });
            await other.SendAsync(
                () =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, "/passwordreset") { Content = new FormUrlEncodedContent(form) };
                    request.Headers.Add("X-Forwarded-For", $"203.0.113.{turn}");
                    return request;
                },
                follow: false);
            started += other.Status == HttpStatusCode.Redirect ? 1 : 0;
        }

        Assert.Equal(10, started);
    }
}
