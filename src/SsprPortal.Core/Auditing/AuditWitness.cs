using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SsprPortal.Core.Auditing;

/// <summary>
/// The end of the audit's chain at some moment, as the log and the command write it: "number:seal". Kept where whoever writes the
/// database cannot reach it, it shows whether entries were cut off the end since.
/// </summary>
/// <param name="Number">The number of the last sealed entry, from 1.</param>
/// <param name="Seal">Its seal, HMAC-SHA-256, as 64 hexadecimal digits in capitals.</param>
public sealed record AuditWitness(long Number, string Seal)
{
    private const int SealBytes = 32;

    /// <summary>The witness of an entry.</summary>
    public AuditWitness(long number, ReadOnlySpan<byte> seal)
        : this(number, Convert.ToHexString(seal))
    {
    }

    /// <summary>Reads what <see cref="ToString"/> writes, in capitals or not.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AuditWitness? witness)
    {
        witness = null;
        var seal = new byte[SealBytes];
        if (text?.Split(':') is not [var digits, var hex]
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1
            || hex.Length != 2 * SealBytes || Convert.FromHexString(hex, seal, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        witness = new(number, seal);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Seal}");
}
