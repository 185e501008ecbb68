using System.Text.Json;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Transactions;
using SsprPortal.Data.Secrets;

namespace SsprPortal.Data.Messages;

internal sealed class Outbox(PortalDbContext context, ITransaction transaction, ProtectedColumn protect, OutboxSignal signal, TimeProvider clock) : IOutbox
{
    internal const string Table = "Outbox";

    public async Task AddAsync(OutgoingMessage message, DateTimeOffset worthlessAfter, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A message is written with the state it tells of, in one transaction.");
        var now = clock.GetUtcNow();
        context.Outbox.Add(new()
        {
            Id = message.Id,
            Channel = message.Channel,
            State = OutboxState.Waiting,
            ProtectedPayload = protect.Protect(Table, message.Id, JsonSerializer.Serialize(message)),
            CreatedAt = now,
            DueAt = now,
            WorthlessAt = worthlessAfter,
        });
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        ((EfTransaction)transaction).AfterCommit(signal.Set);
    }
}
