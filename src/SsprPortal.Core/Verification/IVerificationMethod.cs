using SsprPortal.Core.Directory;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Registration;

namespace SsprPortal.Core.Verification;

/// <summary>What a method proves a person has or knows. Two methods of one class are one gate.</summary>
public enum MethodClass
{
    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>A mailbox.</summary>
    Mailbox,

    /// <summary>An authenticator app.</summary>
    App,

    /// <summary>A security key or passkey.</summary>
    Key,

    /// <summary>Something the person knows.</summary>
    Knowledge,

    /// <summary>Something the person was given to put away.</summary>
    Paper,

    /// <summary>The help desk recognised the person, by voice or face. Never enough alone, and a matter of no policy.</summary>
    Vouched,
}

/// <summary>What a person gives back.</summary>
public enum ResponseShape
{
    /// <summary>A code, typed.</summary>
    Code,

    /// <summary>Answers to several questions, typed.</summary>
    Answers,

    /// <summary>What a security key signed.</summary>
    Assertion,

    /// <summary>Nothing in the browser: a key pressed on the phone. The page waits for it.</summary>
    Confirmation,
}

/// <summary>What a person gave back.</summary>
/// <param name="Text">The code as it was typed, or what a security key signed, as JSON.</param>
/// <param name="Answers">The answers as they were typed, in the order of the questions.</param>
public sealed record VerificationResponse(string? Text, IReadOnlyList<string?>? Answers = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(VerificationResponse);
}

/// <summary>What a method is told when a challenge begins.</summary>
/// <param name="ChallengeId">The challenge's id.</param>
/// <param name="Owner">Whom it is bound to.</param>
/// <param name="Target">Where a message goes, or what is being registered; empty where neither is.</param>
/// <param name="Entries">What the person registered of this kind.</param>
/// <param name="Language">The language of the page, "en" or "ja".</param>
/// <param name="Policy">The organisation's policy.</param>
public sealed record ChallengeContext(Guid ChallengeId, ChallengeOwner Owner, string Target, IReadOnlyList<RegisteredMethod> Entries, string Language, SsprPolicy Policy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Owner.Purpose} {ChallengeId}";
}

/// <summary>What a method hands back when a challenge begins.</summary>
/// <param name="Secret">What the answer is compared with, or what has to be remembered to judge it; never the answer.</param>
/// <param name="Message">What is to be sent.</param>
public sealed record ChallengeStart(byte[] Secret, OutgoingMessage? Message = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ChallengeStart);
}

/// <summary>What a right answer says beyond being right.</summary>
public sealed record Proof
{
    /// <summary>Which registered entry was used; null for one that is not ours to note it on, or while registering.</summary>
    public RegisteredMethod? Entry { get; init; }

    /// <summary>The entry's new <see cref="RegisteredMethod.Counter"/>: what may be used once is used up by it.</summary>
    public long? Counter { get; init; }

    /// <summary>While registering: what is stored, when it is not the target of the challenge.</summary>
    public string? Value { get; init; }

    /// <summary>While registering: what tells two entries apart for good, see <see cref="RegisteredMethod.LookupKey"/>.</summary>
    public string? LookupKey { get; init; }

    /// <summary>How many gates it counts as: 2 for a key that verified its user by itself (NIST SP 800-63B, section 3.1.7).</summary>
    public int Gates { get; init; } = 1;

    /// <inheritdoc/>
    public override string ToString() => nameof(Proof);
}

/// <summary>What stands for something that nobody registered.</summary>
/// <param name="Value">What would be stored.</param>
/// <param name="Hint">What may be shown of it.</param>
/// <param name="Gates">How many gates it seems to count as.</param>
public sealed record DecoyEntry(string Value, string Hint, int Gates = 1);

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

    /// <summary>How long a challenge may be answered.</summary>
    TimeSpan Lifetime { get; }

    /// <summary>The drawing of icons.svg that stands for it.</summary>
    string Icon => Id;

    /// <summary>By what its messages travel; null when it sends none.</summary>
    MessageChannel? Channel => null;

    /// <summary>Answers to one challenge that are looked at, then it is dead (N4).</summary>
    int Tries => VerificationChallenge.MaxAttempts;

    /// <summary>Whether it may be the only gate of a person who has another method.</summary>
    bool StandsAlone => true;

    /// <summary>Whether it is something else than a password is; then it serves as the second factor of the portal's own sign-in, and for people with a role.</summary>
    bool IsSecondFactor => true;

    /// <summary>Whether the person types the whole registered target before anything is sent (C12 of the security notes: it also stops message pumping).</summary>
    bool AsksForTarget => false;

    /// <summary>Whether what was typed is the registered target, compared in constant time in its normal form; null when it cannot be a target at all.</summary>
    bool? IsTarget(string registered, string? typed, SsprPolicy policy) => null;

    /// <summary>What tells whether two targets are one: limits and waits are kept by it.</summary>
    string TargetKey(string target) => target;

    /// <summary>What the directory knows and nobody has to register; null when there is nothing.</summary>
    RegisteredMethod? FromDirectory(DirectoryUser person, SsprPolicy policy) => null;

    /// <summary>
    /// What stands for a registration of this kind that does not exist, where that must not be told: read, shown and challenged like a
    /// real one, never written to and never right.
    /// </summary>
    /// <param name="seed">32 bytes, the same for the same account.</param>
    /// <param name="policy">The organisation's policy.</param>
    DecoyEntry Decoy(ReadOnlySpan<byte> seed, SsprPolicy policy);

    /// <summary>What may be shown of an entry where existence is concealed: nothing that real ones have more often than decoys.</summary>
    string ConcealedHint(RegisteredMethod entry) => Hint(entry);

    /// <summary>Whether an entry can be used: not when all of it is used up, or policy does not send there any more.</summary>
    bool IsUsable(RegisteredMethod entry, SsprPolicy policy) => true;

    /// <summary>What may be shown of an entry.</summary>
    string Hint(RegisteredMethod entry) => entry.Hint;

    /// <summary>Begins a challenge.</summary>
    Task<ChallengeStart> BeginAsync(ChallengeContext context, CancellationToken cancellationToken);

    /// <summary>What the page shows to be answered or put away: questions, a seed, the options of a security key.</summary>
    IReadOnlyList<string> Prompts(VerificationChallenge challenge, string language) => [];

    /// <summary>Whether there is anything to look at; what is no answer costs no try.</summary>
    bool HasAnswer(VerificationChallenge challenge, VerificationResponse response) => !string.IsNullOrWhiteSpace(response.Text);

    /// <summary>What a right answer proves; null for a wrong one. Constant time.</summary>
    /// <param name="challenge">The challenge; it may be one of <see cref="ChallengePurpose.Registration"/>, where there is no entry yet.</param>
    /// <param name="response">What the person gave back.</param>
    /// <param name="entries">What the person has registered of this kind now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Proof?> VerifyAsync(VerificationChallenge challenge, VerificationResponse response, IReadOnlyList<RegisteredMethod> entries, CancellationToken cancellationToken);
}
