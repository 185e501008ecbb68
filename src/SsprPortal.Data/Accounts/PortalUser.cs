using Microsoft.AspNetCore.Identity;

namespace SsprPortal.Data.Accounts;

/// <summary>An account of the portal's own, or the portal's record of one of the organisation's directory.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    /// <summary>The name the organisation uses for the person.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The part of the user name before the @, normalised: what a person types who leaves the rest out.</summary>
    public required string NormalizedBareName { get; set; }

    /// <summary>Whether it is the record of an account of the directory: then it has no password here, and is written by the directory only.</summary>
    public bool IsFromDirectory { get; set; }

    /// <summary>"en" or "ja", when it is known what the person reads.</summary>
    public string? Language { get; set; }

    /// <summary>Whether the account may be used at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The person's mobile phone, as the organisation knows it, encrypted.</summary>
    public string? ProtectedMobile { get; set; }

    /// <summary>Another mail address of the person, as the organisation knows it, encrypted.</summary>
    public string? ProtectedAlternateMail { get; set; }

    /// <summary>When a phone or the other mail address was written last by whoever administers accounts (UTC).</summary>
    public DateTimeOffset? ContactsWrittenAt { get; set; }

    /// <summary>When the password was set last (UTC).</summary>
    public DateTimeOffset? PasswordSetAt { get; set; }

    /// <summary>Whether policy lets the password grow as old as it will.</summary>
    public bool PasswordNeverExpires { get; set; }

    /// <summary>When the directory said that the password expires (UTC); null for the portal's own accounts, whose policy may change any time.</summary>
    public DateTimeOffset? PasswordExpiresAt { get; set; }

    /// <summary>When the person was told last that the password will have to be changed (UTC).</summary>
    public DateTimeOffset? PasswordAgeToldAt { get; set; }
}
