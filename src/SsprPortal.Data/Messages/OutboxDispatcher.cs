using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SsprPortal.Core.Messages;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Messages;

/// <summary>
/// Sends what waits in the outbox, on as many instances as there are (docs/adr/0006). A message is taken by one conditional UPDATE,
/// handed over once, and marked. If the process dies in between, the message becomes <see cref="OutboxState.Uncertain"/> and is not
/// tried again: nobody gets it twice, and an administrator sees that it may not have arrived.
/// </summary>
internal sealed partial class OutboxDispatcher(
    IServiceScopeFactory scopes,
    IEnumerable<IMessageSender> senders,
    ProtectedColumn protect,
    OutboxSignal signal,
    TimeProvider clock,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    /// <summary>Longer than any provider's time limit: what is not marked by then is not known.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private const int Batch = 16;

    private readonly Dictionary<MessageChannel, IMessageSender> byChannel = senders.ToDictionary(sender => sender.Channel);

    // Each channel by itself: one slow provider must not hold up the other.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<MessageChannel>().Select(channel => ServeAsync(channel, stoppingToken)));

    private async Task ServeAsync(MessageChannel channel, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wake = signal.Next;
                while (await DispatchAsync(channel, stoppingToken) == Batch)
                {
                    // There may be more.
                }

                await Task.WhenAny(wake, Task.Delay(LookEvery, clock, stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database may be away for a while; the dispatcher is there when it comes back.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(exception);
                await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Sends what is due, by every channel.</summary>
    /// <returns>How many messages were found.</returns>
    internal async Task<int> DispatchAsync(CancellationToken stoppingToken) =>
        (await Task.WhenAll(Enum.GetValues<MessageChannel>().Select(channel => DispatchAsync(channel, stoppingToken)))).Sum();

    /// <summary>Sends what is due by one channel.</summary>
    /// <returns>How many messages were found.</returns>
    private async Task<int> DispatchAsync(MessageChannel channel, CancellationToken stoppingToken)
    {
        var now = clock.GetUtcNow();
        List<Guid> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            var lost = await context.Outbox.Where(row => row.State == OutboxState.Sending && row.Channel == channel && row.DueAt <= now).ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, OutboxState.Uncertain)
                    .SetProperty(row => row.Reason, "The portal stopped while this message was being handed over. It may or may not have arrived.")
                    .SetProperty(row => row.ProtectedPayload, "")
                    .SetProperty(row => row.DoneAt, now),
                stoppingToken);
            if (lost > 0)
                LogUncertain(lost);
            due = await context.Outbox.Where(row => row.State == OutboxState.Waiting && row.Channel == channel && row.DueAt <= now)
                .OrderBy(row => row.DueAt).Take(Batch).Select(row => row.Id).ToListAsync(stoppingToken);
        }

        await Task.WhenAll(due.Select(id => SendAsync(id, stoppingToken)));
        return due.Count;
    }

    private async Task SendAsync(Guid id, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = clock.GetUtcNow();
        var until = now + Lease;
        var taken = await context.Outbox.Where(row => row.Id == id && row.State == OutboxState.Waiting && row.DueAt <= now).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.State, OutboxState.Sending)
                .SetProperty(row => row.DueAt, until)
                .SetProperty(row => row.Attempts, row => row.Attempts + 1),
            stoppingToken);
        if (taken != 1)
            return;

        // From here on the message is ours to the end; the provider's own time limit ends the attempt, not the portal's stop.
        var row = await context.Outbox.AsNoTracking().SingleAsync(row => row.Id == id, CancellationToken.None);
        var result = row.WorthlessAt <= now ? new SendResult(SendOutcome.Refused, "Worthless by now: it waited longer than what it says is good for.")
            : byChannel.TryGetValue(row.Channel, out var sender) ? await TrySendAsync(sender, row)
            : new SendResult(SendOutcome.Unavailable, $"No provider is configured for {row.Channel}.");
        await MarkAsync(context, row, result);
    }

    private async Task<SendResult> TrySendAsync(IMessageSender sender, OutboxRow row)
    {
        try
        {
            var message = JsonSerializer.Deserialize<OutgoingMessage>(protect.Unprotect(Outbox.Table, row.Id, row.ProtectedPayload))!;
            return message.IsDecoy ? new(SendOutcome.Sent) : await sender.SendAsync(message, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever a sender throws, the message has a state; what it is, nobody knows.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogThrew(row.Id, exception.GetType().Name);
            return new(SendOutcome.Uncertain, $"The sender failed: {exception.GetType().Name}.");
        }
    }

    private async Task MarkAsync(PortalDbContext context, OutboxRow row, SendResult result)
    {
        var now = clock.GetUtcNow();
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(row.Attempts - 1, 12)));
        var state = result.Outcome switch
        {
            SendOutcome.Sent => OutboxState.Sent,
            SendOutcome.Refused => OutboxState.Failed,
            SendOutcome.Unavailable => now + wait >= row.WorthlessAt ? OutboxState.Failed : OutboxState.Waiting,
            SendOutcome.Uncertain => OutboxState.Uncertain,
        };
        var done = state != OutboxState.Waiting;
        var due = done ? row.DueAt : now + wait;
        // An answer that comes after the lease may still tell how it ended, but there is nothing left to try again with.
        await context.Outbox
            .Where(each => each.Id == row.Id && (each.State == OutboxState.Sending || (each.State == OutboxState.Uncertain && done)) && each.Attempts == row.Attempts)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(each => each.State, state)
                    .SetProperty(each => each.DueAt, due)
                    .SetProperty(each => each.ProtectedPayload, each => done ? "" : each.ProtectedPayload)
                    .SetProperty(each => each.Reason, result.Reason)
                    .SetProperty(each => each.ProviderReference, result.ProviderReference)
                    .SetProperty(each => each.DoneAt, done ? now : null),
                CancellationToken.None);
        if (state != OutboxState.Sent)
            LogNotSent(row.Id, row.Channel, row.Attempts, state, result.Reason);
    }

    [LoggerMessage(LogLevel.Error, "The outbox could not be read; it is looked at again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Count} messages may or may not have arrived: a process stopped while it handed them over.")]
    private partial void LogUncertain(int count);

    // Not the exception itself: its text may hold the message.
    [LoggerMessage(LogLevel.Error, "Handing over message {Message} failed with {Exception}.")]
    private partial void LogThrew(Guid message, string exception);

    [LoggerMessage(LogLevel.Warning, "Message {Message} ({Channel}), attempt {Attempt}: {State}. {Reason}")]
    private partial void LogNotSent(Guid message, MessageChannel channel, int attempt, OutboxState state, string reason);
}
