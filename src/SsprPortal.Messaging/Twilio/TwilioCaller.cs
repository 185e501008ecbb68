using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.Twilio;

/// <summary>
/// Calls (resource Calls). What is said travels with the request, so that Twilio has nothing to fetch; it comes back only when a key
/// is pressed.
/// </summary>
internal sealed partial class TwilioCaller(TwilioApi api, IOptions<TwilioOptions> options, ICallScript script) : IMessageSender
{
    /// <summary>Twilio takes no longer script with a request.</summary>
    private const int LongestScript = 4000;

    /// <summary>Whoever picks up late, behind a switchboard, still hears all of it.</summary>
    private const int Times = 3;

    /// <summary>How long it rings: most mailboxes answer later.</summary>
    private const int RingSeconds = 30;

    /// <summary>A mailbox listens for ever, and a person who keeps pressing other keys is asked for ever.</summary>
    private const int LongestCallSeconds = 300;

    /// <inheritdoc/>
    public MessageChannel Channel => MessageChannel.Call;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (Number().Match(message.To) is not { Success: true } number)
            return new(SendOutcome.Refused, "Not a valid phone number.");
        var spoken = script.Write(message.Text, message.Language, Times, message.ConfirmAt);
        if (spoken.Length > LongestScript)
            return new(SendOutcome.Refused, "The text is too long to be spoken.");
        var fields = new Dictionary<string, string>
        {
            ["To"] = number.Groups["number"].Value,
            ["From"] = options.Value.Caller!,
            ["Twiml"] = spoken,
            ["Timeout"] = RingSeconds.ToString(CultureInfo.InvariantCulture),
            ["TimeLimit"] = LongestCallSeconds.ToString(CultureInfo.InvariantCulture),
        };
        // Two seconds for the switchboard's greeting. No # behind: where it is not asked for, the person who picks up would be the one to hear it.
        if (number.Groups["extension"] is { Success: true } extension)
            fields["SendDigits"] = "WW" + extension.Value;
        return await api.CreateAsync("Calls", fields, Refusal, cancellationToken);
    }

    private static string? Refusal(int code) => code switch
    {
        21202 => "a premium-rate number.",
        21203 or 21215 => "calls to this country are not enabled: Voice, Settings, Geo permissions.",
        21214 => "the number cannot be reached.",
        21216 => "Twilio does not call this number.",
        _ => null,
    };

    // Twilio dials 32 keys at most.
    [GeneratedRegex(@"^(?<number>\+[1-9][0-9]{1,14})(X(?<extension>[0-9]{1,30}))?\z")]
    private static partial Regex Number();
}
