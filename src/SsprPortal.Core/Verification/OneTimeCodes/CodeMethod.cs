using System.Security.Cryptography;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A code that is sent and typed back: all that texts and emails have in common.</summary>
public abstract class CodeMethod(IKeyedHash hash, MessageTexts texts) : IRegistrableMethod
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract MethodClass Class { get; }

    /// <inheritdoc/>
    public ResponseShape Shape => ResponseShape.Code;

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
    public abstract TargetResult ReadTarget(string? typed, DirectoryUser person, SsprPolicy policy);

    /// <inheritdoc/>
    public virtual string TargetKey(string target) => target;

    /// <inheritdoc/>
    public ChallengeStart Begin(ChallengeContext context)
    {
        var code = OneTimeCode.Create();
        var (subject, text) = texts.Code(Carrier, context.Owner.Purpose, code, Lifetime, context.Policy, context.Language);
        return new(
            code.Hash(hash, context.Owner, context.ChallengeId, context.Target),
            new OutgoingMessage(Guid.NewGuid(), Carrier, context.Target, subject, text, context.Language));
    }

    /// <inheritdoc/>
    public bool Verify(VerificationChallenge challenge, VerificationResponse response) =>
        OneTimeCode.Read(response.Text) is { } code
        && CryptographicOperations.FixedTimeEquals(code.Hash(hash, challenge.Owner, challenge.Id, challenge.Target), challenge.Secret);
}
