namespace SsprPortal.Core.Messages;

/// <summary>What a provider said of one attempt to send.</summary>
public enum SendOutcome
{
    /// <summary>The provider took the message.</summary>
    Sent,

    /// <summary>It will never be taken: the address or the number is refused. Not tried again.</summary>
    Refused,

    /// <summary>Nothing left the building: the provider is unreachable, busy or misconfigured. Tried again later.</summary>
    Unavailable,

    /// <summary>The connection broke after the message was handed over: it may have been taken. Not tried again.</summary>
    Uncertain,
}

/// <summary>How an attempt ended, and why, in words for an administrator.</summary>
/// <param name="Outcome">What the provider said.</param>
/// <param name="Reason">Cause and fix, without the address, the text or any secret; empty when sent.</param>
/// <param name="ProviderReference">The provider's own id of the message (Twilio's SID), when it gave one.</param>
public sealed record SendResult(SendOutcome Outcome, string Reason = "", string? ProviderReference = null);

/// <summary>
/// Hands one message to a provider. Never throws for what a provider or a network does; is called by the outbox, off the request
/// thread, at most once at a time for one message.
/// </summary>
public interface IMessageSender
{
    /// <summary>The channel this sender serves.</summary>
    MessageChannel Channel { get; }

    /// <summary>Whether its messages reach nobody: on a developer's machine.</summary>
    bool IsForDevelopment => false;

    /// <summary>Sends one message, within the provider's time limit (seconds, set in its options).</summary>
    Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
