namespace SsprPortal.Core.Auditing;

/// <summary>What happened. The numbers are stored and exported: they never change (a test freezes them).</summary>
public enum AuditCode
{
    /// <summary>Somebody signed in.</summary>
    SignedIn = 1001,

    /// <summary>A sign-in was refused.</summary>
    SignInRefused = 1002,

    /// <summary>Somebody signed out.</summary>
    SignedOut = 1003,

    /// <summary>Somebody proved more than the password.</summary>
    ProofPassed = 1004,

    /// <summary>A proof beyond the password was refused.</summary>
    ProofRefused = 1005,

    /// <summary>A challenge beyond the password was issued.</summary>
    ProofIssued = 1006,

    /// <summary>Somebody changed the password, knowing the old one.</summary>
    PasswordChanged = 1007,

    /// <summary>A change of the password was refused.</summary>
    PasswordChangeRefused = 1008,

    /// <summary>A method was registered.</summary>
    MethodRegistered = 2001,

    /// <summary>A registration could not be finished.</summary>
    RegistrationRefused = 2002,

    /// <summary>A registration code was sent.</summary>
    RegistrationCodeSent = 2003,

    /// <summary>Something that was registered was replaced by another of its kind.</summary>
    MethodChanged = 2004,

    /// <summary>Something that was registered was removed.</summary>
    MethodRemoved = 2005,

    /// <summary>Something that was registered was given another name.</summary>
    MethodRenamed = 2006,

    /// <summary>The person said that everything that is registered is still right.</summary>
    RegistrationReviewed = 2007,

    /// <summary>The person was asked to register and put it off.</summary>
    RegistrationPostponed = 2008,

    /// <summary>A recovery journey began.</summary>
    RecoveryStarted = 3001,

    /// <summary>A recovery journey was refused.</summary>
    RecoveryRefused = 3002,

    /// <summary>A challenge was issued.</summary>
    ChallengeIssued = 3003,

    /// <summary>A challenge was answered wrongly.</summary>
    ChallengeFailed = 3004,

    /// <summary>A gate was passed.</summary>
    GatePassed = 3005,

    /// <summary>Too many wrong tries: self-service is blocked for this account.</summary>
    AccountBlocked = 3006,

    /// <summary>The right to set a password was claimed; without an outcome after it, the process ended in between.</summary>
    PasswordClaimed = 3007,

    /// <summary>The password was reset.</summary>
    PasswordReset = 3008,

    /// <summary>A new password was refused.</summary>
    PasswordRefused = 3009,

    /// <summary>The directory did not answer; nothing was changed.</summary>
    DirectoryUnreachable = 3010,

    /// <summary>The person cancelled.</summary>
    RecoveryCancelled = 3011,

    /// <summary>The whole number that was typed is not the registered one; nothing was sent.</summary>
    TargetMismatch = 3012,

    /// <summary>A signed-in person tried whether a reset would work; nothing was changed.</summary>
    RecoveryRehearsed = 3013,

    /// <summary>The account was unlocked; its password stayed.</summary>
    AccountUnlocked = 3014,

    /// <summary>Nothing was unlocked, because nothing was locked.</summary>
    UnlockRefused = 3015,

    /// <summary>The journey ended by its time limit, without a word of the person's.</summary>
    RecoveryAbandoned = 3016,

    /// <summary>The person asked an administrator for help.</summary>
    AdministratorContacted = 3017,

    /// <summary>The whole portal has sent as many messages as it may; the next are refused until the window ends.</summary>
    MessagesStopped = 3018,

    /// <summary>The right to unlock an account was claimed; without an outcome after it, the process ended in between.</summary>
    UnlockClaimed = 3019,

    /// <summary>An administrator cleared the block of an account.</summary>
    BlockCleared = 4001,

    /// <summary>An administrator changed the policy.</summary>
    PolicyChanged = 4002,
}
