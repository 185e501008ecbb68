using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SsprPortal.Web.Passwords;

/// <summary>
/// The head of a filter file: 32 bytes that say what it is and the SHA-256 of them, then the bits of a Bloom filter. An entry is a
/// SHA-1; its bits are spread by the first two numbers of it (Kirsch and Mitzenmacher 2006).
/// </summary>
/// <param name="Count">How many entries it was made for.</param>
/// <param name="Bits">How many bits it has.</param>
/// <param name="Hashes">How many bits an entry sets.</param>
internal sealed record PasswordFilterLayout(long Count, long Bits, int Hashes)
{
    /// <summary>How often a password that is in no list is taken for one that is: 1 in 10,000.</summary>
    public const double FalsePositives = 0.0001;

    /// <summary>Bytes before the bits.</summary>
    public const int HeadLength = SaidLength + SHA256.HashSizeInBytes;

    private const int SaidLength = 32, Version = 1;

    private static ReadOnlySpan<byte> Magic => "SSPRPWBF"u8;

    /// <summary>How long the whole file is.</summary>
    public long FileLength => HeadLength + ((Bits + 7) / 8);

    /// <summary>The smallest filter for so many entries: ln(1/p) / ln²2 bits and log2(1/p) hashes for each (Bloom 1970).</summary>
    public static PasswordFilterLayout For(long count)
    {
        var bitsEach = -Math.Log(FalsePositives) / (Math.Log(2) * Math.Log(2));
        return new(count, Math.Max(64, (long)Math.Ceiling(count * bitsEach)), (int)Math.Round(bitsEach * Math.Log(2)));
    }

    /// <summary>What a head says.</summary>
    /// <exception cref="InvalidDataException">It is not a head, or not one of this version.</exception>
    public static PasswordFilterLayout Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeadLength || !head[..Magic.Length].SequenceEqual(Magic))
            throw new InvalidDataException("it is not a password filter");
        if (!SHA256.HashData(head[..SaidLength]).AsSpan().SequenceEqual(head[SaidLength..HeadLength]))
            throw new InvalidDataException("its head is damaged");
        if (BinaryPrimitives.ReadInt32LittleEndian(head[8..]) is not Version and var version)
            throw new InvalidDataException($"it is of version {version}, and this portal reads version {Version}");
        var layout = new PasswordFilterLayout(BinaryPrimitives.ReadInt64LittleEndian(head[16..]), BinaryPrimitives.ReadInt64LittleEndian(head[24..]), BinaryPrimitives.ReadInt32LittleEndian(head[12..]));
        return layout is { Count: >= 0, Bits: > 0, Hashes: > 0 } ? layout : throw new InvalidDataException("its head is damaged");
    }

    /// <summary>The head.</summary>
    public byte[] Write()
    {
        var head = new byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), Hashes);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(16), Count);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(24), Bits);
        SHA256.HashData(head.AsSpan(0, SaidLength), head.AsSpan(SaidLength));
        return head;
    }

    /// <summary>Where the bits of an entry are: the byte of the file and the bit in it.</summary>
    public IEnumerable<(long Byte, byte Mask)> BitsOf(byte[] entry)
    {
        var (first, step) = (BinaryPrimitives.ReadUInt64LittleEndian(entry), BinaryPrimitives.ReadUInt64LittleEndian(entry.AsSpan(8)) | 1);
        for (var i = 0; i < Hashes; i++, first += step)
        {
            var bit = (long)(first % (ulong)Bits);
            yield return (HeadLength + (bit >> 3), (byte)(1 << (int)(bit & 7)));
        }
    }

    /// <summary>What a password is in the filter, and in the public lists of hashes.</summary>
#pragma warning disable CA5350 // The lists are made of SHA-1; nothing is protected by it.
    public static byte[] Entry(string password) => SHA1.HashData(Encoding.UTF8.GetBytes(password));
#pragma warning restore CA5350
}
