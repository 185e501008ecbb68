using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Directory;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>Why the portal leaves an account alone.</summary>
internal enum Protection
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It rules the directory, or did once (adminCount).</summary>
    RulesTheDirectory,

    /// <summary>It belongs to a group that the organisation excepts.</summary>
    ExceptedGroup,
}

/// <summary>An account as the directory had it a moment ago.</summary>
/// <param name="Id">The account, for good (objectGUID, entryUUID): the name changes when the person moves.</param>
/// <param name="Dn">Where it is now; not to be stored.</param>
/// <param name="UserName">The user principal name, or where there is none, a name that signs in.</param>
internal sealed record Account(Guid Id, string Dn, string UserName)
{
    /// <summary>The name the organisation uses for the person.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The organisation's own address of the person.</summary>
    public string? Mail { get; init; }

    /// <summary>The person's mobile phone. In Active Directory people may write it themselves.</summary>
    public string? MobilePhone { get; init; }

    /// <summary>Another address of the person (otherMailbox, the first).</summary>
    public string? AlternateMail { get; init; }

    /// <summary>The organisation's phone of the person.</summary>
    public string? OfficePhone { get; init; }

    /// <summary>What the person reads, as the directory writes it: "ja-JP".</summary>
    public string? Language { get; init; }

    /// <summary>Whether the account is neither disabled nor expired.</summary>
    public required bool IsUsable { get; init; }

    /// <summary>Whether the directory lets the person not sign in for now, after too many wrong passwords.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Whether the password is right but good for nothing but to be changed: expired, or to be changed first.</summary>
    public bool MustChange { get; init; }

    /// <summary>Whether an administrator decided that the person does not change the password.</summary>
    public bool MayNotChange { get; init; }

    /// <summary>When the password was set, as the directory writes it; null when it does not say. Compared, never reckoned with.</summary>
    public string? PasswordStamp { get; init; }

    /// <summary>When the password was set (UTC); null when the directory does not say, or the password must be changed.</summary>
    public DateTimeOffset? PasswordSetAt { get; init; }

    /// <summary>Whether an administrator decided that the password does not expire. OpenLDAP does not tell.</summary>
    public bool PasswordNeverExpires { get; init; }

    /// <summary>When the password expires (UTC); null when it does not, has been asked to be changed, or the directory does not say.</summary>
    public DateTimeOffset? PasswordExpiresAt { get; init; }

    /// <summary>Why the portal leaves it alone.</summary>
    public Protection Protection { get; init; }

    /// <summary>The groups it belongs to, groups in groups included.</summary>
    public IReadOnlySet<Guid> Groups { get; init; } = new HashSet<Guid>();

    /// <summary>What the portal keeps of it. The stamp is another one with every password, and does not tell when it was set.</summary>
    public DirectoryPerson ToPerson() => new(Id, UserName, DisplayName)
    {
        Mail = Mail,
        MobilePhone = MobilePhone,
        AlternateMail = AlternateMail,
        OfficePhone = OfficePhone,
        Language = Language?.Split('-', ';', ',')[0].Trim().ToUpperInvariant() switch { "JA" => "ja", "EN" => "en", _ => null },
        Enabled = IsUsable,
        Stamp = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id} {PasswordStamp}"))),
        PasswordSetAt = PasswordSetAt,
        PasswordExpiresAt = PasswordExpiresAt,
    };
}

/// <summary>The rules for a password that hold for one person.</summary>
/// <param name="MinLength">Fewest characters.</param>
/// <param name="Complexity">Whether three kinds of characters of five are asked for, and no part of the name.</param>
/// <param name="History">How many earlier passwords are refused.</param>
/// <param name="MinAge">How long a password must stay; zero for not at all.</param>
/// <param name="MaxAge">How long a password may stay; null for ever.</param>
/// <param name="LockoutThreshold">How many wrong passwords lock; 0 for none.</param>
/// <param name="LockoutDuration">How long it stays locked; null until somebody unlocks it.</param>
/// <param name="LockoutWindow">After how long without one the wrong passwords are forgotten; null when it does not say.</param>
/// <param name="IsPersonal">Whether they are of a fine-grained policy, and not of the whole domain.</param>
internal sealed record PasswordPolicy(
    int MinLength, bool Complexity, int History, TimeSpan MinAge, TimeSpan? MaxAge, int LockoutThreshold, TimeSpan? LockoutDuration, TimeSpan? LockoutWindow, bool IsPersonal);
