namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>
/// What the directory says to a password. From <see cref="MustChange"/> to <see cref="NotNow"/> the password is right. It may be the one
/// before: a directory lets an old one in for up to an hour after a reset, if it is set up so.
/// </summary>
internal enum SignInCheck
{
    /// <summary>It is the person's password and the account may be used.</summary>
    Right,

    /// <summary>It is not, or there is no such account.</summary>
    Wrong,

    /// <summary>Too many wrong ones: not looked at.</summary>
    Locked,

    /// <summary>Right, but to be changed before anything else.</summary>
    MustChange,

    /// <summary>Right, but expired.</summary>
    Expired,

    /// <summary>Right, but the account is disabled.</summary>
    Disabled,

    /// <summary>Right, but the account has expired.</summary>
    AccountExpired,

    /// <summary>Right, but not at this hour or from here.</summary>
    NotNow,

    /// <summary>The directory did not answer; nothing is known.</summary>
    Unreachable,

    /// <summary>The directory was not reached: no password was sent.</summary>
    NotReached,
}

/// <summary>How writing a password ended. Nothing was written but for <see cref="Done"/>, and perhaps <see cref="Unknown"/>.</summary>
internal enum PasswordOutcome
{
    /// <summary>Written.</summary>
    Done,

    /// <summary>The directory's rules refuse the password: length, complexity, history, age. Active Directory does not say which.</summary>
    PasswordRefused,

    /// <summary>The old password is wrong.</summary>
    OldWrong,

    /// <summary>Too many wrong ones: the old password was not looked at.</summary>
    Locked,

    /// <summary>The account is gone, or not one that the portal looks after.</summary>
    Gone,

    /// <summary>The account is disabled or expired.</summary>
    Unusable,

    /// <summary>The portal leaves the account alone: <see cref="Account.Protection"/>.</summary>
    Protected,

    /// <summary>An administrator decided that this person's password does not change.</summary>
    MayNotChange,

    /// <summary>The portal's account lacks a right.</summary>
    NotDelegated,

    /// <summary>The server would forget the history in a reset, which the organisation does not want.</summary>
    HistoryNotKept,

    /// <summary>The directory did not answer.</summary>
    Unreachable,

    /// <summary>The directory did not answer, and what became of the password could not be found out.</summary>
    Unknown,
}

/// <summary>How writing a password ended, with the server's own words for administrators.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">For logs; nothing secret. Null when there is nothing to say.</param>
internal sealed record PasswordWrite(PasswordOutcome Outcome, string? Detail = null);

/// <summary>What became of unlocking.</summary>
internal enum Unlocking
{
    /// <summary>It is unlocked.</summary>
    Unlocked,

    /// <summary>It was not locked; nothing was written.</summary>
    NotLocked,

    /// <summary>The account is gone, not usable, protected, or locked by an administrator; nothing was written.</summary>
    Refused,

    /// <summary>The portal's account lacks the right; nothing was written.</summary>
    NotDelegated,

    /// <summary>The directory did not answer.</summary>
    Unreachable,
}
