using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SsprPortal.Core.Messages;

namespace SsprPortal.TestKit;

/// <summary>A provider that remembers what it was handed. Some destinations fail, always in the same way.</summary>
public sealed partial class RecordingSender(MessageChannel channel) : IMessageSender
{
    public const string RefusedMail = "refused@example.org";
    public const string UnavailableMail = "unavailable@example.org";
    public const string UncertainMail = "uncertain@example.org";
    public const string ThrowingMail = "throws@example.org";
    public const string RefusedPhone = "+819000000001";
    public const string UnavailablePhone = "+819000000002";
    public const string UncertainPhone = "+819000000003";
    public const string ThrowingPhone = "+819000000004";

    private readonly ConcurrentQueue<OutgoingMessage> attempts = new();
    private readonly ConcurrentQueue<OutgoingMessage> sent = new();

    public MessageChannel Channel => channel;

    /// <summary>What was handed over, whatever became of it.</summary>
    public IReadOnlyList<OutgoingMessage> Attempts => [.. attempts];

    /// <summary>What was taken.</summary>
    public IReadOnlyList<OutgoingMessage> Sent => [.. sent];

    /// <summary>Runs before a message is answered: where a test stops time, or the process.</summary>
    public Func<OutgoingMessage, Task>? Meanwhile { get; set; }

    /// <summary>While true, the provider is down.</summary>
    public bool IsDown { get; set; }

    /// <summary>The code in the newest message to a destination.</summary>
    public string CodeFor(string destination) =>
        sent.Where(message => message.To == destination).Select(message => SixDigits().Match(message.Text)).LastOrDefault(match => match.Success)?.Value
        ?? throw new InvalidOperationException($"No code was sent to {destination}.");

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        attempts.Enqueue(message);
        if (Meanwhile is { } meanwhile)
            await meanwhile(message);
        switch (message.To)
        {
            case RefusedMail or RefusedPhone:
                return new(SendOutcome.Refused, "The destination is refused.");
            case UncertainMail or UncertainPhone:
                return new(SendOutcome.Uncertain, "The connection broke.");
            case ThrowingMail or ThrowingPhone:
                throw new InvalidOperationException($"The sender is broken, and says {message.To} {message.Text}.");
            case UnavailableMail or UnavailablePhone:
            case var _ when IsDown:
                return new(SendOutcome.Unavailable, "The provider does not answer.");
            default:
                sent.Enqueue(message);
                return new(SendOutcome.Sent, ProviderReference: $"reference-{message.Id:N}");
        }
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex SixDigits();
}
