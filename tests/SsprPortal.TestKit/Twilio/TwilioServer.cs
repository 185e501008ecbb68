using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SsprPortal.TestKit.Twilio;

/// <summary>A text message that the server took.</summary>
public sealed record TextMessage(string Sid, string To, string? From, string? MessagingServiceSid, string Body);

/// <summary>
/// Twilio's Messages resource (API 2010-04-01) on a free loopback port: checks Basic authentication and the form, answers as Twilio
/// does and remembers. Twilio's own magic numbers of its test credentials are refused as there: +15005550001 not a valid number
/// (21211), …2 cannot be routed (21612), …3 country not allowed (21408), …4 opted out (21610), …9 not a mobile number (21614).
/// </summary>
public sealed class TwilioServer : IAsyncDisposable
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

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<TextMessage> _messages = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _script = new();

    private TwilioServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/2010-04-01/Accounts/{account}/Messages.json", AnswerAsync);
    }

    /// <summary>What to give as Twilio:BaseUrl.</summary>
    public string BaseUrl => _app.Urls.First();

    /// <summary>The messages taken so far, in order.</summary>
    public IReadOnlyCollection<TextMessage> Messages => _messages;

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

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string account)
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

        var form = await context.Request.ReadFormAsync();
        string? Field(string name) => form[name].Count == 1 ? form[name][0] : null;
        var (to, from, service, body) = (Field("To"), Field("From"), Field("MessagingServiceSid"), Field("Body"));
        await (string.IsNullOrEmpty(to) ? FailAsync(context, 400, 21604, "A 'To' phone number is required.")
            : string.IsNullOrEmpty(from ?? service) ? FailAsync(context, 400, 21603, "A 'From' phone number is required.")
            : string.IsNullOrEmpty(body) ? FailAsync(context, 400, 21602, "Message body is required.")
            : MagicNumbers.TryGetValue(to, out var magic) ? FailAsync(context, 400, magic.Code, magic.Message)
            : TakeAsync(context, new($"SM{Guid.NewGuid():N}", to, from, service, body)));
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
}
