using System.Security.Cryptography;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A code that is sent and typed back: all that texts and emails have in common.</summary>
public abstract class CodeMethod(IKeyedHash hash, MessageTexts texts) : IRegistrableMethod
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract MethodClass Class { get; }

    /// <inheritdoc/>
    public virtual ResponseShape Shape => ResponseShape.Code;

    /// <inheritdoc/>
    public abstract string RegistrationKind { get; }

    /// <inheritdoc/>
    public abstract TimeSpan Lifetime { get; }

    /// <inheritdoc/>
    public abstract bool AsksForTarget { get; }

    /// <summary>By what the code travels.</summary>
    protected abstract MessageChannel Carrier { get; }

    /// <inheritdoc/>
    public MessageChannel? Channel => Carrier;

    /// <inheritdoc/>
    public abstract bool? IsTarget(string registered, string? typed, SsprPolicy policy);

    /// <inheritdoc/>
    public abstract DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy);

    /// <inheritdoc/>
    public virtual string ConcealedHint(RegisteredMethod entry) => entry.Hint;

    /// <inheritdoc/>
    public abstract string HintOf(string target);

    /// <inheritdoc/>
    public abstract Task<EnrolmentDraft> DraftAsync(EnrolmentInput input, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual RegisteredMethod? FromDirectory(DirectoryUser person, SsprPolicy policy) => null;

    /// <inheritdoc/>
    public virtual bool IsUsable(RegisteredMethod entry, SsprPolicy policy) => true;

    /// <inheritdoc/>
    public virtual string TargetKey(string target) => target;

    /// <inheritdoc/>
    public virtual Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken)
    {
        var code = OneTimeCode.Create();
        var (subject, text) = texts.Code(Carrier, context.Owner.Purpose, code, Lifetime, context.Policy, context.Language);
        return Task.FromResult(new ChallengeStart(
            code.Hash(hash, context.Owner, context.ChallengeId, context.Target),
            new OutgoingMessage(Guid.NewGuid(), Carrier, context.Target, subject, text, context.Language)));
    }

    /// <inheritdoc/>
    public virtual bool HasAnswer(VerificationChallenge challenge, VerificationResponse response) => !string.IsNullOrWhiteSpace(response.Text);

    /// <inheritdoc/>
    public virtual Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken)
    {
        var right = OneTimeCode.Read(response.Text) is { } code
            && CryptographicOperations.FixedTimeEquals(code.Hash(hash, challenge.Owner, challenge.Id, challenge.Target), challenge.Secret);
        return Task.FromResult(right ? ProofOf(challenge, entries) : null);
    }

    /// <summary>What a proved target proves: while registering, the target itself; afterwards only what is registered still.</summary>
    protected static Proof? ProofOf(VerificationChallenge challenge, IReadOnlyList<RegisteredMethod> entries)
    {
        if (challenge.Owner.Purpose == ChallengePurpose.Registration)
            return new() { LookupKey = challenge.Target };
        return entries.FirstOrDefault(entry => entry.Value == challenge.Target) is { } entry ? new() { Entry = entry.IsStored ? entry : null } : null;
    }
}
