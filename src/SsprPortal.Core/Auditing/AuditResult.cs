namespace SsprPortal.Core.Auditing;

/// <summary>How something ended: the activity results of Entra's self-service reports. The names are stored and exported: they never change.</summary>
public enum AuditResult
{
    /// <summary>What was wanted was done.</summary>
    Succeeded,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>Too many wrong tries stopped it.</summary>
    Blocked,

    /// <summary>The person did not come back before time ran out.</summary>
    Abandoned,

    /// <summary>The person said that it is not to go on.</summary>
    Cancelled,

    /// <summary>The person turned to an administrator.</summary>
    ContactedAdministrator,
}

/// <summary>The result that each outcome stands for.</summary>
public static class AuditResults
{
    /// <summary>What <paramref name="code"/> ends with; null for what happens on the way to an end.</summary>
    public static AuditResult? Result(this AuditCode code) => code switch
    {
        AuditCode.SignedIn => AuditResult.Succeeded,
        AuditCode.SignInRefused => AuditResult.Failed,
        AuditCode.SignedOut => AuditResult.Succeeded,
        AuditCode.ProofPassed => AuditResult.Succeeded,
        AuditCode.ProofRefused => AuditResult.Failed,
        AuditCode.ProofIssued => null,
        AuditCode.PasswordChanged => AuditResult.Succeeded,
        AuditCode.PasswordChangeRefused => AuditResult.Failed,
        AuditCode.MethodRegistered => AuditResult.Succeeded,
        AuditCode.RegistrationRefused => AuditResult.Failed,
        AuditCode.RegistrationCodeSent => null,
        AuditCode.MethodChanged => AuditResult.Succeeded,
        AuditCode.MethodRemoved => AuditResult.Succeeded,
        AuditCode.MethodRenamed => AuditResult.Succeeded,
        AuditCode.RegistrationReviewed => AuditResult.Succeeded,
        AuditCode.RegistrationPostponed => AuditResult.Cancelled,
        AuditCode.RecoveryStarted => null,
        AuditCode.RecoveryRefused => AuditResult.Failed,
        AuditCode.ChallengeIssued => null,
        AuditCode.ChallengeFailed => null,
        AuditCode.GatePassed => null,
        AuditCode.AccountBlocked => AuditResult.Blocked,
        AuditCode.PasswordClaimed => null,
        AuditCode.PasswordReset => AuditResult.Succeeded,
        // The person is still on the page and may choose another password.
        AuditCode.PasswordRefused => null,
        AuditCode.DirectoryUnreachable => AuditResult.Failed,
        AuditCode.RecoveryCancelled => AuditResult.Cancelled,
        AuditCode.TargetMismatch => null,
        AuditCode.RecoveryRehearsed => AuditResult.Succeeded,
        AuditCode.AccountUnlocked => AuditResult.Succeeded,
        AuditCode.UnlockRefused => AuditResult.Failed,
        AuditCode.RecoveryAbandoned => AuditResult.Abandoned,
        AuditCode.AdministratorContacted => AuditResult.ContactedAdministrator,
        // Another method may still be open.
        AuditCode.MessagesStopped => null,
        // How it ended is the entry beside it, if it ended.
        AuditCode.UnlockClaimed => null,
        AuditCode.BlockCleared => AuditResult.Succeeded,
        AuditCode.PolicyChanged => AuditResult.Succeeded,
        AuditCode.AccountCreated => AuditResult.Succeeded,
        AuditCode.AccountChanged => AuditResult.Succeeded,
        AuditCode.AccountDeleted => AuditResult.Succeeded,
        AuditCode.GroupChanged => AuditResult.Succeeded,
        AuditCode.RoleChanged => AuditResult.Succeeded,
        AuditCode.SessionsRevoked => AuditResult.Succeeded,
        AuditCode.RegistrationRequired => AuditResult.Succeeded,
        AuditCode.TicketIssued => AuditResult.Succeeded,
        AuditCode.ImportStarted => null,
        AuditCode.ImportEnded => AuditResult.Succeeded,
        AuditCode.Exported => AuditResult.Succeeded,
        AuditCode.KeyCreated => AuditResult.Succeeded,
        AuditCode.KeyRevoked => AuditResult.Succeeded,
        AuditCode.TestMessageSent => AuditResult.Succeeded,
        AuditCode.SetupCompleted => AuditResult.Succeeded,
        AuditCode.SetupReopened => AuditResult.Succeeded,
        AuditCode.AccountGone => AuditResult.Succeeded,
        AuditCode.DirectoryReadingRequested => AuditResult.Succeeded,
        AuditCode.AdministrationRefused => AuditResult.Failed,
        AuditCode.AuditVerified => AuditResult.Succeeded,
    };
}
