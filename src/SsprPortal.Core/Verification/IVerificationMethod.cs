using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Verification;

/// <summary>What a method proves a person has or knows. Two methods of one class are one gate.</summary>
public enum MethodClass
{
    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>A mailbox.</summary>
    Mailbox,
}

/// <summary>What a person gives back; names the part of the page that asks for it.</summary>
public enum ResponseShape
{
    /// <summary>A code, typed.</summary>
    Code,
}

/// <summary>What a person gave back.</summary>
/// <param name="Text">The code as it was typed.</param>
public sealed record VerificationResponse(string? Text)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(VerificationResponse);
}

/// <summary>What a method is told when a challenge begins.</summary>
/// <param name="ChallengeId">The challenge's id.</param>
/// <param name="Owner">Whom it is bound to.</param>
/// <param name="Target">The registered phone or address, or the one being registered.</param>
/// <param name="Language">The language of the page, "en" or "ja".</param>
/// <param name="Policy">The organisation's policy.</param>
public sealed record ChallengeContext(Guid ChallengeId, ChallengeOwner Owner, string Target, string Language, SsprPolicy Policy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Owner.Purpose} {ChallengeId}";
}

/// <summary>What a method hands back when a challenge begins.</summary>
/// <param name="Secret">What the answer is compared with; not the answer.</param>
/// <param name="Message">What is to be sent.</param>
public sealed record ChallengeStart(byte[] Secret, OutgoingMessage? Message)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ChallengeStart);
}

/// <summary>
/// One way of proving who one is. It never touches throttles, attempts, expiry, audit, journeys or HTTP: those are done once, around
/// it. How to add one: docs/adding-a-verification-method.md.
/// </summary>
public interface IVerificationMethod
{
    /// <summary>Stored with what is registered and with every gate: stable for good.</summary>
    string Id { get; }

    /// <summary>The class that counts as one gate.</summary>
    MethodClass Class { get; }

    /// <summary>What the person gives back.</summary>
    ResponseShape Shape { get; }

    /// <summary>The kind of registered entry this method uses; a text and a call share one phone.</summary>
    string RegistrationKind { get; }

    /// <summary>By what its messages travel; null when it sends none.</summary>
    MessageChannel? Channel { get; }

    /// <summary>How long a challenge may be answered.</summary>
    TimeSpan Lifetime { get; }

    /// <summary>Whether the person types the whole registered target before anything is sent (C12 of the security notes: it also stops message pumping).</summary>
    bool AsksForTarget { get; }

    /// <summary>Whether what was typed is the registered target, compared in constant time in its normal form; null when it cannot be a target at all.</summary>
    bool? IsTarget(string registered, string? typed, SsprPolicy policy);

    /// <summary>What tells whether two targets are one: limits and waits are kept by it.</summary>
    string TargetKey(string target);

    /// <summary>Begins a challenge.</summary>
    ChallengeStart Begin(ChallengeContext context);

    /// <summary>Whether the answer is right; constant time.</summary>
    bool Verify(VerificationChallenge challenge, VerificationResponse response);
}
