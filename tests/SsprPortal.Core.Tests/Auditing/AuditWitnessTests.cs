using SsprPortal.Core.Auditing;

namespace SsprPortal.Core.Tests.Auditing;

public sealed class AuditWitnessTests
{
    private const string Seal = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";

    [Fact]
    public void A_witness_is_read_as_it_was_written()
    {
        var written = new AuditWitness(1234, Convert.FromHexString(Seal)).ToString();

        Assert.Equal($"1234:{Seal}", written);
        Assert.True(AuditWitness.TryParse(written, out var read));
        Assert.Equal(new(1234, Seal), read);
        Assert.True(AuditWitness.TryParse($"1234:{Seal.ToLowerInvariant()}", out var small));
        Assert.Equal(read, small);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1234")]
    [InlineData("1234:")]
    [InlineData(":" + Seal)]
    [InlineData("0:" + Seal)]
    [InlineData("-1:" + Seal)]
    [InlineData(" 1:" + Seal)]
    [InlineData("1:" + Seal + "00")]
    [InlineData("1:" + Seal + ":")]
    [InlineData("1:Z" + Seal)]
    [InlineData("1:ZZ112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")]
    [InlineData("99999999999999999999:" + Seal)]
    public void What_is_no_witness_is_refused(string? text)
    {
        Assert.False(AuditWitness.TryParse(text, out var witness));
        Assert.Null(witness);
    }
}
