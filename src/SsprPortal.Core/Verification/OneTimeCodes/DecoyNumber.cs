using System.Buffers.Binary;
using System.Globalization;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification.Phones;

namespace SsprPortal.Core.Verification.OneTimeCodes;

/// <summary>A number of the organisation's country that no numbering plan has: what is typed is read like for a real one, and is never it.</summary>
internal static class DecoyNumber
{
    public static DecoyEntry Of(ReadOnlySpan<byte> seed, SsprPolicy policy)
    {
        var lastTwo = (BinaryPrimitives.ReadUInt32BigEndian(seed) % 100).ToString("D2", CultureInfo.InvariantCulture);
        return new($"+{PhoneCountries.Find(policy.Country)!.CallingCode}00000000{lastTwo}", lastTwo);
    }
}
