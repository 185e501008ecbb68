namespace SsprPortal.Core.Administration;

/// <summary>A picture that stands for the organisation.</summary>
/// <param name="Hash">SHA-256 of the content, in lower-case hex.</param>
/// <param name="MediaType">"image/png" or "image/svg+xml".</param>
/// <param name="Content">What is served.</param>
public sealed record Logo(string Hash, string MediaType, byte[] Content);

/// <summary>The logos that were uploaded, by what is in them; which of them is shown is policy.</summary>
public interface ILogos
{
    /// <summary>Keeps one; keeping it again changes nothing.</summary>
    Task KeepAsync(Logo logo, CancellationToken cancellationToken);

    /// <summary>The one of this hash; null when there is none.</summary>
    Task<Logo?> FindAsync(string hash, CancellationToken cancellationToken);
}
