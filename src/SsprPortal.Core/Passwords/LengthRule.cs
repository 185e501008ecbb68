using SsprPortal.Core.Directory;

namespace SsprPortal.Core.Passwords;

/// <summary>Length in characters (Unicode code points), not in UTF-16 units.</summary>
public sealed class LengthRule : IPasswordRule
{
    /// <summary>Fewest characters (NIST SP 800-63B, section 3.1.1.2: 15 for a password that stands alone).</summary>
    public const int Min = 15;

    /// <summary>Most characters (the same section asks for at least 64).</summary>
    public const int Max = 128;

    /// <inheritdoc/>
    public PasswordRefusal? Check(string candidate, DirectoryUser person) => candidate.EnumerateRunes().Count() switch
    {
        < Min => PasswordRefusal.TooShort,
        > Max => PasswordRefusal.TooLong,
        _ => null,
    };
}
