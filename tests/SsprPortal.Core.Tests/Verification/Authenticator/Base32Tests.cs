using System.Security.Cryptography;
using System.Text;
using SsprPortal.Core.Verification.Authenticator;

namespace SsprPortal.Core.Tests.Verification.Authenticator;

public sealed class Base32Tests
{
    // RFC 4648, section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void The_vectors_of_the_RFC_are_written_and_read(string plain, string encoded)
    {
        Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(Encoding.ASCII.GetBytes(plain), Base32.Read(encoded));
        Assert.Equal(Encoding.ASCII.GetBytes(plain), Base32.Read(encoded.PadRight((encoded.Length + 7) / 8 * 8, '=')));
    }

    [Theory]
    [InlineData("mzxw6ytboi")]
    [InlineData("MZXW 6YTB OI")]
    [InlineData(" mzxw\u00A06ytb\u3000oi\t\r\n")]
    [InlineData("MZXW 6YTB OI== ====")]
    public void Small_letters_and_blanks_are_read_too(string typed) => Assert.Equal(Encoding.ASCII.GetBytes("foobar"), Base32.Read(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("MZXW0YTB")]
    [InlineData("MZXW1YTB")]
    [InlineData("MZXW8YTB")]
    [InlineData("MZXW-6YTB")]
    [InlineData("MZ=XW6YT")]
    [InlineData("ＭＺＸＷ６ＹＴＢ")]
    [InlineData("MZXW6YT\0")]
    [InlineData("MZXW6YTı")]
    [InlineData("MZXW6YTſ")]
    public void Nothing_else_is_read(string? typed) => Assert.Null(Base32.Read(typed));

    [Theory]
    [InlineData("M")]
    [InlineData("MZX")]
    [InlineData("MZXW6Y")]
    [InlineData("MZ")]
    [InlineData("MZXW6YTBOJ")]
    public void A_text_that_ends_in_the_midst_of_a_byte_is_not_read(string typed) => Assert.Null(Base32.Read(typed));

    [Fact]
    public void A_megabyte_is_not_read() => Assert.Null(Base32.Read(new string('A', 1_000_000)));

    [Fact]
    public void Every_length_of_bytes_comes_back_as_it_was()
    {
        for (var length = 0; length <= 64; length++)
        {
            var bytes = RandomNumberGenerator.GetBytes(length);
            var text = Base32.Encode(bytes);
            Assert.True(Base32.Read(text)?.SequenceEqual(bytes), $"{Convert.ToHexString(bytes)} was written as {text}, and came back otherwise.");
        }
    }
}
