namespace SsprPortal.Core.Recovery;

/// <summary>Why a journey cannot go on. Stored by name.</summary>
public enum RecoveryRefusal
{
    /// <summary>Nobody has this user ID. Shown exactly as <see cref="NotEnoughRegistered"/>.</summary>
    UnknownUser,

    /// <summary>The account's password is kept where the portal may not write it (SSPR_0010).</summary>
    NotManagedHere,

    /// <summary>Self-service reset is off for everybody (SSPR_0009).</summary>
    TurnedOff,

    /// <summary>The person is not in a selected group (SSPR_0013).</summary>
    OutOfScope,

    /// <summary>The account may not be used; shown as <see cref="OutOfScope"/>.</summary>
    AccountDisabled,

    /// <summary>The account is one the organisation protects; shown as <see cref="OutOfScope"/>.</summary>
    Protected,

    /// <summary>Too little is registered (SSPR_0014).</summary>
    NotEnoughRegistered,

    /// <summary>Too many wrong tries: wait, or ask an administrator to clear it.</summary>
    Blocked,

    /// <summary>The account was reset too often in the last hour; nothing was changed.</summary>
    TooManyResets,

    /// <summary>The account was not locked, so there was nothing to unlock; nothing was changed.</summary>
    NotLocked,

    /// <summary>Meanwhile the password was reset or changed, the account unlocked, or its security info changed.</summary>
    Superseded,

    /// <summary>The directory did not answer; nothing was changed (SSPR_0030).</summary>
    DirectoryUnreachable,

    /// <summary>The portal's account lacks a right in the directory, or the directory cannot do what is asked of it; nothing was changed (SSPR_0029).</summary>
    DirectoryNotReady,

    /// <summary>The directory's answer did not come, and could not be found out: the password may be the new one.</summary>
    DirectoryUnknown,
}
