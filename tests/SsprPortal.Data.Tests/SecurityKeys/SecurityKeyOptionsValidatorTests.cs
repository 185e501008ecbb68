using SsprPortal.Core.Messages;
using SsprPortal.Data.SecurityKeys;

namespace SsprPortal.Data.Tests.SecurityKeys;

public sealed class SecurityKeyOptionsValidatorTests
{
    [Theory]
    [InlineData("https://reset.example.com", null)]
    [InlineData("https://reset.example.com", "")]
    [InlineData("https://reset.example.com", "reset.example.com")]
    [InlineData("https://reset.example.com", "example.com")]
    [InlineData("https://a.reset.example.com:8443", "example.com")]
    [InlineData("http://localhost:5000", "localhost")]
    [InlineData("https://192.0.2.1", null)]
    public void The_domain_of_keys_may_be_the_portal_s_own_or_one_above(string address, string? domain) => Assert.True(Validate(address, domain).Succeeded);

    [Theory]
    [InlineData("https://reset.example.com", "com")]
    [InlineData("https://reset.example.com", ".com")]
    [InlineData("https://reset.example.com", ".example.com")]
    [InlineData("https://reset.example.com", "set.example.com")]
    [InlineData("https://reset.example.com", "a.reset.example.com")]
    [InlineData("https://reset.example.com", "example.org")]
    [InlineData("https://reset.example.com", "Example.com")]
    [InlineData("https://reset.example.com", "example.com.")]
    [InlineData("https://reset.example.com", "https://example.com")]
    [InlineData("https://reset.example.com", "example.com:443")]
    [InlineData("https://reset.example.com", " ")]
    [InlineData("https://192.0.2.1", "2.1")]
    [InlineData("http://localhost:5000", "example.com")]
    public void Cannot_start_with_a_domain_no_browser_would_accept(string address, string domain)
    {
        var result = Validate(address, domain);

        Assert.True(result.Failed);
        Assert.Contains($"SecurityKeys:RpId is '{domain}'", result.FailureMessage, StringComparison.Ordinal);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string address, string? domain) =>
        new SecurityKeyOptionsValidator(new PortalAddress(new(address))).Validate(null, new() { RpId = domain });
}
