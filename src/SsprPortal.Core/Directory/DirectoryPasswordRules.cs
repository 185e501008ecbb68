namespace SsprPortal.Core.Directory;

/// <summary>What the organisation's directory asks of a person's new password, by the policy that holds for this person.</summary>
/// <param name="MinLength">Fewest characters.</param>
/// <param name="Complexity">Whether three kinds of characters of five are asked for, and no part of the name ([MS-SAMR] section 3.1.1.7.2).</param>
/// <param name="History">How many earlier passwords are refused.</param>
/// <param name="MinAge">How long a password must stay; zero for not at all.</param>
public sealed record DirectoryPasswordRules(int MinLength, bool Complexity, int History, TimeSpan MinAge);
