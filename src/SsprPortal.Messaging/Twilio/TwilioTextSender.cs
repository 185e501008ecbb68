using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.Twilio;

/// <summary>Sends text messages (resource Messages).</summary>
internal sealed class TwilioTextSender(TwilioApi api, IOptions<TwilioOptions> options) : IMessageSender
{
    /// <inheritdoc/>
    public MessageChannel Channel => MessageChannel.Text;

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>
        {
            ["To"] = message.To,
            [options.Value.From is { Length: > 0 } ? "From" : "MessagingServiceSid"] = options.Value.From is { Length: > 0 } from ? from : options.Value.MessagingServiceSid!,
            ["Body"] = message.Text,
        };
        return api.CreateAsync("Messages", fields, Refusal, cancellationToken);
    }

    private static string? Refusal(int code) => code switch
    {
        21408 => "text messages to this country are not enabled: Messaging, Settings, Geo permissions.",
        21606 or 21612 => "no message can go from Twilio:From to this number: its country or carrier does not take it.",
        21610 => "the person has opted out by answering STOP.",
        21614 => "not a number that takes text messages.",
        21617 or 30019 => "the text is too long.",
        _ => null,
    };
}
