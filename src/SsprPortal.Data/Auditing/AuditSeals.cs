using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SsprPortal.Core.Verification;

namespace SsprPortal.Data.Auditing;

/// <summary>Computes seals. Whoever can write the database but has no certificate of the key ring cannot (docs/adr/0016).</summary>
internal sealed class AuditSeals(IKeyedHash hash)
{
    public const int Length = 32;

    private const string SealPurpose = "audit-seal";
    private const string AnchorPurpose = "audit-anchor";

    // Of the encoding below: another one is another version, and the old one stays for old rows.
    private const byte Version = 1;

    /// <summary>A chain without an entry.</summary>
    public AuditChainRow Empty()
    {
        var none = new byte[Length];
        return new() { HeadNumber = 0, HeadSeal = none, AnchorNumber = 0, AnchorSeal = none, AnchorMac = Anchor(0, none) };
    }

    /// <summary>The seal of a row at a place of the chain, after the row with the seal before it.</summary>
    public byte[] Seal(ReadOnlySpan<byte> before, long number, AuditRow row)
    {
        // Every part has a fixed length or is preceded by its length, so two rows never have one encoding.
        var parts = new ArrayBufferWriter<byte>(512);
        parts.Write([Version]);
        parts.Write(before);
        Add(parts, number);
        Add(parts, row.Id);
        Add(parts, row.At.UtcTicks);
        Add(parts, (long)row.Code);
        Add(parts, row.SubjectId);
        Add(parts, row.ActorId);
        Add(parts, row.CorrelationId);
        Add(parts, row.Result);
        Add(parts, row.Address);
        Add(parts, row.MethodId);
        Add(parts, row.Stage);
        Add(parts, row.Reason);
        return hash.Compute(SealPurpose, parts.WrittenSpan);
    }

    /// <summary>Whether a row is what was sealed at this place, after the row with the seal before it.</summary>
    public bool Fits(ReadOnlySpan<byte> before, long number, AuditRow row) => row.Seal.AsSpan().SequenceEqual(Seal(before, number, row));

    /// <summary>What shows that an anchor is the portal's.</summary>
    public byte[] Anchor(long number, ReadOnlySpan<byte> seal)
    {
        var parts = new ArrayBufferWriter<byte>(sizeof(long) + Length);
        Add(parts, number);
        parts.Write(seal);
        return hash.Compute(AnchorPurpose, parts.WrittenSpan);
    }

    /// <summary>Whether the anchor is the portal's.</summary>
    public bool HasItsAnchor(AuditChainRow chain) => chain.AnchorMac.AsSpan().SequenceEqual(Anchor(chain.AnchorNumber, chain.AnchorSeal));

    private static void Add(ArrayBufferWriter<byte> parts, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(parts.GetSpan(sizeof(long)), value);
        parts.Advance(sizeof(long));
    }

    private static void Add(ArrayBufferWriter<byte> parts, Guid? value)
    {
        parts.Write([value is null ? (byte)0 : (byte)1]);
        if (value is { } id)
            parts.Write(id.ToByteArray(bigEndian: true));
    }

    private static void Add(ArrayBufferWriter<byte> parts, string? value)
    {
        Add(parts, value is null ? -1L : Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value ?? "", parts);
    }
}
