namespace SsprPortal.Core.Messages;

/// <summary>Tells whether what claims to come from the provider of calls does: the address it posts to is known to everybody.</summary>
public interface ICallbackSignature
{
    /// <summary>Whether the provider signed exactly this; never throws, whatever was sent.</summary>
    /// <param name="url">The public address it was posted to, as it was given to the provider, with its query.</param>
    /// <param name="form">What was posted.</param>
    /// <param name="signature">The signature that came with it.</param>
    bool IsGenuine(Uri url, IReadOnlyList<KeyValuePair<string, string>> form, string? signature);
}
