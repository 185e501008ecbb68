namespace SsprPortal.Core.Recovery;

/// <summary>What happens to a journey.</summary>
public enum RecoveryEvent
{
    /// <summary>A user ID was given, with a solved CAPTCHA.</summary>
    Started,

    /// <summary>The person said what the trouble is.</summary>
    GoalChosen,

    /// <summary>A method was chosen and its challenge issued.</summary>
    ChallengeIssued,

    /// <summary>The same method's challenge was issued once more.</summary>
    ChallengeReissued,

    /// <summary>The person wants another method; nothing of this one is kept.</summary>
    MethodAbandoned,

    /// <summary>The challenge was answered rightly.</summary>
    ChallengePassed,

    /// <summary>No try is left on the challenge.</summary>
    ChallengeExhausted,

    /// <summary>The directory has the new password.</summary>
    PasswordSet,

    /// <summary>The directory has unlocked the account.</summary>
    AccountUnlocked,

    /// <summary>Policy, the account or a limit forbids going on.</summary>
    PolicyRefused,

    /// <summary>The person cancelled.</summary>
    Cancelled,

    /// <summary>Its time is over.</summary>
    Expired,
}

/// <summary>What decides between two outcomes of one event.</summary>
public enum RecoveryCondition
{
    /// <summary>Nothing to decide.</summary>
    None,

    /// <summary>This person may go on, and there is one thing to do.</summary>
    Eligible,

    /// <summary>This person may go on, to a new password or to unlocking.</summary>
    TwoGoals,

    /// <summary>This person may not.</summary>
    NotEligible,

    /// <summary>Another gate has to be passed.</summary>
    GatesMissing,

    /// <summary>Every gate is passed, for a new password.</summary>
    GatesMet,

    /// <summary>Every gate is passed, for unlocking.</summary>
    GatesMetToUnlock,

    /// <summary>Every gate is passed, and that was all there was to try.</summary>
    Rehearsed,

    /// <summary>Another method can be tried.</summary>
    MethodsLeft,

    /// <summary>No other method can be tried.</summary>
    NoMethodsLeft,
}
