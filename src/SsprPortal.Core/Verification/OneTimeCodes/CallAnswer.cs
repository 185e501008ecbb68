using SsprPortal.Core.Messages;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A call that is answered by pressing #: all that a mobile and an office phone have in common. The browser only waits for it.</summary>
internal static class CallAnswer
{
    /// <summary>Begins a call. The message has the challenge's id, so that a pressed key is counted for this challenge and its own call only.</summary>
    public static ChallengeStart Begin(ChallengeContext context, PortalAddress portal) => new(
        [],
        new OutgoingMessage(
            context.ChallengeId,
            MessageChannel.Call,
            context.Target,
            "",
            MessageTexts.CallToConfirm(context.Owner.Purpose, context.Policy, context.Language),
            context.Language,
            CallConfirmations.Address(portal, context.ChallengeId, context.Language)));

    /// <summary>What the pressed key proves, while the phone is still the person's.</summary>
    public static Proof? ProofOf(VerificationChallenge challenge, IReadOnlyList<RegisteredMethod> entries) =>
        challenge.ConfirmedAt is not null && entries.FirstOrDefault(entry => entry.Value == challenge.Target) is { } entry
            ? new() { Entry = entry.IsStored ? entry : null }
            : null;
}
