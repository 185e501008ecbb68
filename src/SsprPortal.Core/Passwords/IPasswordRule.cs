using SsprPortal.Core.Directory;

namespace SsprPortal.Core.Passwords;

/// <summary>Why a password is refused; each has a text that says what to do.</summary>
public enum PasswordRefusal
{
    /// <summary>Nothing was typed.</summary>
    Missing,

    /// <summary>The two are not the same.</summary>
    NotRepeated,

    /// <summary>Fewer than <see cref="LengthRule.Min"/> characters.</summary>
    TooShort,

    /// <summary>More than <see cref="LengthRule.Max"/> characters.</summary>
    TooLong,

    /// <summary>Holds a character that no keyboard types (a control character).</summary>
    NotTypeable,

    /// <summary>Contains the person's name or user name.</summary>
    ContainsName,

    /// <summary>One character or a short pattern, over and over.</summary>
    Repetitive,

    /// <summary>The directory refuses it by its own rules.</summary>
    DirectoryRefused,
}

/// <summary>One rule for new passwords.</summary>
public interface IPasswordRule
{
    /// <summary>Why this password is refused for this person, or null.</summary>
    PasswordRefusal? Check(string candidate, DirectoryUser person);
}
