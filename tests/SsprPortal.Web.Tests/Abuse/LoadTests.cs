using System.Net;
using System.Net.Sockets;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.BadInput;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Requests that are too large, too slow or too many keep nobody else out.</summary>
public sealed class LoadTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private const string Later = "We cannot check your password right now. Try again in a few minutes.";
    private readonly PortalHost portal = shared.Portal;

    [Fact]
    public async Task AC_120_A_form_is_small_or_is_not_read()
    {
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/passwordreset");
        var (form, before) = (browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId }), await PortalState.ReadAsync(portal));
        foreach (var (more, status) in new (IEnumerable<KeyValuePair<string, string>> More, HttpStatusCode Status)[]
                 {
                     (Enumerable.Range(0, 101).Select(number => KeyValuePair.Create($"k{number}", "")), HttpStatusCode.BadRequest),
                     (Enumerable.Range(0, 10_000).Select(number => KeyValuePair.Create($"k{number}", "")), HttpStatusCode.RequestEntityTooLarge),
                     ([KeyValuePair.Create(new string('k', 200), "")], HttpStatusCode.BadRequest),
                     ([KeyValuePair.Create("other", new string('v', 1_000_000))], HttpStatusCode.RequestEntityTooLarge),
                 })
        {
            await browser.PostAsync("/passwordreset", form.Concat(more));
            Assert.Equal(status, browser.Status);
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task AC_120_Five_hundred_connections_that_say_nothing_keep_nobody_out()
    {
        var (onSocket, address) = await PortalHost.StartOnSocketAsync([]);
        var idle = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 500; number++)
            {
                var client = new TcpClient();
                idle.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, address.Port);
                // Half of them begin to say something.
                if (number % 2 == 0)
                    await client.GetStream().WriteAsync("POST /passwordreset HTTP/1.1\r\nHost: loc"u8.ToArray());
            }

            using var http = new HttpClient { BaseAddress = address };
            using var page = await http.GetAsync("/passwordreset");
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);

            // A body whose length nobody said is cut off where it is too long.
            using var content = new StreamContent(new MemoryStream(new byte[1_000_000]));
            content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
            using var endless = new HttpRequestMessage(HttpMethod.Post, "/passwordreset") { Content = content };
            endless.Headers.TransferEncodingChunked = true;
            using var refused = await http.SendAsync(endless);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
            await onSocket.DisposeAsync();
        }
    }

    [Fact]
    public async Task AC_121_While_a_crowd_signs_in_the_portal_answers_and_who_comes_too_late_is_told_so()
    {
        await using var crowded = await PortalHost.StartAsync();
        var browser = crowded.NewBrowser();
        await browser.OpenAsync("/");
        var form = browser.Fields();
        var site = new Uri($"https://{PortalHost.Host}");
        using var http = crowded.CreateDefaultClient(site);
        using var stop = new CancellationTokenSource();
        var told = 0;

        // One is looked at, 200 wait, and the others are told to come later; then the crowd goes away.
        var crowd = Enumerable.Range(0, 240).Select(number => SignInAsync($"nobody{number}@contoso.com")).ToList();
        await Eventually.IsAsync(() => Task.FromResult(told > 0), "somebody to be told to come later");
        foreach (var (path, expected) in new[] { ("/health/live", "Healthy"), ("/health/ready", "Healthy"), ("/passwordreset", "Get back into your account") })
        {
            await browser.OpenAsync(path);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Contains(expected, browser.Html, StringComparison.Ordinal);
        }

        await stop.CancelAsync();
        await Task.WhenAll(crowd);
        await Alain.AssertSignsInAsync(crowded, PortalHost.Password);

        async Task SignInAsync(string who)
        {
            await Task.Yield();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>(form) { ["UserId"] = who, ["Password"] = "not the password" }),
            };
            request.Headers.Add("Cookie", browser.Cookies.GetCookieHeader(site));
            request.Headers.Add("Accept-Language", "en");
            try
            {
                using var answer = await http.SendAsync(request, stop.Token);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, crowded.Log.Lines.FirstOrDefault(line => line.StartsWith("Error", StringComparison.Ordinal)));
                if ((await answer.Content.ReadAsStringAsync(stop.Token)).Contains(Later, StringComparison.Ordinal))
                    Interlocked.Increment(ref told);
            }
            catch (OperationCanceledException)
            {
                // Gone.
            }
        }
    }
}
