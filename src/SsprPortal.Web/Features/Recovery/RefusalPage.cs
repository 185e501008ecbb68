using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>Which of the model's pages a refusal shows, and the code it carries (Entra's SSPR_00xx).</summary>
internal sealed record RefusalPage(string Text, string? Code)
{
    public static RefusalPage For(RecoveryRefusal refusal, RecoveryGoal goal = RecoveryGoal.Reset) => refusal switch
    {
        RecoveryRefusal.NotManagedHere => new("NotManaged", "SSPR_0010"),
        RecoveryRefusal.TurnedOff => new("NotEnabled", "SSPR_0009"),
        RecoveryRefusal.OutOfScope or RecoveryRefusal.AccountDisabled or RecoveryRefusal.Protected => new("NotEnabled", "SSPR_0013"),
        // One page, one code: whether there is such a user is not told here.
        RecoveryRefusal.UnknownUser or RecoveryRefusal.NotEnoughRegistered => new("NotVerified", "SSPR_0014"),
        RecoveryRefusal.Blocked => new("Blocked", null),
        RecoveryRefusal.TooManyResets => new("TooManyResets", null),
        RecoveryRefusal.NotLocked => new("NotLocked", null),
        RecoveryRefusal.Superseded => new("Superseded", null),
        RecoveryRefusal.DirectoryUnreachable => new(goal == RecoveryGoal.Unlock ? "NotNowUnlock" : "NotNow", "SSPR_0030"),
        RecoveryRefusal.DirectoryNotReady => new("NotReady", "SSPR_0029"),
        RecoveryRefusal.DirectoryUnknown => new("Unknown", "SSPR_0030"),
    };
}
