using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Recovery;

/// <summary>What became of a user ID.</summary>
public enum StartOutcome
{
    /// <summary>A journey exists, live or refused: its own page tells the rest.</summary>
    Started,

    /// <summary>Nothing was typed, or nothing that could be a user ID; nobody was looked up.</summary>
    NotAUserId,

    /// <summary>Only a part of a user ID was typed, where that is not enough; nobody was looked up.</summary>
    NotWhole,

    /// <summary>Too many user IDs from this address or browser; nobody was looked up.</summary>
    TooMany,
}

/// <summary>What became of a user ID.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Handle">What the browser holds from now on.</param>
public sealed record StartResult(StartOutcome Outcome, OpaqueHandle? Handle = null);

/// <summary>What became of the choice of a method.</summary>
public enum ChooseOutcome
{
    /// <summary>The challenge is issued.</summary>
    Issued,

    /// <summary>No such method for this person.</summary>
    NotAMethod,

    /// <summary>The whole number was not typed.</summary>
    TargetMissing,

    /// <summary>What was typed cannot be a number; not counted.</summary>
    NotATarget,

    /// <summary>What was typed is not the registered one; nothing was sent.</summary>
    TargetMismatch,

    /// <summary>No try is left on this account; not looked at.</summary>
    Blocked,

    /// <summary>The last message is too young; wait.</summary>
    TooSoon,

    /// <summary>Enough was sent there for now; another method.</summary>
    TooMany,

    /// <summary>The journey has moved on: its own page tells.</summary>
    Moved,
}

/// <summary>What became of the choice of a method.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Wait">How long to wait, when it was too soon.</param>
/// <param name="TriesLeft">How many more will be compared, after a mismatch.</param>
public sealed record ChooseResult(ChooseOutcome Outcome, TimeSpan Wait = default, int TriesLeft = 0)
{
    internal static ChooseResult Of(IssueResult issued) => issued.Outcome switch
    {
        IssueOutcome.Issued => new(ChooseOutcome.Issued),
        IssueOutcome.TooSoon => new(ChooseOutcome.TooSoon, issued.Wait),
        IssueOutcome.TooMany => new(ChooseOutcome.TooMany),
    };
}

/// <summary>What became of an answer to a challenge.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="TriesLeft">How many more answers will be looked at, after a wrong one.</param>
/// <param name="Moved">Whether the journey has moved: its own page tells the rest.</param>
/// <param name="Handle">What the browser holds from now on, after a passed gate.</param>
/// <param name="Journey">The journey as it is now, when another challenge took the place of the one that was answered.</param>
public sealed record VerifyResult(AnswerOutcome Outcome, int TriesLeft = 0, bool Moved = false, OpaqueHandle? Handle = null, RecoveryJourney? Journey = null);

/// <summary>What became of a new password.</summary>
/// <param name="Moved">Whether the journey has moved: its own page tells the rest.</param>
/// <param name="Refusals">Why the password is refused; the person is still verified.</param>
public sealed record SetPasswordResult(bool Moved, IReadOnlyList<PasswordRefusal> Refusals)
{
    internal static readonly SetPasswordResult Gone = new(true, []);
}
