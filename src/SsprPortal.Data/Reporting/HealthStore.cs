using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using SsprPortal.Core.Administration;
using SsprPortal.Data.Messages;

namespace SsprPortal.Data.Reporting;

internal sealed class HealthStore(PortalDbContext context, IServiceProvider services, IConfiguration configuration) : IHealthStore
{
    private const int LatestMessages = 100;

    public Task<string?> DatabaseFaultAsync(CancellationToken cancellationToken) => services.CheckDatabaseAsync(cancellationToken);

    public DateTimeOffset? CertificateEndsAt()
    {
        var options = configuration.GetSection("KeyRing").Get<KeyRingOptions>();
        if (options?.CertificatePath is not { Length: > 0 } path)
            return null;
        using var certificate = DataServiceCollectionExtensions.Certificate(path, options.CertificatePassword);
        return certificate.NotAfter.ToUniversalTime();
    }

    public async Task<HealthFigures> FiguresAsync(CancellationToken cancellationToken)
    {
        var waiting = await context.Outbox.Where(row => row.State == OutboxState.Waiting || row.State == OutboxState.Sending)
            .OrderBy(row => row.DueAt).Take(IHealthStore.CountedTo).Select(row => row.CreatedAt).ToListAsync(cancellationToken);
        var latest = await context.Outbox.AsNoTracking().Where(row => row.DoneAt != null).OrderByDescending(row => row.DoneAt).Take(LatestMessages)
            .Select(row => new { row.Channel, row.State, row.Reason, row.DoneAt }).ToListAsync(cancellationToken);
        var unsealed = await context.Audit.Where(row => row.SealNumber == null).OrderBy(row => row.Id).Take(1).Select(row => (DateTimeOffset?)row.At).SingleOrDefaultAsync(cancellationToken);
        var head = await context.AuditChain.Select(row => row.HeadNumber).SingleOrDefaultAsync(cancellationToken);
        var counted = await context.RollUps.Select(row => row.SealNumber).SingleOrDefaultAsync(cancellationToken);
        return new(waiting.Count, waiting.Count == 0 ? null : waiting.Min(), [.. latest.Select(row => new MessageFate(row.Channel, State(row.State), row.Reason, row.DoneAt))], unsealed, head - counted);
    }

    public async Task<MessageFate?> MessageAsync(Guid id, CancellationToken cancellationToken) =>
        await context.Outbox.AsNoTracking().Where(row => row.Id == id).Select(row => new { row.Channel, row.State, row.Reason, row.DoneAt }).SingleOrDefaultAsync(cancellationToken) is { } row
            ? new(row.Channel, State(row.State), row.Reason, row.DoneAt)
            : null;

    private static MessageState State(OutboxState state) => state switch
    {
        OutboxState.Waiting or OutboxState.Sending => MessageState.OnItsWay,
        OutboxState.Sent => MessageState.Sent,
        OutboxState.Failed => MessageState.Failed,
        OutboxState.Uncertain => MessageState.Uncertain,
    };
}
