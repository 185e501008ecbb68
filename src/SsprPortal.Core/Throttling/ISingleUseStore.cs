namespace SsprPortal.Core.Throttling;

/// <summary>Remembers what may be used once, for all instances: one insert against a unique key.</summary>
public interface ISingleUseStore
{
    /// <summary>Marks a token as used. True for exactly one caller, however many ask at the same time.</summary>
    /// <param name="purpose">The name space of the token ("captcha"), so that no other use can be mistaken for this one (I7 of the security notes).</param>
    /// <param name="token">The token; only its SHA-256 is stored.</param>
    /// <param name="expires">When the token is worthless anyway and the mark may be swept (UTC).</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    Task<bool> TryUseAsync(string purpose, string token, DateTimeOffset expires, CancellationToken cancellationToken);
}
