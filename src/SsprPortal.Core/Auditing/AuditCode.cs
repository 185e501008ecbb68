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

    /// <summary>An administrator created an account.</summary>
    AccountCreated = 4003,

    /// <summary>An administrator changed what the portal keeps of an account.</summary>
    AccountChanged = 4004,

    /// <summary>An administrator deleted an account.</summary>
    AccountDeleted = 4005,

    /// <summary>An administrator created, changed or deleted a group.</summary>
    GroupChanged = 4006,

    /// <summary>An administrator gave somebody a role, or took it.</summary>
    RoleChanged = 4007,

    /// <summary>An administrator ended all sessions of somebody.</summary>
    SessionsRevoked = 4008,

    /// <summary>An administrator demanded that somebody registers anew.</summary>
    RegistrationRequired = 4009,

    /// <summary>The help desk started a reset for somebody.</summary>
    TicketIssued = 4010,

    /// <summary>An administrator uploaded a file of accounts.</summary>
    ImportStarted = 4011,

    /// <summary>A file of accounts was worked through, or cancelled.</summary>
    ImportEnded = 4012,

    /// <summary>An administrator took a list of people, the audit or a report away as a file.</summary>
    Exported = 4013,

    /// <summary>An administrator made a key of the API.</summary>
    KeyCreated = 4014,

    /// <summary>An administrator ended a key of the API.</summary>
    KeyRevoked = 4015,

    /// <summary>An administrator sent a message to see whether it arrives.</summary>
    TestMessageSent = 4016,

    /// <summary>The first administrator was made with the one-time secret.</summary>
    SetupCompleted = 4017,

    /// <summary>Somebody asked for a page of the administration without the role for it.</summary>
    AdministrationRefused = 4018,

    /// <summary>An administrator had the chain of the audit verified.</summary>
    AuditVerified = 4019,

    /// <summary>Somebody on the machine itself made a secret by which an administrator can be made beside those there are.</summary>
    SetupReopened = 4020,

    /// <summary>The organisation's directory has the account no more: what was registered is deleted with the portal's record of it.</summary>
    AccountGone = 4021,

    /// <summary>An administrator had the whole directory read, and perhaps allowed that people who are gone be removed: the reason is how many.</summary>
    DirectoryReadingRequested = 4022,
}
