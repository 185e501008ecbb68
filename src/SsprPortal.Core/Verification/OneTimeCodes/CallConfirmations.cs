using SsprPortal.Core.Messages;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>Keys pressed in calls: where they are reported, and what they do.</summary>
public sealed class CallConfirmations(IChallengeStore challenges)
{
    /// <summary>The path under which each challenge has its address.</summary>
    public const string Path = "/voice";

    /// <summary>What a call's <see cref="OutgoingMessage.ConfirmAt"/> has to be. The language is part of what the provider signs.</summary>
    /// <param name="portal">The public address.</param>
    /// <param name="challengeId">The challenge, whose id the message of the call has too.</param>
    /// <param name="language">The language of the call, "en" or "ja".</param>
    public static Uri Address(PortalAddress portal, Guid challengeId, string language)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return portal.To($"{Path}/{challengeId}?mkt={language}");
    }

    /// <summary>Confirms a challenge; true once, and only for the call that was made for it.</summary>
    /// <param name="challengeId">The challenge.</param>
    /// <param name="callReference">The provider's id of the call in which the key was pressed.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task<bool> ConfirmAsync(Guid challengeId, string callReference, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(callReference) ? Task.FromResult(false) : challenges.TryConfirmAsync(challengeId, callReference, cancellationToken);
}
