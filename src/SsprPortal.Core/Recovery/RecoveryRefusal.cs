namespace SsprPortal.Core.Recovery;

/// <summary>Why a journey cannot go on. Stored by name.</summary>
public enum RecoveryRefusal
{
    /// <summary>Nobody has this user ID. Shown exactly as <see cref="NotEnoughRegistered"/>.</summary>
    UnknownUser,

    /// <summary>Self-service reset is off for everybody (SSPR_0009).</summary>
    TurnedOff,

    /// <summary>The person is not in a selected group (SSPR_0013).</summary>
    OutOfScope,

    /// <summary>The account may not be used; shown as <see cref="OutOfScope"/>.</summary>
    AccountDisabled,

    /// <summary>Too little is registered (SSPR_0014).</summary>
    NotEnoughRegistered,

    /// <summary>Too many wrong tries: wait, or ask an administrator to clear it.</summary>
    Blocked,

    /// <summary>Another journey of this account was started, or of this browser.</summary>
    Superseded,

    /// <summary>The directory did not answer; nothing was changed (SSPR_0030).</summary>
    DirectoryUnreachable,
}
