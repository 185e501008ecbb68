namespace SsprPortal.Core.Messages;

/// <summary>What the portal would have sent: on a developer's machine messages go here instead of to a provider.</summary>
public interface IDevelopmentInbox
{
    /// <summary>The last 200 messages, newest first.</summary>
    IReadOnlyList<ReceivedMessage> Messages { get; }
}

/// <summary>A message in the inbox.</summary>
/// <param name="Message">The message as it would have left.</param>
/// <param name="Received">When it came (UTC).</param>
/// <param name="Reference">The id that a call was given; null for what is not a call.</param>
public sealed record ReceivedMessage(OutgoingMessage Message, DateTimeOffset Received, string? Reference = null);
