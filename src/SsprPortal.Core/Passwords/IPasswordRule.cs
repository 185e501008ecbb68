using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>Why a password is refused; each has a text that says what to do.</summary>
public enum PasswordRefusal
{
    /// <summary>Nothing was typed.</summary>
    Missing,

    /// <summary>The two are not the same.</summary>
    NotRepeated,

    /// <summary>Fewer than <see cref="LengthRule.MinFor"/> characters.</summary>
    TooShort,

    /// <summary>More than <see cref="LengthRule.Max"/> characters.</summary>
    TooLong,

    /// <summary>Holds a character that no keyboard types (a control character).</summary>
    NotTypeable,

    /// <summary>Contains the person's name or user name.</summary>
    ContainsName,

    /// <summary>One character or a short pattern, over and over.</summary>
    Repetitive,

    /// <summary>Made of the organisation's words and of common passwords, with too little beside them.</summary>
    BannedTerm,

    /// <summary>Is in lists of common or leaked passwords.</summary>
    Breached,

    /// <summary>Is the password it is to replace.</summary>
    SameAsOld,

    /// <summary>The directory refuses it by its own rules.</summary>
    DirectoryRefused,

    /// <summary>Fewer than three kinds of characters, where the directory asks for three.</summary>
    NotComplex,

    /// <summary>The directory lets a password be changed again only after a while.</summary>
    TooSoon,
}

/// <summary>One rule for new passwords.</summary>
public interface IPasswordRule
{
    /// <summary>Whether it is asked only when no other rule has refused: it costs time, or somebody else's.</summary>
    bool IsCostly => false;

    /// <summary>Why this password is refused for this person, or null.</summary>
    Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken);
}
