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

    /// <summary>The account may not be used.</summary>
    Disabled,

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

    /// <summary>The directory did not answer; nothing was written.</summary>
    Unreachable,
}
