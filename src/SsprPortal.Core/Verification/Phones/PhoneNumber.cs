using System.Text;

namespace SsprPortal.Core.Verification.Phones;

/// <summary>A phone number in E.164 (ITU-T): a plus sign and 8 to 15 digits.</summary>
public sealed class PhoneNumber
{
    private const int MinDigits = 8;
    private const int MaxDigits = 15;

    private PhoneNumber(string digits) => E164 = "+" + digits;

    /// <summary>"+819012345678".</summary>
    public string E164 { get; }

    /// <summary>All that is ever shown of it (N: C12).</summary>
    public string LastTwoDigits => E164[^2..];

    /// <summary>
    /// Reads what a person typed: full-width characters become plain ones (NFKC); blanks, hyphens, dots and brackets between digits are
    /// nothing. "+81 90…" and "0081 90…" name their country; "090…" belongs to the organisation's own. Null when it cannot be a number.
    /// </summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="callingCode">The organisation's calling code, digits only.</param>
    public static PhoneNumber? Read(string? typed, string callingCode)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > 64 || typed.Any(c => char.IsSurrogate(c) || c == '\uFFFE'))
            return null;
        var international = false;
        var digits = new StringBuilder(typed.Length);
        foreach (var c in typed.Normalize(NormalizationForm.FormKC).Trim())
        {
            if (char.IsAsciiDigit(c))
                digits.Append(c);
            else if (c == '+' && digits.Length == 0 && !international)
                international = true;
            else if (!IsSeparator(c))
                return null;
        }

        var number = digits.ToString();
        if (!international && number.StartsWith("00", StringComparison.Ordinal))
            (international, number) = (true, number[2..]);
        if (!international)
        {
            if (!number.StartsWith('0'))
                return null;
            number = callingCode + number[1..];
        }
        else if (number.StartsWith(callingCode + "0", StringComparison.Ordinal))
        {
            // "+81 (0)90…": the trunk zero is written, not dialled.
            number = callingCode + number[(callingCode.Length + 1)..];
        }

        return number.Length is < MinDigits or > MaxDigits || number[0] == '0' ? null : new(number);
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(PhoneNumber);

    private static bool IsSeparator(char c) =>
        char.IsWhiteSpace(c) || c is '-' or '.' or '(' or ')' or '/' or '‐' or '‑' or '–' or '−' or 'ー';
}
