using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Api;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Transactions;

namespace SsprPortal.Data.Api;

internal sealed class ApiKeys(PortalDbContext context, ITransaction transaction, IAuditLog audit, TimeProvider clock) : IApiKeys
{
    private const int Listed = 200;
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    public async Task<string> CreateAsync(string name, IReadOnlyList<string> scopes, int days, Actor actor, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, IApiKeys.MaxDays);
        if (ApiScopes.AreTooMuch(scopes))
            throw new ArgumentException("One key may not do all of this.", nameof(scopes));
        // The prefix is no part of the secret.
        var prefix = "sspr_" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var key = $"{prefix}_{OpaqueHandle.Create().Text}";
        var now = clock.GetUtcNow();
        var id = Guid.NewGuid();
        await transaction.TryAsync(
            async () =>
            {
                context.ApiKeys.Add(new()
                {
                    Id = id,
                    Name = name,
                    Prefix = prefix,
                    Hash = Hash(key),
                    Scopes = string.Join(' ', scopes),
                    CreatedAt = now,
                    CreatedBy = actor.Name,
                    CreatorId = actor.Id,
                    ExpiresAt = now.AddDays(days),
                });
                await context.SaveChangesAsync(cancellationToken);
                await audit.WriteAsync(new AuditEntry(AuditCode.KeyCreated, null, id, caller.Address, Reason: string.Create(CultureInfo.InvariantCulture, $"{prefix} {string.Join(' ', scopes)}, {days} d"), ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);
        return key;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await context.ApiKeys.AsNoTracking().OrderByDescending(row => row.CreatedAt).Take(Listed).ToListAsync(cancellationToken)).Select(Key)];

    public Task<bool> RevokeAsync(Guid id, Actor actor, Caller caller, CancellationToken cancellationToken) =>
        transaction.TryAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                if (await context.ApiKeys.Where(row => row.Id == id && row.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancellationToken) != 1)
                    return false;
                await audit.WriteAsync(new AuditEntry(AuditCode.KeyRevoked, null, id, caller.Address, ActorId: actor.Id), cancellationToken);
                return true;
            },
            cancellationToken);

    public async Task<ApiKey?> UseAsync(string presented, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(presented), clock.GetUtcNow());
        var row = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(each => each.Hash == hash && each.RevokedAt == null && each.ExpiresAt > now && context.Administrators().Any(user => user.Id == each.CreatorId), cancellationToken);
        if (row is null)
            return null;
        var noted = now - Noted;
        if (row.LastUsedAt is null || row.LastUsedAt < noted)
            await context.ApiKeys.Where(each => each.Id == row.Id && (each.LastUsedAt == null || each.LastUsedAt < noted)).ExecuteUpdateAsync(set => set.SetProperty(each => each.LastUsedAt, now), cancellationToken);
        return Key(row);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ApiKey Key(ApiKeyRow row) => new(row.Id, row.Name, row.Prefix, row.Scopes.Split(' '), row.CreatedAt, row.CreatedBy, row.ExpiresAt, row.RevokedAt, row.LastUsedAt);
}
