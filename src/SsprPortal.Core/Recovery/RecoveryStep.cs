namespace SsprPortal.Core.Recovery;

/// <summary>Where a journey stands. Stored by name: a name is never reused with another meaning, and an unknown one is an expired journey.</summary>
public enum RecoveryStep
{
    /// <summary>Choosing how to prove who one is.</summary>
    ChooseMethod,

    /// <summary>Answering the challenge that was issued.</summary>
    AnswerChallenge,

    /// <summary>Every gate is passed: choosing a new password.</summary>
    SetPassword,

    /// <summary>The password is reset.</summary>
    Completed,

    /// <summary>It cannot go on; the reason says why.</summary>
    Refused,

    /// <summary>The person cancelled.</summary>
    Cancelled,
}
