using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Api;

namespace SsprPortal.Data.Api;

internal sealed class ApiReplies(PortalDbContext context, DatabaseErrors errors, TimeProvider clock) : IApiReplies
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // Longer than any write takes: a process that died does not keep a request from being asked again.
    private static readonly TimeSpan Worked = TimeSpan.FromMinutes(1);

    public async Task<ApiReplay?> TakeAsync(Guid keyId, string idempotencyKey, byte[] request, Guid lease, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(idempotencyKey), clock.GetUtcNow());
        await Row(keyId, hash).Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        context.ApiReplies.Add(new() { KeyId = keyId, IdempotencyHash = hash, RequestHash = request, Lease = lease, ExpiresAt = now + Worked });
        if (await errors.TryInsertAsync(context, cancellationToken))
            return null;
        var there = await Row(keyId, hash).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return there is null ? new(true, null) : new(there.RequestHash.AsSpan().SequenceEqual(request), there.Status is { } status ? new(status, there.Body, there.ETag) : null);
    }

    public async Task<bool> TryHoldAsync(Guid lease, CancellationToken cancellationToken) =>
        await Leased(lease).ExecuteUpdateAsync(set => set.SetProperty(row => row.Lease, lease), cancellationToken) == 1;

    public Task KeepAsync(Guid lease, ApiReply reply, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + Kept;
        return Leased(lease).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Status, reply.Status).SetProperty(row => row.Body, reply.Body).SetProperty(row => row.ETag, reply.ETag).SetProperty(row => row.ExpiresAt, until), cancellationToken);
    }

    public Task ForgetAsync(Guid lease, CancellationToken cancellationToken) => Leased(lease).ExecuteDeleteAsync(cancellationToken);

    private IQueryable<ApiReplyRow> Leased(Guid lease) => context.ApiReplies.Where(row => row.Lease == lease && row.Status == null);

    private IQueryable<ApiReplyRow> Row(Guid keyId, byte[] hash) => context.ApiReplies.Where(row => row.KeyId == keyId && row.IdempotencyHash == hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
