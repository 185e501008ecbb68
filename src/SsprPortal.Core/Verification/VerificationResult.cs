namespace SsprPortal.Core.Verification;

/// <summary>What became of an answer to a challenge.</summary>
public enum AnswerOutcome
{
    /// <summary>Right, and counted as used: nobody can answer it again.</summary>
    Passed,

    /// <summary>Wrong; more tries are left.</summary>
    Wrong,

    /// <summary>There is nothing to look at (yet); not counted.</summary>
    Empty,

    /// <summary>The challenge has expired, was answered or was replaced.</summary>
    Expired,

    /// <summary>No try is left on this challenge.</summary>
    Exhausted,

    /// <summary>No try is left on this account: self-service is blocked for a day.</summary>
    Blocked,
}

/// <summary>What became of an answer.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="TriesLeft">How many more answers will be looked at, after a wrong one.</param>
/// <param name="Challenge">The challenge, when it was looked at.</param>
/// <param name="Proof">What a right answer proves.</param>
public sealed record AnswerResult(AnswerOutcome Outcome, int TriesLeft = 0, VerificationChallenge? Challenge = null, Proof? Proof = null);

/// <summary>What became of the wish for a challenge.</summary>
public enum IssueOutcome
{
    /// <summary>Issued; the message is in the outbox.</summary>
    Issued,

    /// <summary>The last one is too young; wait.</summary>
    TooSoon,

    /// <summary>This destination was sent enough, or from here, or the portal sends no more for now; a method that sends nothing, or another day.</summary>
    TooMany,
}

/// <summary>What became of the wish for a challenge.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Challenge">The challenge that was issued.</param>
/// <param name="Wait">How long to wait, when it was too soon.</param>
public sealed record IssueResult(IssueOutcome Outcome, VerificationChallenge? Challenge = null, TimeSpan Wait = default);

/// <summary>What a page shows of a challenge that waits for an answer.</summary>
/// <param name="Challenge">The challenge.</param>
/// <param name="Method">The method that issued it.</param>
/// <param name="Hint">What may be shown of where it was sent, or of what is being registered.</param>
/// <param name="Prompts">What is to be answered or put away: questions, a seed, the options of a security key.</param>
public sealed record PendingChallenge(VerificationChallenge Challenge, IVerificationMethod Method, string Hint, IReadOnlyList<string> Prompts)
{
    /// <summary>How many gates are passed before this one.</summary>
    public int GatesPassed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Challenge.ToString();
}
