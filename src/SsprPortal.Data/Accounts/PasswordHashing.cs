using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SsprPortal.Data.Accounts;

/// <summary>
/// PBKDF2-HMAC-SHA-512 by Identity's own hasher, never on more than all but one of the processors at a time: a crowd at the sign-in
/// page must not starve the health probes.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    /// <summary>OWASP Password Storage Cheat Sheet: 220,000 for HMAC-SHA-512 (N20).</summary>
    public const int Iterations = 220_000;

    private readonly PasswordHasher<PortalUser> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly ConcurrencyLimiter limiter = new(new()
    {
        PermitLimit = Math.Max(1, Environment.ProcessorCount - 1),
        QueueLimit = 200,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly Lazy<string> nobody;

    public PasswordHashing() => nobody = new(() => hasher.HashPassword(null!, Guid.NewGuid().ToString()));

    /// <summary>Hashes; null when too many wait already.</summary>
    public async Task<string?> TryHashAsync(string password, CancellationToken cancellationToken)
    {
        using var lease = await limiter.AcquireAsync(1, cancellationToken);
        return lease.IsAcquired ? hasher.HashPassword(null!, password) : null;
    }

    /// <summary>Compares with an account's hash, or, where there is none, with nobody's: it takes as long. Null when too many wait already.</summary>
    public async Task<bool?> VerifyAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        using var lease = await limiter.AcquireAsync(1, cancellationToken);
        return lease.IsAcquired ? hasher.VerifyHashedPassword(null!, hash ?? nobody.Value, password) != PasswordVerificationResult.Failed && hash is not null : null;
    }

    public void Dispose() => limiter.Dispose();
}
