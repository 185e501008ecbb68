using Microsoft.Extensions.Hosting;
using SsprPortal.Core.Messages;

namespace SsprPortal.Messaging.DevelopmentInbox;

/// <summary>Keeps the last messages in memory. Refuses to exist outside Development: whoever reads it can reset any password.</summary>
internal sealed class Inbox : IDevelopmentInbox
{
    private const int Capacity = 200;
    private readonly LinkedList<ReceivedMessage> _messages = new();
    private readonly TimeProvider _time;

    public Inbox(IHostEnvironment environment, TimeProvider time)
    {
        if (!environment.IsDevelopment())
            throw new InvalidOperationException($"The development inbox shows codes to everyone and does not start in the environment '{environment.EnvironmentName}'. Configure Smtp:Host instead.");
        _time = time;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedMessage> Messages
    {
        get
        {
            lock (_messages) return [.. _messages];
        }
    }

    /// <summary>Puts a message on top.</summary>
    public void Add(OutgoingMessage message, string? reference)
    {
        lock (_messages)
        {
            _messages.AddFirst(new ReceivedMessage(message, _time.GetUtcNow(), reference));
            if (_messages.Count > Capacity) _messages.RemoveLast();
        }
    }
}

/// <summary>Sends into the inbox, whatever the channel.</summary>
internal sealed class InboxSender(MessageChannel channel, Inbox inbox) : IMessageSender
{
    /// <inheritdoc/>
    public MessageChannel Channel => channel;

    public bool IsForDevelopment => true;

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        // A call is recognised by its reference when a key is pressed in it.
        var reference = channel == MessageChannel.Call ? Guid.NewGuid().ToString("N") : null;
        inbox.Add(message, reference);
        return Task.FromResult(new SendResult(SendOutcome.Sent, ProviderReference: reference));
    }
}
