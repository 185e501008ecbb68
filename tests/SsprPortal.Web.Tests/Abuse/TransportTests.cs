using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Smtp;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>A portal as it runs outside Development: over TLS only.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("sspr-transport").FullName;
    private PortalHost portal = null!;

    public async Task InitializeAsync()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=sspr-portal-tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var file = Path.Combine(folder, "keys.p12");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12));
        portal = await PortalHost.StartAsync(new()
        {
            ["environment"] = "Production",
            ["KeyRing:CertificatePath"] = file,
            ["Smtp:Host"] = SmtpServer.Host,
            ["Smtp:From"] = "sspr@contoso.example",
            ["Twilio:AccountSid"] = TwilioServer.AccountSid,
            ["Twilio:AuthToken"] = TwilioServer.AuthToken,
            ["Twilio:From"] = "+15005550006",
        });
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AC_92_Over_plain_http_nothing_is_served_and_no_cookie_is_given()
    {
        using var http = portal.CreateDefaultClient(new Uri($"http://{PortalHost.Host}"));
        foreach (var path in new[] { "/", "/passwordreset?mkt=ja", "/ssprsetup", "/captcha/challenge", $"/voice/{Guid.Empty}?mkt=en", "/no-such-page" })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            {
                using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? new FormUrlEncodedContent(new Dictionary<string, string> { ["Digits"] = "#", ["UserId"] = Alain.UserId }) : null };
                request.Headers.Add("X-Forwarded-Proto", "https");
                using var answer = await http.SendAsync(request);
                Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
                Assert.Equal($"https://{PortalHost.Host}{path}", answer.Headers.Location!.OriginalString);
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }

        using var live = await http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task AC_92_Over_TLS_browsers_are_told_to_stay_there_and_there_is_nothing_of_Development()
    {
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/passwordreset");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(browser.Response.Headers.GetValues("Strict-Transport-Security")));
        Assert.All(browser.Cookies.GetAllCookies(), cookie => Assert.True(cookie.Secure));
        await browser.OpenAsync("/development/inbox");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }
}
