using System.Net;
using System.Net.Http.Json;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Twilio;
using SsprPortal.Web.Tests.Voice;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What somebody posts who would like to be the provider of calls, and what the provider says that is no pressed key.</summary>
public sealed class CallbackTests(CallPortal calls) : IClassFixture<CallPortal>
{
    private readonly PortalHost portal = calls.Portal;
    private readonly PortalBrowser browser = calls.Portal.NewBrowser();

    [Fact]
    public async Task AC_99_What_the_provider_has_not_signed_passes_no_gate()
    {
        var call = await CallAsync();
        var before = await PortalState.ReadAsync(portal);
        Forgery[] forgeries =
        [
            new() { IsSigned = false },
            new() { AuthToken = "another" },
            new() { AuthToken = "" },
            new() { ChangedAfterwards = [new("Extra", "1")] },
            new() { ChangedAfterwards = [new("CallStatus", "completed")] },
            new() { SignedUrl = new("http://portal.test" + call.ConfirmAt!.PathAndQuery) },
            new() { SignedUrl = new("https://portal.test:8443" + call.ConfirmAt.PathAndQuery) },
            new() { SignedUrl = new("https://portal.test/voice/" + Guid.NewGuid()) },
            new() { PostedTo = new(call.ConfirmAt.AbsoluteUri + "&mkt2=ja") },
        ];
        foreach (var forgery in forgeries)
        {
            using var refused = await TwilioServer.PressAsync(call, "#", calls.Client, forgery);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var repeated = await TwilioServer.PressAsync(call, "#", calls.Client, new() { Repeated = [new("Digits", "#")] });
        Assert.Equal(HttpStatusCode.BadRequest, repeated.StatusCode);
        using var json = await calls.Client.PostAsJsonAsync(call.ConfirmAt.PathAndQuery, new { Digits = "#", CallSid = call.Sid });
        Assert.Equal(HttpStatusCode.Forbidden, json.StatusCode);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
        await AssertNotPassedAsync();
    }

    [Fact]
    public async Task AC_101_Of_all_that_a_provider_reports_only_the_pound_key_of_this_call_passes_once()
    {
        var call = await CallAsync();
        Dictionary<string, string>[] reports =
        [
            new() { ["CallSid"] = call.Sid, ["CallStatus"] = "completed" },
            new() { ["CallSid"] = call.Sid, ["CallStatus"] = "in-progress", ["Digits"] = "1" },
            new() { ["CallSid"] = call.Sid, ["CallStatus"] = "in-progress", ["Digits"] = "" },
            new() { ["CallSid"] = call.Sid, ["SpeechResult"] = "#", ["Confidence"] = "1.0" },
            new() { ["CallSid"] = call.Sid, ["digits"] = "#" },
            new() { ["MessageSid"] = "SM1", ["From"] = Alain.Phone, ["Body"] = "YES" },
            new() { ["MessageSid"] = "SM1", ["MessageStatus"] = "delivered" },
            new() { ["CallSid"] = "CA00000000000000000000000000000009", ["Digits"] = "#" },
            new() { ["Digits"] = "#" },
        ];
        foreach (var report in reports)
        {
            using var answer = await PostAsync(call.ConfirmAt!, report);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Forbidden });
            await AssertNotPassedAsync();
        }

        // Of a call that was left for another one.
        portal.Clock.Advance(TimeSpan.FromSeconds(61));
        var next = await CallAsync(() => browser.PressAsync("/resend"));
        using var late = await TwilioServer.PressAsync(call, "#", calls.Client);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        using var swapped = await PostAsync(next.ConfirmAt!, new() { ["CallSid"] = call.Sid, ["Digits"] = "#" });
        Assert.Equal(HttpStatusCode.Forbidden, swapped.StatusCode);
        await AssertNotPassedAsync();

        using var pressed = await TwilioServer.PressAsync(next, "#", calls.Client);
        using var again = await TwilioServer.PressAsync(next, "#", calls.Client);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (pressed.StatusCode, again.StatusCode));
        var passed = await PortalState.CountAsync(portal, AuditCode.GatePassed);
        await browser.OpenAsync("/passwordreset/verify");
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("/passwordreset/newpassword", browser.Path);
        Assert.Equal(passed + 1, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    private Task<HttpResponseMessage> PostAsync(Uri address, Dictionary<string, string> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address.PathAndQuery) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("X-Twilio-Signature", TwilioServer.Sign(address, form, TwilioServer.AuthToken));
        return calls.Client.SendAsync(request);
    }

    private async Task<PhoneCall> CallAsync(Func<Task>? ask = null)
    {
        if (ask is null)
        {
            var who = await portal.AddPersonAsync(phone: true);
            await browser.StartResetAsync(who.UserName);
            ask = () => browser.ChooseAsync("voice", who.Phone);
        }

        var before = calls.Twilio.Calls.Count;
        await ask();
        var call = await Eventually.GetAsync(() => calls.Twilio.Calls.ElementAtOrDefault(before), "a call");
        await portal.SentAsync(Guid.Parse(call.ConfirmAt!.Segments[^1]));
        return call;
    }

    private async Task AssertNotPassedAsync()
    {
        var passed = await PortalState.CountAsync(portal, AuditCode.GatePassed);
        // A browser of its own address: the portal of these tests allows few requests of one.
        var page = portal.NewBrowser();
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
            page.Cookies.Add(new Uri($"https://{PortalHost.Host}"), new Cookie(cookie.Name, cookie.Value, "/") { Secure = true });
        await page.OpenAsync("/passwordreset/verify");
        await page.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal("/passwordreset/verify", page.Path);
        Assert.Single(page.Errors);
        Assert.Equal(passed, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }
}
