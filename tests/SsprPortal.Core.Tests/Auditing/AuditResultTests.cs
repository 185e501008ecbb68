using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Tests.Auditing;

public sealed class AuditResultTests
{
    /// <summary>What happens on the way to an end.</summary>
    private static readonly AuditCode[] OnTheWay =
    [
        AuditCode.ProofIssued,
        AuditCode.RegistrationCodeSent,
        AuditCode.RecoveryStarted,
        AuditCode.ChallengeIssued,
        AuditCode.ChallengeFailed,
        AuditCode.GatePassed,
        AuditCode.PasswordClaimed,
        AuditCode.PasswordRefused,
        AuditCode.TargetMismatch,
        AuditCode.MessagesStopped,
        AuditCode.UnlockClaimed,
        AuditCode.ImportStarted,
    ];

    [Fact]
    public void Every_outcome_has_a_result_but_what_happens_on_the_way() =>
        Assert.Equal(OnTheWay, Enum.GetValues<AuditCode>().Order().Where(code => code.Result() is null));

    [Fact]
    public void Every_result_is_that_of_some_outcome() =>
        Assert.Equal(Enum.GetValues<AuditResult>().Order(), Enum.GetValues<AuditCode>().Select(code => code.Result()).OfType<AuditResult>().Distinct().Order());

    [Theory]
    [InlineData(AuditCode.PasswordReset, AuditResult.Succeeded)]
    [InlineData(AuditCode.AccountUnlocked, AuditResult.Succeeded)]
    [InlineData(AuditCode.RecoveryRefused, AuditResult.Failed)]
    [InlineData(AuditCode.UnlockRefused, AuditResult.Failed)]
    [InlineData(AuditCode.AccountBlocked, AuditResult.Blocked)]
    [InlineData(AuditCode.RecoveryAbandoned, AuditResult.Abandoned)]
    [InlineData(AuditCode.RecoveryCancelled, AuditResult.Cancelled)]
    [InlineData(AuditCode.AdministratorContacted, AuditResult.ContactedAdministrator)]
    public void A_reset_ends_as_the_reports_of_the_model_name_it(AuditCode code, AuditResult result) => Assert.Equal(result, code.Result());

    [Fact]
    public void A_name_keeps_its_meaning_for_good() =>
        Assert.Equal(["Succeeded", "Failed", "Blocked", "Abandoned", "Cancelled", "ContactedAdministrator"], Enum.GetNames<AuditResult>());
}
