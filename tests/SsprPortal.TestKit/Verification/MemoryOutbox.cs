using SsprPortal.Core.Messages;

namespace SsprPortal.TestKit.Verification;

/// <summary>Messages that wait, and until when they are worth sending.</summary>
public sealed class MemoryOutbox : IOutbox
{
    private readonly List<(OutgoingMessage Message, DateTimeOffset WorthlessAfter)> waiting = [];

    public IReadOnlyList<(OutgoingMessage Message, DateTimeOffset WorthlessAfter)> Waiting => waiting;

    public Task AddAsync(OutgoingMessage message, DateTimeOffset worthlessAfter, CancellationToken cancellationToken)
    {
        waiting.Add((message, worthlessAfter));
        return Task.CompletedTask;
    }
}
