namespace SsprPortal.Core.Directory;

/// <summary>What a directory answered to a password that somebody typed.</summary>
public enum PasswordCheck
{
    /// <summary>It is the person's password and the account may be used.</summary>
    Right,

    /// <summary>It is not, or there is no such account.</summary>
    Wrong,

    /// <summary>Too many wrong ones: not looked at.</summary>
    Locked,

    /// <summary>It is, but must be changed before anything else.</summary>
    MustChange,

    /// <summary>It is, but has expired: it must be changed before anything else.</summary>
    Expired,

    /// <summary>The account may not be used.</summary>
    Disabled,

    /// <summary>The account has expired.</summary>
    AccountExpired,

    /// <summary>The person may not sign in at this hour, or from here.</summary>
    NotNow,

    /// <summary>The directory did not answer; nothing is known.</summary>
    Unreachable,
}

/// <summary>How a change of a password by somebody who types the old one ended.</summary>
public enum PasswordChange
{
    /// <summary>Written.</summary>
    Done,

    /// <summary>The old password is wrong; nothing was written.</summary>
    OldWrong,

    /// <summary>Too many wrong ones: not looked at.</summary>
    Locked,

    /// <summary>The directory refuses the new password (history, age, its own rules); nothing was written.</summary>
    PasswordRefused,

    /// <summary>The account is gone, may not be used, or has another password by now; nothing was written.</summary>
    AccountRefused,

    /// <summary>The password is kept where the portal may not write it; nothing was written.</summary>
    NotManagedHere,

    /// <summary>The portal's account lacks a right in the directory, or the directory cannot do what is asked of it; nothing was written.</summary>
    NotReady,

    /// <summary>The directory's answer did not come: the password may be the new one.</summary>
    Unknown,

    /// <summary>The directory did not answer; nothing was written.</summary>
    Unreachable,
}

/// <summary>How a write to a directory ended.</summary>
public enum DirectoryResult
{
    /// <summary>Written.</summary>
    Done,

    /// <summary>The directory refuses this password (history, age, its own rules); nothing was written.</summary>
    PasswordRefused,

    /// <summary>The account is gone or may not be used; nothing was written.</summary>
    AccountRefused,

    /// <summary>The password is kept where the portal may not write it; nothing was written.</summary>
    NotManagedHere,

    /// <summary>The portal's account lacks a right in the directory, or the directory cannot do what is asked of it; nothing was written.</summary>
    NotReady,

    /// <summary>The directory's answer did not come: the password may be the new one.</summary>
    Unknown,

    /// <summary>The directory did not answer; nothing was written.</summary>
    Unreachable,
}

/// <summary>What became of unlocking an account.</summary>
public enum UnlockResult
{
    /// <summary>Unlocked.</summary>
    Unlocked,

    /// <summary>It was not locked; nothing was written.</summary>
    NotLocked,

    /// <summary>The account is gone or may not be used; nothing was written.</summary>
    AccountRefused,

    /// <summary>The portal's account lacks the right in the directory; nothing was written.</summary>
    NotReady,

    /// <summary>The directory did not answer; nothing was written.</summary>
    Unreachable,
}
