using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Registration;

/// <summary>What a person is asked for at sign-in.</summary>
public enum RegistrationDue
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>To register more.</summary>
    Register,

    /// <summary>To say whether what is registered is still right.</summary>
    Review,
}

/// <summary>Whether a signed-in person may change what is registered.</summary>
public enum MayChange
{
    /// <summary>Yes.</summary>
    Allowed,

    /// <summary>After a proof beyond the password: the last one is too old.</summary>
    ProofNeeded,

    /// <summary>After signing in again: there is nothing else to prove oneself by.</summary>
    SignInNeeded,

    /// <summary>Not so soon after a reset.</summary>
    Held,

    /// <summary>Whoever holds a role had a second factor, and none of it can be used any more: another administrator demands a new registration first.</summary>
    AskAdministrator,
}

/// <summary>What became of the wish to register something.</summary>
public enum BeginOutcome
{
    /// <summary>It waits for its proof; a code is on its way where one is sent.</summary>
    Begun,

    /// <summary>It is registered: there was nothing to prove.</summary>
    Registered,

    /// <summary>It cannot be registered; the refusal says why.</summary>
    Refused,

    /// <summary>The last code is too young; wait.</summary>
    TooSoon,

    /// <summary>Enough was sent there for now.</summary>
    TooMany,

    /// <summary>This account has begun too much in a day.</summary>
    TooManyDrafts,

    /// <summary>Nothing of this kind can be registered (any more) by this person.</summary>
    NotOffered,

    /// <summary>What is registered may not be changed now; the permission says why.</summary>
    NotPermitted,
}

/// <summary>What became of the wish to register something.</summary>
/// <param name="Outcome">What became of it.</param>
public sealed record BeginResult(BeginOutcome Outcome)
{
    /// <summary>Why it cannot be registered.</summary>
    public TargetRefusal? Refusal { get; init; }

    /// <summary>Which of several answers was refused, from 0.</summary>
    public int RefusedAnswer { get; init; }

    /// <summary>How long to wait, when it was too soon.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Why nothing may be changed now.</summary>
    public MayChange Permission { get; init; }
}

/// <summary>What became of the wish to change an entry.</summary>
public enum ChangeOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The person has no such entry (any more).</summary>
    NotFound,

    /// <summary>That is no name: empty, too long, or with characters that cannot be shown.</summary>
    NotAName,

    /// <summary>Not now; see <see cref="RegistrationService.MayChangeAsync"/>.</summary>
    NotPermitted,
}
