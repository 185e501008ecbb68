using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Throttling;

namespace SsprPortal.Web.Captcha;

/// <summary>
/// reCAPTCHA, hCaptcha and Turnstile: one protocol, "siteverify". What the provider says is not believed further than needed:
/// a token must be of this site, for this action, fresh, and not used before. Whatever goes wrong, nobody gets through.
/// </summary>
internal sealed partial class SiteVerifyCaptcha(
    HttpClient http, IOptionsMonitor<CaptchaOptions> monitor, ISingleUseStore used, TimeProvider clock, ILogger<SiteVerifyCaptcha> log) : ICaptcha
{
    /// <summary>What the token was asked for.</summary>
    public const string Action = "identify";

    /// <summary>N35: how long the provider may think, and how old a token may be.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), OldestToken = TimeSpan.FromMinutes(2);

    private const int LongestToken = 8_192, LongestAnswer = 64 * 1_024;
    private readonly CaptchaOptions options = monitor.CurrentValue;

    /// <inheritdoc />
    public string View => "/Captcha/_SiteVerify.cshtml";

    /// <inheritdoc />
    public string TokenField => Provider.TokenField;

    /// <inheritdoc />
    public IReadOnlyList<string> Origins => Provider.Origins;

    /// <summary>The provider's differences, for the view.</summary>
    public SiteVerifyProvider Provider => SiteVerifyProvider.Of(options);

    /// <summary>The provider's public key, for the view.</summary>
    public string SiteKey => options.SiteKey;

    /// <summary>reCAPTCHA v3 shows nothing and gives a score.</summary>
    public bool IsInvisible => options.MinimumScore is not null;

    /// <inheritdoc />
    public async Task<CaptchaResult> VerifyAsync(string? token, string browser, IPAddress? client, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 and <= LongestToken })
        {
            return CaptchaResult.Refused;
        }

        var result = await AskAsync(token, client, cancellationToken);
        return result != CaptchaResult.Passed || await used.TryUseAsync(ProofOfWorkCaptcha.Purpose, token, clock.GetUtcNow() + OldestToken, cancellationToken)
            ? result
            : CaptchaResult.Refused;
    }

    internal static void Configure(HttpClient http)
    {
        http.Timeout = Patience;
        http.MaxResponseContentBufferSize = LongestAnswer;
    }

    private async Task<CaptchaResult> AskAsync(string token, IPAddress? client, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["secret"] = options.SecretKey, ["response"] = token };
        if (client is not null)
        {
            form["remoteip"] = client.ToString();
        }

        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await http.PostAsync(options.VerifyUrl ?? Provider.VerifyUrl, content, cancellationToken);
            response.EnsureSuccessStatusCode();
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var objection = Objection(answer.RootElement);
            if (objection is null)
            {
                return CaptchaResult.Passed;
            }

            LogRefused(objection);
            return CaptchaResult.Refused;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogUnavailable(failure, options.Provider);
            return CaptchaResult.Unavailable;
        }
    }

    /// <summary>The first thing that is wrong with an answer; null when it may pass.</summary>
    private string? Objection(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return "not an object";
        }

        if (!answer.TryGetProperty("success", out var success) || success.ValueKind != JsonValueKind.True)
        {
            // The provider's own words for it: a wrong secret of ours is among them.
            return answer.TryGetProperty("error-codes", out var codes) ? codes.GetRawText() : "no success";
        }

        if (!string.Equals(Text(answer, "hostname"), options.Host, StringComparison.OrdinalIgnoreCase))
        {
            return "another host";
        }

        var action = Text(answer, "action");
        if ((Provider.TellsAction || !string.IsNullOrEmpty(action)) && action != Action)
        {
            return "another action";
        }

        if (!DateTimeOffset.TryParse(Text(answer, "challenge_ts"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made) ||
            (clock.GetUtcNow() - made).Duration() > OldestToken)
        {
            return "too old";
        }

        if (options.MinimumScore is { } minimum &&
            !(answer.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number && score.GetDouble() >= minimum))
        {
            return "low score";
        }

        return null;
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "CAPTCHA refused: {Objection}")]
    private partial void LogRefused(string objection);

    [LoggerMessage(Level = LogLevel.Warning, Message = "CAPTCHA provider {Provider} could not be asked")]
    private partial void LogUnavailable(Exception failure, CaptchaProvider provider);
}
