using System.Net;
using System.Text;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.Registration;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Markup that somebody typed, pages in frames, and requests that nobody's browser sends.</summary>
public sealed class PageTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private const string Probe = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    private readonly PortalHost portal = shared.Portal;
    private readonly PortalBrowser browser = shared.Portal.NewBrowser();

    [Fact]
    public async Task AC_88_What_anybody_typed_is_text_on_every_page()
    {
        var who = await portal.AddPersonAsync(phone: true, displayName: Probe);
        await portal.ChangePolicyAsync(policy => policy with { OrganizationName = Probe, CustomQuestions = [new("custom1", Probe)] });
        try
        {
            await CheckAsync(browser.OpenAsync("/passwordreset?mkt=" + Uri.EscapeDataString(Probe) + "&username=" + Uri.EscapeDataString(Probe)));
            await CheckAsync(browser.SubmitAsync("UserId", Probe));
            await CheckAsync(browser.OpenAsync("/?to=" + Uri.EscapeDataString(Probe)));
            await CheckAsync(browser.SubmitAsync(new Dictionary<string, string> { ["UserId"] = Probe, ["Password"] = Probe }));
            await CheckAsync(browser.OpenAsync("/" + Uri.EscapeDataString(Probe)));
            await CheckAsync(browser.OpenAsync("/error/404?" + Uri.EscapeDataString(Probe)));
            await CheckAsync(browser.SendAsync(() =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, "/passwordreset");
                request.Headers.TryAddWithoutValidation("User-Agent", Probe);
                request.Headers.TryAddWithoutValidation("Accept-Language", Probe);
                request.Headers.TryAddWithoutValidation("Referer", Probe);
                return request;
            }));

            await browser.SignInAsync(who.UserName);
            await CheckAsync(browser.OpenAsync("/profile"));
            await CheckAsync(browser.OpenAsync("/changepassword"));
            await CheckAsync(browser.OpenAsync("/ssprsetup/questions"));
            await browser.ProveAsync(portal, "sms", who.Phone!);
            Assert.Contains(browser.Page.QuerySelectorAll("option"), option => option.TextContent == Probe);
            await CheckAsync(browser.OpenAsync("/ssprsetup/email"));
            await CheckAsync(browser.SubmitAsync("Target", Probe));
            await CheckAsync(browser.OpenAsync("/ssprsetup/app"));
            await CheckAsync(browser.BeginAsync("app"));
            var app = AuthenticatorApp.Scan(portal, browser);
            await CheckAsync(browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = app.FreshCode(), ["Name"] = "<script>alert(1)</script>" }));
            Assert.Contains("<script>alert(1)</script>", browser.Entries());
            await CheckAsync(browser.FollowAsync("Rename", "<script>"));
            await CheckAsync(browser.OpenAsync("/ssprsetup/key"));
            await CheckAsync(browser.BeginAsync("key"));

            var reset = portal.NewBrowser();
            await reset.StartResetAsync(who.UserName);
            await reset.SubmitAsync(new Dictionary<string, string> { ["Method"] = "sms", ["PhoneNumber"] = Probe });
            Assert.DoesNotContain("<script>alert", reset.Html, StringComparison.Ordinal);
        }
        finally
        {
            await portal.ChangePolicyAsync(policy => policy with { OrganizationName = "Contoso", CustomQuestions = [] });
        }

        async Task CheckAsync(Task request)
        {
            await request;
            Assert.True((int)browser.Status < 500, $"{browser.Path}: {browser.Status}");
            Assert.DoesNotContain("<script>alert", browser.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", browser.Html, StringComparison.Ordinal);
            // Nothing runs that stands in a page: no script, style or handler is inline, and nothing makes up an address.
            Assert.All(browser.Page.QuerySelectorAll("script"), script => Assert.True(script.HasAttribute("src") || script.GetAttribute("type") == "application/json", script.OuterHtml));
            Assert.Empty(browser.Page.QuerySelectorAll("style, [style], base, iframe, object, embed"));
            Assert.DoesNotContain(browser.Page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.All(browser.Page.QuerySelectorAll("a[href]"), link => Assert.DoesNotContain("javascript:", link.GetAttribute("href")!, StringComparison.OrdinalIgnoreCase));
            var policy = Assert.Single(browser.Response.Headers.GetValues("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/passwordreset")]
    [InlineData("/passwordreset/ended")]
    [InlineData("/ssprsetup")]
    [InlineData("/no-such-page")]
    [InlineData("/site.css")]
    [InlineData("/health/live")]
    public async Task AC_89_Nothing_can_be_shown_in_a_frame(string path)
    {
        await browser.OpenAsync(path);

        Assert.Contains("frame-ancestors 'none'", Assert.Single(browser.Response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(browser.Response.Headers.GetValues("X-Frame-Options")));
    }

    [Theory]
    [InlineData("/.git/config")]
    [InlineData("/.env")]
    [InlineData("/appsettings.json")]
    [InlineData("/web.config")]
    [InlineData("/swagger/index.html")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/metrics")]
    [InlineData("/site.css.map")]
    [InlineData("/../appsettings.json")]
    [InlineData("/..%2f..%2fappsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    [InlineData("/wwwroot/site.css")]
    [InlineData("/_framework/debug")]
    [InlineData("/Features/Recovery/Identify.cshtml")]
    [InlineData("/SsprPortal.Web.dll")]
    [InlineData("/node_modules/altcha/package.json")]
    [InlineData("/server-status")]
    [InlineData("/actuator/env")]
    public async Task AC_93_What_is_no_page_is_not_there(string path)
    {
        await browser.OpenAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.NotEmpty(browser.Heading);
        Assert.DoesNotContain("ConnectionStrings", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AC_93_Requests_that_nobodys_browser_sends_break_nothing_and_tell_nothing()
    {
        var before = await PortalState.ReadAsync(portal);
        var errors = Errors();
        // The same ones every time.
#pragma warning disable CA5394 // Nothing here is a secret.
        var random = new Random(20260101);
        string[] methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "CONNECTS"];
        string[] paths = ["/", "/passwordreset", "/passwordreset/method", "/passwordreset/verify", "/passwordreset/newpassword", "/ssprsetup", "/ssprsetup/email", "/changepassword", "/voice/" + Guid.Empty, "/captcha/challenge", "/health/live", "/error/500", "/signout", "/brand.css", "/passwordreset/verify/state", "/ssprsetup/" + new string('a', 2_000), "/%ff%fe", "/passwordreset?a=%zz", "/passwordreset?mkt=ja&mkt=en", "/passwordreset?" + new string('q', 4_000)];
        string[] types = ["application/x-www-form-urlencoded", "application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense", "text/plain", "*/*", "application/octet-stream"];
        byte[][] bodies =
        [
            [], "UserId=alain%40contoso.com"u8.ToArray(), "%"u8.ToArray(), "a=%zz&b=%u0000"u8.ToArray(), "=&=&=&&&"u8.ToArray(), [0xFF, 0xFE, 0x00, 0xD8], Encoding.ASCII.GetBytes(new string('[', 5_000)), "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"u8.ToArray(),
            "--x\r\nContent-Disposition: form-data; name=\"UserId\"; filename=\"a\"\r\n\r\nb\r\n--x--"u8.ToArray(), "{\"__proto__\":{\"a\":1}}"u8.ToArray(), Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 2_000).Select(number => $"k{number}=")))
        ];
        for (var request = 0; request < 2_000; request++)
        {
            var (method, path, type, body) = (Pick(methods), Pick(paths), Pick(types), Pick(bodies));
            await browser.SendAsync(
                () =>
                {
                    var message = new HttpRequestMessage(new HttpMethod(method), path) { Content = method is "GET" or "HEAD" or "TRACE" ? null : new ByteArrayContent(body) };
                    message.Content?.Headers.TryAddWithoutValidation("Content-Type", type);
                    return message;
                },
                follow: false);
            var expected = path == "/error/500" ? 501 : 500;
            Assert.True((int)browser.Status < expected, $"{method} {path} {type} {Encoding.Latin1.GetString(body)[..Math.Min(40, body.Length)]}: {browser.Status}");
            Assert.DoesNotContain("Exception", browser.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", browser.Html, StringComparison.Ordinal);
        }

        Assert.Equal(errors, Errors());
        Assert.Equal(before, await PortalState.ReadAsync(portal));

        T Pick<T>(T[] all) => all[random.Next(all.Length)];
#pragma warning restore CA5394
    }

    private int Errors() => portal.Log.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
}
