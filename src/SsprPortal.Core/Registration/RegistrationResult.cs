using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>What became of the wish to register something.</summary>
public enum BeginOutcome
{
    /// <summary>A code is on its way.</summary>
    Sent,

    /// <summary>It cannot be registered; the refusal says why.</summary>
    Refused,

    /// <summary>The last code is too young; wait.</summary>
    TooSoon,

    /// <summary>Enough was sent there for now.</summary>
    TooMany,

    /// <summary>Nothing of this kind can be registered (any more) by this person.</summary>
    NotOffered,
}

/// <summary>What became of the wish to register something.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Refusal">Why it cannot be registered.</param>
/// <param name="Wait">How long to wait, when it was too soon.</param>
public sealed record BeginResult(BeginOutcome Outcome, TargetRefusal? Refusal = null, TimeSpan Wait = default);

/// <summary>What waits for its code.</summary>
/// <param name="Method">The method.</param>
/// <param name="Hint">What may be shown of the phone or address.</param>
/// <param name="Challenge">The challenge.</param>
public sealed record PendingRegistration(IRegistrableMethod Method, string Hint, VerificationChallenge Challenge);
