using SsprPortal.Core.Verification.SecurityKeys;

namespace SsprPortal.Core.Tests.Verification.SecurityKeys;

public sealed class SecurityKeyTests
{
    private static readonly SecurityKey Key = new([1, 2, 255], [4, 5], ["usb", "nfc"], uint.MaxValue, true, false, false);

    [Fact]
    public void A_key_is_read_as_it_was_written()
    {
        var read = SecurityKey.Read(Key.Serialize())!;

        Assert.Equal(Key.CredentialId, read.CredentialId);
        Assert.Equal(Key.PublicKey, read.PublicKey);
        Assert.Equal(Key.Transports, read.Transports);
        Assert.Equal(Key with { CredentialId = read.CredentialId, PublicKey = read.PublicKey, Transports = read.Transports }, read);
    }

    [Fact]
    public void What_is_stored_can_be_read_for_good() => Assert.Equal(
        "{\"credentialId\":\"AQL/\",\"publicKey\":\"BAU=\",\"transports\":[\"usb\",\"nfc\"],\"signCount\":4294967295,\"userVerified\":true,\"backupEligible\":false,\"backedUp\":false}",
        Key.Serialize());

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("+819012345678")]
    [InlineData("{\"credentialId\":null,\"publicKey\":\"BAU=\",\"transports\":[],\"signCount\":1,\"userVerified\":true,\"backupEligible\":false,\"backedUp\":false}")]
    [InlineData("{\"credentialId\":\"AQL/\",\"publicKey\":\"BAU=\",\"transports\":[],\"userVerified\":true,\"backupEligible\":false,\"backedUp\":false}")]
    [InlineData("{\"credentialId\":\"AQL/\",\"publicKey\":\"BAU=\",\"transports\":[],\"signCount\":-1,\"userVerified\":true,\"backupEligible\":false,\"backedUp\":false}")]
    [InlineData("{\"credentialId\":\"AQL/\",\"publicKey\":\"BAU=\",\"transports\":[],\"signCount\":4294967296,\"userVerified\":true,\"backupEligible\":false,\"backedUp\":false}")]
    [InlineData("{\"credentialId\":\"AQL/\",\"publicKey\":\"BAU=\",\"transports\":[],\"signCount\":2,\"signCount\":1,\"userVerified\":true,\"backupEligible\":false,\"backedUp\":false}")]
    public void What_is_no_key_is_not_read_as_one(string stored) => Assert.Null(SecurityKey.Read(stored));

    [Fact]
    public void A_key_says_nothing_in_a_log() => Assert.Equal("SecurityKey", $"{Key}");
}
