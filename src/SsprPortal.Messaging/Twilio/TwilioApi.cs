using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.Twilio;

/// <summary>
/// Twilio's REST API (2010-04-01): one request, one answer, in the words of the outbox. Nothing is retried here: the outbox decides.
/// When the caller gives up before the request was handed over it is an <see cref="OperationCanceledException"/>, afterwards it is
/// uncertain.
/// </summary>
internal sealed class TwilioApi
{
    /// <summary>Twilio's answers are about 1 kB; more than this many bytes is not Twilio.</summary>
    private const int LargestAnswer = 64 * 1024;

    private readonly HttpClient _http;
    private readonly TwilioOptions _options;

    public TwilioApi(HttpClient http, IOptions<TwilioOptions> options)
    {
        (_http, _options) = (http, options.Value);
        _http.Timeout = Timeout.InfiniteTimeSpan; // its own time-out leaves out the body of the answer
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_options.AccountSid}:{_options.AuthToken}")));
    }

    /// <summary>Creates one entry of a resource of the account.</summary>
    /// <param name="resource">Messages or Calls.</param>
    /// <param name="fields">What it is made of.</param>
    /// <param name="refusal">Why an error of this resource is for good (twilio.com/docs/api/errors); null for what an administrator can mend.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SendResult> CreateAsync(string resource, Dictionary<string, string> fields, Func<int, string?> refusal, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        using var form = new Form(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_options.BaseUrl, $"/2010-04-01/Accounts/{_options.AccountSid}/{resource}.json")) { Content = form };
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return Result(response.StatusCode, await ReadAsync(response.Content, timeout.Token), refusal);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            if (form.HandedOver)
                return new(SendOutcome.Uncertain, $"The connection to Twilio broke, or its time ran out, before Twilio answered: see Twilio's log of {resource.ToLowerInvariant()}.");
            cancellationToken.ThrowIfCancellationRequested();
            var cause = (e as HttpRequestException)?.HttpRequestError is { } error and not HttpRequestError.Unknown ? error.ToString() : "time-out";
            return new(SendOutcome.Unavailable, $"Twilio cannot be reached ({cause}): check Twilio:BaseUrl, DNS, the proxy and the firewall.");
        }
    }

    private static SendResult Result(HttpStatusCode status, Answer answer, Func<int, string?> refusal) => ((int)status, answer.Code) switch
    {
        (201, _) => new(SendOutcome.Sent, ProviderReference: answer.Sid),
        (400, 21211 or 21217 or 21401 or 21421) => new(SendOutcome.Refused, $"Twilio {answer.Code}: not a valid phone number."),
        (400, { } code) when refusal(code) is { } reason => new(SendOutcome.Refused, $"Twilio {code}: {reason}"),
        (401 or 403, _) => new(SendOutcome.Unavailable, $"Twilio refuses the account ({(int)status}): check Twilio:AccountSid and Twilio:AuthToken."),
        (404, _) => new(SendOutcome.Unavailable, "Twilio does not know the account (404): check Twilio:AccountSid and Twilio:BaseUrl."),
        (429, _) => new(SendOutcome.Unavailable, "Twilio is asked too often (429): tried again later."),
        ( >= 500, _) => new(SendOutcome.Unavailable, $"Twilio is out of order ({(int)status}): see status.twilio.com; tried again later."),
        (_, { } code) => new(SendOutcome.Unavailable, $"Twilio {code} ({(int)status}): see https://www.twilio.com/docs/errors/{code}."),
        _ => new(SendOutcome.Unavailable, $"Not an answer of Twilio ({(int)status}): check Twilio:BaseUrl and the proxy."),
    };

    /// <summary>What Twilio says in its answer; nothing when the body cannot be read, for then the status has to do.</summary>
    private static async Task<Answer> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(LargestAnswer, cancellationToken);
            return await content.ReadFromJsonAsync<Answer>(cancellationToken) ?? new();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException or NotSupportedException)
        {
            return new();
        }
    }

    private sealed record Answer(
        [property: JsonPropertyName("sid")] string? Sid = null,
        [property: JsonPropertyName("code")] int? Code = null);

    /// <summary>A form that knows whether it began to leave: from then on it may have been taken.</summary>
    private sealed class Form(Dictionary<string, string> fields) : FormUrlEncodedContent(fields)
    {
        public bool HandedOver { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            HandedOver = true;
            return base.SerializeToStreamAsync(stream, context, cancellationToken);
        }
    }
}
