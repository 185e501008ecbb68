using System.Buffers.Binary;
using System.Globalization;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>Who may do what with an entry of Active Directory: a self-relative security descriptor ([MS-DTYP] section 2.4.6), as far as extended rights and the reading of attributes go.</summary>
internal sealed class SecurityDescriptor
{
    /// <summary>Changing one's password, knowing the old one (User-Change-Password).</summary>
    public static readonly Guid ChangePassword = new("ab721a53-1e2f-11d0-9819-00aa0040529b");

    /// <summary>Setting a password without the old one (User-Force-Change-Password).</summary>
    public static readonly Guid ResetPassword = new("00299570-246d-11d0-a768-00aa006e0529");

    /// <summary>The attribute that names the rules of a person's own (msDS-ResultantPSO).</summary>
    public static readonly Guid ResultantPso = new("b77ea093-88d0-4780-9a98-911f8e8b1dca");

    /// <summary>Well-known identities ([MS-DTYP] section 2.4.2.4).</summary>
    public const string Everyone = "S-1-1-0", Self = "S-1-5-10", AuthenticatedUsers = "S-1-5-11";

    private const byte AllowedObject = 5, DeniedObject = 6, Allowed = 0, Denied = 1, InheritOnly = 0x08;
    private const uint ControlAccess = 0x100, ReadProperty = 0x10, ObjectTypePresent = 1, InheritedTypePresent = 2;

    private readonly List<(uint Access, bool Denies, Guid? Of, string Sid)> _entries = [];

    private SecurityDescriptor()
    {
    }

    /// <summary>Reads a descriptor; null when it is none.</summary>
    public static SecurityDescriptor? Read(byte[] bytes)
    {
        try
        {
            var descriptor = new SecurityDescriptor();
            var offset = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16));
            if (offset == 0) return descriptor;

            var list = bytes.AsSpan(offset);
            var count = BinaryPrimitives.ReadUInt16LittleEndian(list[4..]);
            list = list[8..];
            for (var i = 0; i < count; i++)
            {
                var size = BinaryPrimitives.ReadUInt16LittleEndian(list[2..]);
                descriptor.Add(list[..size]);
                list = list[size..];
            }

            return descriptor;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>A security identifier as text: "S-1-5-21-…" ([MS-DTYP] section 2.4.2.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is too short.</exception>
    public static string Sid(ReadOnlySpan<byte> bytes)
    {
        var authority = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) * (1L << 32) + BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        var sid = string.Create(CultureInfo.InvariantCulture, $"S-{bytes[0]}-{authority}");
        for (var i = 0; i < bytes[1]; i++) sid += string.Create(CultureInfo.InvariantCulture, $"-{BinaryPrimitives.ReadUInt32LittleEndian(bytes[(8 + (i * 4))..])}");
        return sid;
    }

    /// <summary>Whether an extended right is denied to one of these by name, whatever else grants it.</summary>
    public bool Denies(Guid right, params IReadOnlyCollection<string> sids) => _entries.Any(entry => entry.Denies && Concerns(entry, ControlAccess, right, sids));

    /// <summary>Whether an extended right is granted to whoever is all of these: the first entry that concerns it decides.</summary>
    public bool Grants(Guid right, IReadOnlyCollection<string> sids) => Grants(ControlAccess, right, sids);

    /// <summary>Whether reading an attribute of no property set is granted to whoever is all of these.</summary>
    public bool GrantsReading(Guid attribute, IReadOnlyCollection<string> sids) => Grants(ReadProperty, attribute, sids);

    private bool Grants(uint access, Guid of, IReadOnlyCollection<string> sids) => _entries.FirstOrDefault(entry => Concerns(entry, access, of, sids)) is { Sid: not null, Denies: false };

    private static bool Concerns((uint Access, bool Denies, Guid? Of, string Sid) entry, uint access, Guid of, IReadOnlyCollection<string> sids) =>
        (entry.Access & access) != 0 && (entry.Of is null || entry.Of == of) && sids.Contains(entry.Sid);

    private void Add(ReadOnlySpan<byte> entry)
    {
        var (type, flags) = (entry[0], entry[1]);
        if (type is not (Allowed or Denied or AllowedObject or DeniedObject) || (flags & InheritOnly) != 0) return;
        var access = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
        if ((access & (ControlAccess | ReadProperty)) == 0) return;

        Guid? of = null;
        var at = 8;
        if (type is AllowedObject or DeniedObject)
        {
            var present = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            at = 12;
            if ((present & ObjectTypePresent) != 0) (of, at) = (new Guid(entry.Slice(at, 16)), at + 16);
            if ((present & InheritedTypePresent) != 0) at += 16;
        }

        _entries.Add((access, type is Denied or DeniedObject, of, Sid(entry[at..])));
    }
}
