using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>
/// A random code of six digits (NIST SP 800-63B, section 3.1.3.2: at least six). Says nothing of itself in a log: <see cref="Reveal"/>
/// is called where the message is written, and nowhere else.
/// </summary>
public sealed class OneTimeCode
{
    /// <summary>Digits in a code.</summary>
    public const int Length = 6;

    private readonly string digits;

    private OneTimeCode(string digits) => this.digits = digits;

    /// <summary>A new one, uniform over all that have this length.</summary>
    public static OneTimeCode Create() =>
        new(RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>
    /// What a person typed: full-width digits are digits (as NFKC has it), blanks and hyphens between them are nothing. Null when it is not six
    /// ASCII digits then; digits of other scripts are not coerced.
    /// </summary>
    public static OneTimeCode? Read(string? typed)
    {
        if (typed is null || typed.Length > 64)
            return null;
        var code = new StringBuilder(Length);
        foreach (var c in typed)
        {
            // Only full-width forms are folded: NFKC of the whole would also read ① or ² as digits.
            var plain = c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c;
            if (char.IsAsciiDigit(plain))
                code.Append(plain);
            else if (!char.IsWhiteSpace(plain) && plain is not ('-' or '－'))
                return null;
        }

        return code.Length == Length ? new(code.ToString()) : null;
    }

    /// <summary>The digits.</summary>
    public string Reveal() => digits;

    /// <summary>
    /// What is stored: a keyed hash over the code and everything the challenge is bound to, so that the same digits are another
    /// secret for another owner, purpose, challenge or target.
    /// </summary>
    public byte[] Hash(IKeyedHash hash, ChallengeOwner owner, Guid challengeId, string target)
    {
        var targetBytes = Encoding.UTF8.GetBytes(target);
        var data = new byte[4 + 16 + 16 + 16 + Length + targetBytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(data, (int)owner.Purpose);
        owner.Id.TryWriteBytes(data.AsSpan(4));
        owner.SubjectId.TryWriteBytes(data.AsSpan(20));
        challengeId.TryWriteBytes(data.AsSpan(36));
        Encoding.ASCII.GetBytes(digits, data.AsSpan(52));
        targetBytes.CopyTo(data.AsSpan(52 + Length));
        return hash.Compute("one-time-code", data);
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(OneTimeCode);
}
