using System.Buffers.Binary;
using System.Security.Cryptography;
using SsprPortal.ActiveDirectory.Accounts;

namespace SsprPortal.ActiveDirectory.Tests.Accounts;

public class SecurityDescriptorTests
{
    private const string Service = "S-1-5-21-1-2-3-1104";
    private const byte Allowed = 0, Denied = 1, AllowedObject = 5, DeniedObject = 6, InheritOnly = 8;

    [Fact]
    public void The_first_entry_that_concerns_somebody_decides()
    {
        Assert.True(Read(Entry(AllowedObject, SecurityDescriptor.ResetPassword)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.True(Read(Entry(AllowedObject, null)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.True(Read(Entry(Allowed, null)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.True(Read(Entry(AllowedObject, SecurityDescriptor.ResetPassword), Entry(DeniedObject, SecurityDescriptor.ResetPassword)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.False(Read(Entry(DeniedObject, SecurityDescriptor.ResetPassword), Entry(AllowedObject, SecurityDescriptor.ResetPassword)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.False(Read(Entry(AllowedObject, SecurityDescriptor.ChangePassword)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.False(Read(Entry(AllowedObject, SecurityDescriptor.ResetPassword)).Grants(SecurityDescriptor.ResetPassword, [SecurityDescriptor.Everyone]));
        Assert.False(Read(Entry(AllowedObject, SecurityDescriptor.ResetPassword, InheritOnly)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.False(Read(Entry(AllowedObject, SecurityDescriptor.ResetPassword, mask: 0x30)).Grants(SecurityDescriptor.ResetPassword, [Service]));
        Assert.False(Read().Grants(SecurityDescriptor.ResetPassword, [Service]));
    }

    [Fact]
    public void Reading_an_attribute_is_another_right_than_an_extended_one()
    {
        Assert.True(Read(Entry(AllowedObject, SecurityDescriptor.ResultantPso, mask: 0x10)).GrantsReading(SecurityDescriptor.ResultantPso, [Service]));
        Assert.True(Read(Entry(Allowed, null, mask: 0x20094)).GrantsReading(SecurityDescriptor.ResultantPso, [Service])); // all that is to be read
        Assert.False(Read(Entry(Allowed, null)).GrantsReading(SecurityDescriptor.ResultantPso, [Service]));
        Assert.False(Read(Entry(AllowedObject, SecurityDescriptor.ChangePassword, mask: 0x10)).GrantsReading(SecurityDescriptor.ResultantPso, [Service]));
        Assert.False(Read(Entry(Allowed, null, mask: 0x10)).Grants(SecurityDescriptor.ResetPassword, [Service]));
    }

    [Fact]
    public void A_denial_counts_whatever_else_is_granted()
    {
        var descriptor = Read(Entry(Allowed, null), Entry(DeniedObject, SecurityDescriptor.ChangePassword));

        Assert.True(descriptor.Denies(SecurityDescriptor.ChangePassword, Service));
        Assert.False(descriptor.Denies(SecurityDescriptor.ChangePassword, SecurityDescriptor.Self));
        Assert.True(Read(Entry(Denied, null)).Denies(SecurityDescriptor.ChangePassword, SecurityDescriptor.Self, Service));
        Assert.False(Read(Entry(DeniedObject, SecurityDescriptor.ChangePassword, InheritOnly)).Denies(SecurityDescriptor.ChangePassword, Service));
    }

    [Fact]
    public void What_is_cut_off_or_nonsense_is_none()
    {
        var whole = Bytes(Entry(AllowedObject, SecurityDescriptor.ResetPassword), Entry(Denied, null));
        Assert.NotNull(SecurityDescriptor.Read(whole));
        for (var length = 0; length < whole.Length; length++) Assert.Null(SecurityDescriptor.Read(whole[..length]));
        for (var i = 0; i < 20_000; i++)
        {
            var spoilt = whole.ToArray();
            for (var flaws = 0; flaws < 3; flaws++) spoilt[RandomNumberGenerator.GetInt32(spoilt.Length)] = (byte)RandomNumberGenerator.GetInt32(256);
            _ = SecurityDescriptor.Read(spoilt); // something or null, and no exception
        }
    }

    private static SecurityDescriptor Read(params byte[][] entries) => SecurityDescriptor.Read(Bytes(entries))!;

    private static byte[] Bytes(params byte[][] entries)
    {
        byte[] list = [4, 0, 0, 0, (byte)entries.Length, 0, 0, 0, .. entries.SelectMany(each => each)];
        BinaryPrimitives.WriteUInt16LittleEndian(list.AsSpan(2), (ushort)list.Length);
        return [1, 0, 4, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, .. list];
    }

    private static byte[] Entry(byte type, Guid? right, byte flags = 0, uint mask = 0x100)
    {
        byte[] sid = [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0x50, 4, 0, 0];
        byte[] rights = [.. BitConverter.GetBytes(mask), .. type < AllowedObject ? [] : (byte[])[(byte)(right is null ? 0 : 1), 0, 0, 0, .. right?.ToByteArray() ?? []]];
        byte[] entry = [type, flags, 0, 0, .. rights, .. sid];
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(2), (ushort)entry.Length);
        return entry;
    }
}
