using System.Globalization;
using System.Text;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;

namespace SsprPortal.Core.Passwords;

/// <summary>
/// Three kinds of characters of five, where the organisation's directory asks for them ([MS-SAMR] section 3.1.1.7.2): said before the
/// directory refuses, which does not say why. The portal itself asks for none (NIST SP 800-63B, section 3.1.1.2).
/// </summary>
public sealed class ComplexityRule : IPasswordRule
{
    /// <summary>So many kinds.</summary>
    public const int Kinds = 3;

    private enum Kind
    {
        Upper,
        Lower,
        Digit,
        Sign,
        Other,
    }

    /// <inheritdoc/>
    public Task<PasswordRefusal?> CheckAsync(string candidate, DirectoryUser person, SsprPolicy policy, CancellationToken cancellationToken) =>
        Task.FromResult<PasswordRefusal?>(person.PasswordRules is { Complexity: true } && candidate.EnumerateRunes().Select(KindOf).Distinct().Count() < Kinds ? PasswordRefusal.NotComplex : null);

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Kind.Upper,
        UnicodeCategory.LowercaseLetter => Kind.Lower,
        UnicodeCategory.DecimalDigitNumber when rune.IsAscii => Kind.Digit,
        UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter => Kind.Other,
        _ => Kind.Sign,
    };
}
