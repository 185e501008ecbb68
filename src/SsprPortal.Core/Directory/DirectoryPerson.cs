namespace SsprPortal.Core.Directory;

/// <summary>A person as the organisation's directory has them, for the portal's own record of them.</summary>
/// <param name="Id">The account, for good (objectGUID, entryUUID): a re-created account has another one.</param>
/// <param name="UserName">The user principal name, or where there is none, the name that signs in.</param>
/// <param name="DisplayName">The name the organisation uses for the person.</param>
public sealed record DirectoryPerson(Guid Id, string UserName, string DisplayName)
{
    /// <summary>Longest text that is kept, in UTF-16 units.</summary>
    public const int MaxText = 256;

    /// <summary>The organisation's own address of the person.</summary>
    public string? Mail { get; init => field = Kept(value); }

    /// <summary>The person's mobile phone.</summary>
    public string? MobilePhone { get; init => field = Kept(value); }

    /// <summary>Another mail address of the person.</summary>
    public string? AlternateMail { get; init => field = Kept(value); }

    /// <summary>The organisation's phone of the person.</summary>
    public string? OfficePhone { get; init => field = Kept(value); }

    /// <summary>"en" or "ja", when the directory knows what the person reads.</summary>
    public string? Language { get; init; }

    /// <summary>Whether the account may be used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Another one with every new password: sessions opened under the one before end. 64 characters at most.</summary>
    public required string Stamp { get; init; }

    /// <summary>When the password was set (UTC); null when the directory does not say.</summary>
    public DateTimeOffset? PasswordSetAt { get; init; }

    /// <summary>When the password expires (UTC); null when it does not, must be changed already, or the directory does not say.</summary>
    public DateTimeOffset? PasswordExpiresAt { get; init; }

    /// <summary>A text as it is kept: a directory may hold blanks around it, more than a column does, and NUL, which PostgreSQL does not. Null when nothing is left.</summary>
    public static string? Kept(string? text)
    {
        var kept = text?.Replace("\0", "", StringComparison.Ordinal).Trim();
        if (kept?.Length > MaxText)
            kept = kept[..(char.IsHighSurrogate(kept[MaxText - 1]) ? MaxText - 1 : MaxText)];
        return string.IsNullOrEmpty(kept) ? null : kept;
    }
}
