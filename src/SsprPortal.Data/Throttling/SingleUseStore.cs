using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Throttling;

namespace SsprPortal.Data.Throttling;

internal sealed class SingleUseStore(PortalDbContext context, DatabaseErrors errors) : ISingleUseStore
{
    public Task<bool> TryUseAsync(string purpose, string token, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        context.UsedTokens.Add(new() { Purpose = purpose, TokenHash = SHA256.HashData(Encoding.UTF8.GetBytes(token)), ExpiresAt = expires.ToUniversalTime() });
        return errors.TryInsertAsync(context, cancellationToken);
    }
}
