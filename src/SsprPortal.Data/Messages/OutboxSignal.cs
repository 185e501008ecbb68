namespace SsprPortal.Data.Messages;

/// <summary>Wakes this instance's dispatcher; what it misses it finds at its next look.</summary>
internal sealed class OutboxSignal
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the next message that is written. Taken before looking, it misses none.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Set() => Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
