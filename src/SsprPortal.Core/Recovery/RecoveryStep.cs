namespace SsprPortal.Core.Recovery;

/// <summary>Where a journey stands. Stored by name: a name is never reused with another meaning, and an unknown one is an expired journey.</summary>
public enum RecoveryStep
{
    /// <summary>Choosing between a new password and unlocking the account.</summary>
    ChooseGoal,

    /// <summary>Choosing how to prove who one is.</summary>
    ChooseMethod,

    /// <summary>Answering the challenge that was issued.</summary>
    AnswerChallenge,

    /// <summary>Every gate is passed: choosing a new password.</summary>
    SetPassword,

    /// <summary>Every gate is passed: unlocking the account.</summary>
    ConfirmUnlock,

    /// <summary>The password is reset, the account unlocked, or the rehearsal over.</summary>
    Completed,

    /// <summary>It cannot go on; the reason says why.</summary>
    Refused,

    /// <summary>The person cancelled.</summary>
    Cancelled,

    /// <summary>The person did not come back in time.</summary>
    Abandoned,
}

/// <summary>What the person is here for. Stored by name.</summary>
public enum RecoveryGoal
{
    /// <summary>A new password; a locked account is unlocked with it.</summary>
    Reset,

    /// <summary>The password is known, the account is locked.</summary>
    Unlock,
}
