using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SsprPortal.TestKit.Twilio;

/// <summary>A text message that the server took.</summary>
public sealed record TextMessage(string Sid, string To, string? From, string? MessagingServiceSid, string Body);

/// <summary>A call that the server makes.</summary>
public sealed record PhoneCall(string Sid, string To, string From, string Twiml, string? SendDigits, string? Timeout, IReadOnlyCollection<string> Fields)
{
    /// <summary>What is said, in order.</summary>
    public IReadOnlyList<string> Spoken => [.. XDocument.Parse(Twiml).Descendants("Say").Select(say => say.Value)];

    /// <summary>Where a key is reported; null when none is waited for.</summary>
    public Uri? ConfirmAt => XDocument.Parse(Twiml).Descendants("Gather").FirstOrDefault()?.Attribute("action") is { } action ? new(action.Value) : null;
}

/// <summary>In what a report of a key differs from Twilio's.</summary>
public sealed record Forgery
{
    /// <summary>The token it is signed with.</summary>
    public string AuthToken { get; init; } = TwilioServer.AuthToken;

    /// <summary>Whether it is signed at all.</summary>
    public bool IsSigned { get; init; } = true;

    /// <summary>The address that is signed, in place of the call's.</summary>
    public Uri? SignedUrl { get; init; }

    /// <summary>The address that is posted to, in place of the call's.</summary>
    public Uri? PostedTo { get; init; }

    /// <summary>The call it speaks of, in place of its own; signed.</summary>
    public string? CallSid { get; init; }

    /// <summary>Parameters that are changed or added after it was signed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ChangedAfterwards { get; init; } = [];

    /// <summary>Parameters that are posted once more than they were signed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Repeated { get; init; } = [];
}

/// <summary>
/// Twilio's Messages and Calls resources (API 2010-04-01) on a free loopback port: checks Basic authentication and the form, answers as
/// Twilio does and remembers. Twilio's own magic numbers of its test credentials are refused as there. Texts: +15005550001 not a valid
/// number (21211), …2 cannot be routed (21612), …3 country not allowed (21408), …4 opted out (21610), …9 not a mobile number (21614).
/// Calls: …1 not a valid number (21217), …2 cannot be reached (21214), …3 country not allowed (21215), …4 blocked (21216).
/// </summary>
public sealed partial class TwilioServer : IAsyncDisposable
{
    /// <summary>The account it knows.</summary>
    public const string AccountSid = "AC00000000000000000000000000000001";

    /// <summary>Its token.</summary>
    public const string AuthToken = "canary-twilio-token-7f3a";

    private static readonly Dictionary<string, (int Code, string Message)> MagicNumbers = new()
    {
        ["+15005550001"] = (21211, "The 'To' number +15005550001 is not a valid phone number."),
        ["+15005550002"] = (21612, "The 'To' phone number: +15005550002, is not currently reachable via SMS."),
        ["+15005550003"] = (21408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: +15005550003."),
        ["+15005550004"] = (21610, "Attempt to send to unsubscribed recipient +15005550004."),
        ["+15005550009"] = (21614, "To number: +15005550009, is not a mobile number"),
    };

    private static readonly Dictionary<string, (int Code, string Message)> MagicNumbersOfCalls = new()
    {
        ["+15005550001"] = (21217, "Phone number +15005550001 does not appear to be valid."),
        ["+15005550002"] = (21214, "The phone number you provided, +15005550002, is not reachable."),
        ["+15005550003"] = (21215, "Account not authorized to call +15005550003."),
        ["+15005550004"] = (21216, "Account not allowed to call +15005550004."),
    };

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<PhoneCall> _calls = new();
    private readonly ConcurrentQueue<TextMessage> _messages = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();

    private TwilioServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/2010-04-01/Accounts/{account}/Messages.json", (HttpContext context, string account) => AnswerAsync(context, account, TakeMessageAsync));
        _app.MapPost("/2010-04-01/Accounts/{account}/Calls.json", (HttpContext context, string account) => AnswerAsync(context, account, TakeCallAsync));
    }

    /// <summary>What to give as Twilio:BaseUrl.</summary>
    public string BaseUrl => _app.Urls.First();

    /// <summary>The messages taken so far, in order.</summary>
    public IReadOnlyCollection<TextMessage> Messages => _messages;

    /// <summary>The calls made so far, in order.</summary>
    public IReadOnlyCollection<PhoneCall> Calls => _calls;

    /// <summary>How many requests came in, whatever became of them.</summary>
    public int Requests { get; private set; }

    /// <summary>Starts the server.</summary>
    public static async Task<TwilioServer> StartAsync()
    {
        var server = new TwilioServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>The next request is answered with this status and Twilio's error body.</summary>
    public void NextFails(int status, int code, string message) => _script.Enqueue(context => FailAsync(context, status, code, message));

    /// <summary>The next request is answered by this.</summary>
    public void NextAnswers(Func<HttpContext, Task> answer) => _script.Enqueue(answer);

    /// <summary>The next request is read and never answered.</summary>
    public void NextHangs() => _script.Enqueue(async context =>
    {
        await context.Request.ReadFormAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    });

    /// <summary>The next request is read and its connection broken.</summary>
    public void NextAborts() => _script.Enqueue(async context =>
    {
        await context.Request.ReadFormAsync();
        context.Abort();
    });

    /// <summary>
    /// The called person presses a key: what Twilio posts then is posted by a client of the portal, to the path of the call's address,
    /// while the address itself is signed. The answer is what Twilio would be told to say.
    /// </summary>
    public static Task<HttpResponseMessage> PressAsync(PhoneCall call, string key, HttpClient portal, Forgery? forgery = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(portal);
        forgery ??= new();
        var url = call.ConfirmAt ?? throw new InvalidOperationException("Nothing can be pressed in this call.");
        var form = new Dictionary<string, string>
        {
            ["AccountSid"] = AccountSid,
            ["ApiVersion"] = "2010-04-01",
            ["CallSid"] = forgery.CallSid ?? call.Sid,
            ["CallStatus"] = "in-progress",
            ["Called"] = call.To,
            ["Caller"] = call.From,
            ["Digits"] = key,
            ["Direction"] = "outbound-api",
            ["FinishedOnKey"] = "",
            ["From"] = call.From,
            ["To"] = call.To,
            ["msg"] = "Gather End",
        };
        var signature = Sign(forgery.SignedUrl ?? url, form, forgery.AuthToken);
        foreach (var (name, value) in forgery.ChangedAfterwards)
            form[name] = value;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(portal.BaseAddress!, (forgery.PostedTo ?? url).PathAndQuery)) { Content = new FormUrlEncodedContent([.. form, .. forgery.Repeated]) };
        if (forgery.IsSigned)
            request.Headers.Add("X-Twilio-Signature", signature);
        return portal.SendAsync(request);
    }

    /// <summary>Twilio's signature of a form posted to an address.</summary>
    public static string Sign(Uri url, IReadOnlyDictionary<string, string> form, string authToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(form);
        var signed = new StringBuilder(url.AbsoluteUri);
        foreach (var name in form.Keys.Order(StringComparer.Ordinal))
            signed.Append(name).Append(form[name]);
#pragma warning disable CA5350 // Twilio's choice
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString())));
#pragma warning restore CA5350
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string account, Func<HttpContext, IFormCollection, Task> take)
    {
        Requests++;
        if (_script.TryDequeue(out var scripted))
        {
            await scripted(context);
            return;
        }

        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AccountSid}:{AuthToken}"));
        if (account != AccountSid || context.Request.Headers.Authorization != expected)
        {
            await FailAsync(context, 401, 20003, "Authenticate");
            return;
        }

        await take(context, await context.Request.ReadFormAsync());
    }

    private static string? Field(IFormCollection form, string name) => form[name].Count == 1 ? form[name][0] : null;

    private Task TakeMessageAsync(HttpContext context, IFormCollection form)
    {
        var (to, from, service, body) = (Field(form, "To"), Field(form, "From"), Field(form, "MessagingServiceSid"), Field(form, "Body"));
        return string.IsNullOrEmpty(to) ? FailAsync(context, 400, 21604, "A 'To' phone number is required.")
            : string.IsNullOrEmpty(from ?? service) ? FailAsync(context, 400, 21603, "A 'From' phone number is required.")
            : string.IsNullOrEmpty(body) ? FailAsync(context, 400, 21602, "Message body is required.")
            : MagicNumbers.TryGetValue(to, out var magic) ? FailAsync(context, 400, magic.Code, magic.Message)
            : TakeAsync(context, new TextMessage($"SM{Guid.NewGuid():N}", to, from, service, body));
    }

    private Task TakeCallAsync(HttpContext context, IFormCollection form)
    {
        var (to, from, twiml, digits, timeout) = (Field(form, "To"), Field(form, "From"), Field(form, "Twiml"), Field(form, "SendDigits"), Field(form, "Timeout"));
        return string.IsNullOrEmpty(to) ? FailAsync(context, 400, 21201, "No 'To' number is specified")
            : string.IsNullOrEmpty(from) ? FailAsync(context, 400, 21213, "'From' phone number is required")
            : MagicNumbersOfCalls.TryGetValue(to, out var magic) ? FailAsync(context, 400, magic.Code, magic.Message)
            : !PhoneNumber().IsMatch(to) ? FailAsync(context, 400, 21211, $"The phone number you are attempting to call, {to}, is not valid.")
            : string.IsNullOrEmpty(twiml) ? FailAsync(context, 400, 21205, "Url parameter is required.")
            : twiml.Length > 4000 ? FailAsync(context, 400, 20001, "Twiml is too long.")
            : digits is not null && !Keys().IsMatch(digits) ? FailAsync(context, 400, 21206, "Invalid SendDigits")
            : TakeAsync(context, new PhoneCall($"CA{Guid.NewGuid():N}", to, from, twiml, digits, timeout, [.. form.Keys]));
    }

    private Task TakeAsync(HttpContext context, PhoneCall call)
    {
        _calls.Enqueue(call);
        context.Response.StatusCode = StatusCodes.Status201Created;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, object?>
        {
            ["account_sid"] = AccountSid,
            ["answered_by"] = null,
            ["api_version"] = "2010-04-01",
            ["direction"] = "outbound-api",
            ["from"] = call.From,
            ["price"] = null,
            ["sid"] = call.Sid,
            ["start_time"] = null,
            ["status"] = "queued",
            ["to"] = call.To,
            ["uri"] = $"/2010-04-01/Accounts/{AccountSid}/Calls/{call.Sid}.json",
        });
    }

    private Task TakeAsync(HttpContext context, TextMessage message)
    {
        _messages.Enqueue(message);
        context.Response.StatusCode = StatusCodes.Status201Created;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, object?>
        {
            ["account_sid"] = AccountSid,
            ["api_version"] = "2010-04-01",
            ["body"] = message.Body,
            ["date_created"] = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture),
            ["direction"] = "outbound-api",
            ["error_code"] = null,
            ["error_message"] = null,
            ["from"] = message.From,
            ["messaging_service_sid"] = message.MessagingServiceSid,
            ["num_segments"] = "1",
            ["price"] = null,
            ["sid"] = message.Sid,
            ["status"] = "queued",
            ["to"] = message.To,
            ["uri"] = $"/2010-04-01/Accounts/{AccountSid}/Messages/{message.Sid}.json",
        });
    }

    private static Task FailAsync(HttpContext context, int status, int code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { code, message, more_info = $"https://www.twilio.com/docs/errors/{code}", status });
    }

    [GeneratedRegex(@"^\+[1-9][0-9]{1,14}\z")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"^[0-9A-D*#wW]{1,32}\z")]
    private static partial Regex Keys();
}
