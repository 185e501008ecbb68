using System.Formats.Asn1;
using FsCheck;
using FsCheck.Fluent;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.TestKit.Directories;

namespace SsprPortal.ActiveDirectory.Tests.Ldap;

/// <summary>Whatever a server sends, it is a message or none; never a crash, never a loop.</summary>
public class LdapMessageTests
{
    private static readonly byte[][] Seeds =
    [
        ScriptedServer.Result(1, 1, LdapResultCode.InvalidCredentials, "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1"),
        ScriptedServer.Result(2, 24, LdapResultCode.Success, "", "1.3.6.1.4.1.1466.20037"),
        ScriptedServer.Entry(3, "CN=Alice,DC=contoso,DC=test", ("objectGUID", new byte[16]), ("memberOf", "CN=A"u8.ToArray()), ("memberOf", "CN=B"u8.ToArray())),
        ScriptedServer.Message(4, writer =>
        {
            using (writer.PushSequence(Ber.Application(5)))
            {
                writer.WriteEnumeratedValue(LdapResultCode.Success);
                writer.WriteText("");
                writer.WriteText("");
                using (writer.PushSequence(Ber.Context(3, constructed: true))) writer.WriteText("ldap://elsewhere/");
            }

            using (writer.PushSequence(Ber.Context(0, constructed: true)))
            using (writer.PushSequence())
            {
                writer.WriteText("1.2.840.113556.1.4.319");
                writer.WriteBoolean(true);
                writer.WriteOctetString([0x30, 0x05, 0x02, 0x01, 0x00, 0x04, 0x00]);
            }
        }),
        ScriptedServer.Message(5, writer => { using (writer.PushSequence(Ber.Application(19))) writer.WriteText("ldap://elsewhere/"); }),
    ];

    [Fact]
    public void Messages_that_are_some_are_read()
    {
        Assert.Equal((1, 1, LdapResultCode.InvalidCredentials), (Read(0)!.Id, Read(0)!.Operation, Read(0)!.Result!.Code));
        Assert.Equal("1.3.6.1.4.1.1466.20037", Read(1)!.Result!.ResponseName);
        Assert.Equal(["CN=A", "CN=B"], Read(2)!.Entry!.Texts("MEMBEROF"));
        Assert.Equal(("1.2.840.113556.1.4.319", true), Read(3)!.Result!.Controls.Select(each => (each.Oid, each.Critical)).Single());
        Assert.Equal((null, null), (Read(4)!.Entry, Read(4)!.Result));

        static LdapMessage? Read(int seed) => LdapMessage.Read(Seeds[seed]);
    }

    [Fact]
    public void Nothing_that_a_server_sends_breaks_the_reader()
    {
        var (read, refused) = (0, 0);
        var anything = Gen.Choose(0, 255).Select(each => (byte)each).ArrayOf().Select(bytes => bytes.Prepend((byte)0x30).ToArray());
        var flaw = Gen.Choose(0, 1 << 20).SelectMany(at => Gen.Choose(0, 3).SelectMany(kind => Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0x30, 0x31, 0x80, 0x84, 0xA0, 0x04, 0x24, 0x64, 0xFF, 0x7F, 0)).Select(value => (At: at, Kind: kind, Value: (byte)value))));
        var flawed = Gen.Elements(Seeds).SelectMany(seed => flaw.ArrayOf(3).Select(flaws => flaws.Aggregate(seed, Spoil)));

        Prop.ForAll(Gen.Frequency((1, anything), (4, flawed)).ToArbitrary(), bytes =>
        {
            var done = Survives(bytes);
            if (done) read++;
            else refused++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(120_000));

        Assert.InRange(read, 5_000, 115_000); // both ways were gone
        Assert.InRange(refused, 5_000, 115_000);
    }

    [Theory]
    [InlineData(0x30)]
    [InlineData(0x24)]
    public void A_million_in_one_another_are_not_followed(byte tag)
    {
        var nested = new byte[LdapMessage.MaxLength / 4];
        for (var i = 0; i < nested.Length; i += 2) (nested[i], nested[i + 1]) = (tag, 0x80);
        var message = ScriptedServer.Message(1, writer =>
        {
            using (writer.PushSequence(Ber.Application(5)))
            {
                writer.WriteEnumeratedValue(LdapResultCode.Success);
                writer.WriteText("");
                writer.WriteText("");
                writer.WriteOctetString(nested, Ber.Context(3));
            }
        });
        message[message.AsSpan().IndexOf([(byte)0x83, (byte)0x83])] = 0xA3; // constructed: one would have to look inside

        Assert.NotNull(LdapMessage.Read(message).Result);
        Assert.False(Survives([0x30, 0x84, 0, 0x40, 0, 0, .. nested]));
    }

    private static byte[] Spoil(byte[] bytes, (int At, int Kind, byte Value) flaw)
    {
        if (bytes.Length == 0) return bytes;
        var at = flaw.At % bytes.Length;
        return flaw.Kind switch
        {
            0 => [.. bytes[..at], flaw.Value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], flaw.Value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[(at + 1)..]],
            _ => bytes[..at],
        };
    }

    // As a connection reads: the length of a message first, then as much as that. Any other exception is a failure of the test.
    private static bool Survives(byte[] bytes)
    {
        try
        {
            if (bytes.Length == 0 || LdapMessage.Length(bytes.AsSpan(0, Math.Min(bytes.Length, 6))) is not { } length || length > bytes.Length) return false;
            _ = LdapMessage.Read(bytes.AsMemory(0, length));
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
