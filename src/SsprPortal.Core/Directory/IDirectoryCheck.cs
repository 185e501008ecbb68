namespace SsprPortal.Core.Directory;

/// <summary>What a server can do.</summary>
public enum Capability
{
    /// <summary>It is Active Directory, Windows' or Samba's.</summary>
    ActiveDirectory,

    /// <summary>A reset obeys the history of passwords.</summary>
    History,

    /// <summary>TLS can begin on the plain port.</summary>
    StartTls,

    /// <summary>It answers a page at a time.</summary>
    Paging,

    /// <summary>It writes passwords by an operation of their own (RFC 3062), as OpenLDAP does.</summary>
    PasswordModify,

    /// <summary>It tells of its password policy, as OpenLDAP's overlay does.</summary>
    PasswordPolicy,
}

/// <summary>Why the directory did not answer.</summary>
/// <param name="Kind">What went wrong: a stable name, by which pages have their words.</param>
/// <param name="Detail">In words for administrators, with the server's own; nothing secret.</param>
public sealed record DirectoryFailure(string Kind, string Detail);

/// <summary>What an administrator needs to know of one server.</summary>
/// <param name="Server">The server, with its port.</param>
/// <param name="Failure">Why it is of no use; null when it is.</param>
/// <param name="CertificateExpiresAt">When its certificate ends (UTC); null when it was not accepted, or there was none to see.</param>
/// <param name="Capabilities">What it can do.</param>
public sealed record ServerReport(string Server, DirectoryFailure? Failure, DateTimeOffset? CertificateExpiresAt, IReadOnlySet<Capability> Capabilities);

/// <summary>A right that the portal's account needs on the people it looks after.</summary>
public enum Right
{
    /// <summary>The extended right to set a password without the old one.</summary>
    ResetPassword,

    /// <summary>Writing pwdLastSet (pwdReset): that the password be changed at the next sign-in.</summary>
    AskForChange,

    /// <summary>Writing lockoutTime (pwdAccountLockedTime).</summary>
    Unlock,

    /// <summary>Reading what the account is: whether it may be used, whether it is locked, its groups.</summary>
    ReadState,

    /// <summary>Reading the rules for the person's password: a fine-grained policy is to be read by administrators only, unless they allow it.</summary>
    ReadPolicy,
}

/// <summary>A right that is missing, and what grants it.</summary>
/// <param name="Right">The right.</param>
/// <param name="OnWindows">Lines for a command prompt of Windows; empty when the names have characters that mean something there.</param>
/// <param name="OnSamba">Lines for a shell of the domain controller; as above.</param>
public sealed record MissingRight(Right Right, IReadOnlyList<string> OnWindows, IReadOnlyList<string> OnSamba);

/// <summary>What keeps the portal from setting a person's password, whatever its rights.</summary>
public enum Hindrance
{
    /// <summary>The account rules the directory.</summary>
    RulesTheDirectory,

    /// <summary>It belongs to a group that the portal leaves alone.</summary>
    ExceptedGroup,

    /// <summary>An administrator decided that its password does not change.</summary>
    MayNotChange,

    /// <summary>It is disabled or expired.</summary>
    NotUsable,
}

/// <summary>The rules that hold for one person.</summary>
/// <param name="Password">What is asked of a new password.</param>
/// <param name="IsPersonal">Whether they are of a policy of the person's own, and not of the whole directory.</param>
/// <param name="LockoutThreshold">How many wrong passwords lock; 0 for none.</param>
/// <param name="LockoutDuration">How long it stays locked; null until somebody unlocks it.</param>
public sealed record PersonRules(DirectoryPasswordRules Password, bool IsPersonal, int LockoutThreshold, TimeSpan? LockoutDuration);

/// <summary>What the portal's account may do with one person.</summary>
/// <param name="UserName">The person's name.</param>
/// <param name="DisplayName">What the organisation calls the person.</param>
/// <param name="Dn">Where the account is.</param>
/// <param name="Hindrances">What else stands in the way.</param>
/// <param name="Rights">Whether the directory tells rights: OpenLDAP does not.</param>
/// <param name="Missing">The rights that are missing.</param>
/// <param name="Rules">The rules for the person's password; null when they may not be read.</param>
public sealed record RightsReport(string UserName, string DisplayName, string Dn, IReadOnlyList<Hindrance> Hindrances, bool Rights, IReadOnlyList<MissingRight> Missing, PersonRules? Rules);

/// <summary>What administrators ask of the organisation's directory. Nothing is written.</summary>
public interface IDirectoryCheck
{
    /// <summary>Every server, asked at the same time, for 5 seconds at most; null when no directory is set up.</summary>
    Task<IReadOnlyList<ServerReport>?> ServersAsync(CancellationToken cancellationToken);

    /// <summary>What the portal's account may do with a person.</summary>
    /// <param name="userName">The name as people type it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The person, or why nothing is known; neither when nobody has the name, or no directory is set up.</returns>
    Task<(RightsReport? Person, DirectoryFailure? Failure)> PersonAsync(string userName, CancellationToken cancellationToken);

    /// <summary>At which character, from 1, a text is no filter (RFC 4515); null when it is one.</summary>
    int? FaultOfFilter(string text);
}
