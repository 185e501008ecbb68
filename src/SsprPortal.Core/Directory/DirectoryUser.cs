using SsprPortal.Core.Administration;

namespace SsprPortal.Core.Directory;

/// <summary>A person as a directory knows them, read just now.</summary>
/// <param name="Id">The account, for good: a re-created account has another one.</param>
/// <param name="UserName">The user principal name, as it is shown.</param>
/// <param name="DisplayName">The name the organisation uses for the person.</param>
/// <param name="Mail">The organisation's own address of the person; usually opened by the very password that was forgotten.</param>
/// <param name="Language">"en" or "ja", when the directory knows what the person reads.</param>
/// <param name="Enabled">Whether the account may be used at all.</param>
/// <param name="Groups">The groups the person belongs to.</param>
/// <param name="OfficePhone">The organisation's phone of the person, as the directory writes it: "+81 312345678X1234".</param>
/// <param name="IsAdministrator">Whether the person holds a role in the portal: then two gates are asked for, and never questions.</param>
public sealed record DirectoryUser(
    Guid Id, string UserName, string DisplayName, string? Mail, string? Language, bool Enabled, IReadOnlySet<Guid> Groups, string? OfficePhone = null, bool IsAdministrator = false)
{
    /// <summary>The role of whoever is told of what concerns the portal as a whole, and of people who ask for help.</summary>
    public const string AdministratorRole = nameof(PortalRole.Administrator);

    /// <summary>The person's mobile phone, as the organisation knows it.</summary>
    public string? MobilePhone { get; init; }

    /// <summary>Another mail address of the person, as the organisation knows it.</summary>
    public string? AlternateMail { get; init; }

    /// <summary>Whether the account is one of the organisation's directory, and not of the portal's own.</summary>
    public bool IsFromDirectory { get; init; }

    /// <summary>What the directory asks of the person's new password; null where it was not asked, or does not say.</summary>
    public DirectoryPasswordRules? PasswordRules { get; init; }

    /// <summary>Whether the portal may write this account's password: not where it is kept in a directory without write-back, or may not be changed there.</summary>
    public bool IsManagedHere { get; init; } = true;

    /// <summary>Whether the organisation excepts the account from self-service: one that rules the directory.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Whether the directory lets the person not sign in for now, after too many wrong passwords.</summary>
    public bool IsLocked { get; init; }

    /// <summary>How long <see cref="HasFreshContacts"/> lasts after a write.</summary>
    public static readonly TimeSpan ContactHold = TimeSpan.FromHours(24);

    /// <summary>Whether a phone or the other address was written less than <see cref="ContactHold"/> ago, by whoever administers accounts.</summary>
    public bool HasFreshContacts { get; init; }

    /// <summary>Whether the account has a password; a new one has none until the person sets one by a reset.</summary>
    public bool HasPassword { get; init; } = true;

    /// <summary>When the password was set last (UTC); null when the directory does not say.</summary>
    public DateTimeOffset? PasswordSetAt { get; init; }

    /// <summary>When the directory says that the password expires (UTC); null when it says nothing, and for the portal's own accounts: there policy says it.</summary>
    public DateTimeOffset? PasswordExpiresAt { get; init; }

    /// <summary>Whether an administrator lets this password grow as old as it will.</summary>
    public bool PasswordNeverExpires { get; init; }
}
