using SsprPortal.Core.Messages;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A call to the mobile phone: while registering it says a code, afterwards it asks for #.</summary>
public sealed class VoiceMethod(IKeyedHash hash, MessageTexts texts, PortalAddress portal) : PhoneMethod(hash, texts)
{
    /// <inheritdoc/>
    public override string Id => "voice";

    /// <inheritdoc/>
    public override ResponseShape Shape => ResponseShape.Confirmation;

    /// <inheritdoc/>
    protected override MessageChannel Carrier => MessageChannel.Call;

    /// <inheritdoc/>
    public override Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken) =>
        IsRegistering(context.Owner) ? base.BeginAsync(context, cancellationToken) : Task.FromResult(CallAnswer.Begin(context, portal));

    /// <inheritdoc/>
    public override bool HasAnswer(VerificationChallenge challenge, VerificationResponse response) =>
        IsRegistering(challenge.Owner) ? base.HasAnswer(challenge, response) : challenge.ConfirmedAt is not null;

    /// <inheritdoc/>
    public override Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken) =>
        IsRegistering(challenge.Owner) ? base.VerifyAsync(challenge, response, entries, cancellationToken) : Task.FromResult(CallAnswer.ProofOf(challenge, entries));

    private static bool IsRegistering(ChallengeOwner owner) => owner.Purpose == ChallengePurpose.Registration;
}
