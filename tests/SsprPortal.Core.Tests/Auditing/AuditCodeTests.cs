using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Tests.Auditing;

public sealed class AuditCodeTests
{
    /// <summary>Stored and exported: a line is added here with a new code, and no line is ever changed.</summary>
    private static readonly string[] Numbers =
    [
        "1001 SignedIn",
        "1002 SignInRefused",
        "1003 SignedOut",
        "1004 ProofPassed",
        "1005 ProofRefused",
        "1006 ProofIssued",
        "1007 PasswordChanged",
        "1008 PasswordChangeRefused",
        "2001 MethodRegistered",
        "2002 RegistrationRefused",
        "2003 RegistrationCodeSent",
        "2004 MethodChanged",
        "2005 MethodRemoved",
        "2006 MethodRenamed",
        "2007 RegistrationReviewed",
        "2008 RegistrationPostponed",
        "3001 RecoveryStarted",
        "3002 RecoveryRefused",
        "3003 ChallengeIssued",
        "3004 ChallengeFailed",
        "3005 GatePassed",
        "3006 AccountBlocked",
        "3007 PasswordClaimed",
        "3008 PasswordReset",
        "3009 PasswordRefused",
        "3010 DirectoryUnreachable",
        "3011 RecoveryCancelled",
        "3012 TargetMismatch",
        "3013 RecoveryRehearsed",
        "3014 AccountUnlocked",
        "3015 UnlockRefused",
        "3016 RecoveryAbandoned",
        "3017 AdministratorContacted",
        "3018 MessagesStopped",
        "3019 UnlockClaimed",
        "4001 BlockCleared",
        "4002 PolicyChanged",
        "4003 AccountCreated",
        "4004 AccountChanged",
        "4005 AccountDeleted",
        "4006 GroupChanged",
        "4007 RoleChanged",
        "4008 SessionsRevoked",
        "4009 RegistrationRequired",
        "4010 TicketIssued",
        "4011 ImportStarted",
        "4012 ImportEnded",
        "4013 Exported",
        "4014 KeyCreated",
        "4015 KeyRevoked",
        "4016 TestMessageSent",
        "4017 SetupCompleted",
        "4018 AdministrationRefused",
        "4019 AuditVerified",
        "4020 SetupReopened",
        "4021 AccountGone",
        "4022 DirectoryReadingRequested",
    ];

    [Fact]
    public void A_number_keeps_its_meaning_for_good()
    {
        Assert.Equal(Numbers, Enum.GetValues<AuditCode>().Order().Select(code => $"{(int)code} {code}"));
    }
}
