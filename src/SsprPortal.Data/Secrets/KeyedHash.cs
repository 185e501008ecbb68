using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Verification;

namespace SsprPortal.Data.Secrets;

/// <summary>
/// The key of keyed hashes: made once, kept in the database, encrypted under the key ring, which is itself encrypted with the
/// certificate. One secret to look after, and the same key on every instance.
/// </summary>
internal sealed class KeyedHash(IServiceScopeFactory scopes, IDataProtectionProvider protection, DatabaseErrors errors) : IKeyedHash
{
    private const string Name = "keyed-hash";
    private const int KeyBytes = 32;

    private readonly IDataProtector protector = protection.CreateProtector("SsprPortal.Secret", Name);
    private readonly ConcurrentDictionary<string, byte[]> keys = new(StringComparer.Ordinal);
    private byte[]? master;

    public byte[] Compute(string purpose, ReadOnlySpan<byte> data)
    {
        var key = keys.GetOrAdd(purpose, name => HKDF.DeriveKey(HashAlgorithmName.SHA256, Master(), KeyBytes, info: Encoding.UTF8.GetBytes(name)));
        return HMACSHA256.HashData(key, data);
    }

    /// <summary>Reads the key, or makes it; of two instances that make it at one time, one key wins for both.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        if (!await context.Secrets.AnyAsync(row => row.Name == Name, cancellationToken))
        {
            context.Secrets.Add(new() { Name = Name, ProtectedValue = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))) });
            await errors.TryInsertAsync(context, cancellationToken);
        }

        var value = await context.Secrets.Where(row => row.Name == Name).Select(row => row.ProtectedValue).SingleAsync(cancellationToken);
        master = Convert.FromBase64String(protector.Unprotect(value));
    }

    /// <summary>Whether the key is there and opens; writes nothing.</summary>
    public async Task<bool> CanReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var value = await context.Secrets.Where(row => row.Name == Name).Select(row => row.ProtectedValue).SingleOrDefaultAsync(cancellationToken);
        return value is not null && protector.Unprotect(value).Length > 0;
    }

    private byte[] Master() => master ?? throw new InvalidOperationException("The database has not been prepared.");
}
