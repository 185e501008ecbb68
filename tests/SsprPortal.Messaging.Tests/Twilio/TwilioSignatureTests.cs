using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Messages;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Messaging.Tests.Twilio;

public sealed class TwilioSignatureTests : IDisposable
{
    // The example of Twilio's documentation, for the token 12345.
    private const string Documented = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    private static readonly Uri Url = new("https://mycompany.com/myapp.php?foo=1&bar=2");

    private static readonly KeyValuePair<string, string>[] Form =
    [
        new("To", "+18005551212"), new("CallSid", "CA1234567890ABCDE"), new("Digits", "1234"), new("Caller", "+14158675309"), new("From", "+14158675309"),
    ];

    private readonly Host _host = new("Development", ("Twilio:AccountSid", TwilioServer.AccountSid), ("Twilio:AuthToken", "12345"), ("Twilio:From", "Contoso"));

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_documented_example_is_genuine() => Assert.True(IsGenuine(Url, Form, Documented));

    [Fact]
    public void The_order_of_the_form_does_not_matter() => Assert.True(IsGenuine(Url, [.. Form.Reverse()], Documented));

    [Fact]
    public void A_changed_address_parameter_or_signature_is_not_genuine()
    {
        Assert.False(IsGenuine(new("https://mycompany.com/myapp.php?foo=1&bar=3"), Form, Documented));
        Assert.False(IsGenuine(new("https://mycompany.com/myapp.php"), Form, Documented));
        Assert.False(IsGenuine(new("http://mycompany.com/myapp.php?foo=1&bar=2"), Form, Documented));
        Assert.False(IsGenuine(Url, [.. Form.Select(pair => pair.Key == "Digits" ? new(pair.Key, "#") : pair)], Documented));
        Assert.False(IsGenuine(Url, [.. Form.Select(pair => pair.Key == "Digits" ? new("digits", pair.Value) : pair)], Documented));
        Assert.False(IsGenuine(Url, Form[1..], Documented));
        Assert.False(IsGenuine(Url, [.. Form, new("Zero", "0")], Documented));
        Assert.False(IsGenuine(Url, Form, Documented.ToUpperInvariant()));
    }

    [Fact]
    public void A_parameter_that_stands_twice_is_never_genuine()
    {
        Assert.False(IsGenuine(Url, [.. Form, Form[2]], Documented));
        // Even when whoever signed it meant it so.
        Assert.False(IsGenuine(Url, [new("a", "1"), new("a", "2")], TwilioServer.Sign(new(Url.AbsoluteUri + "a1"), new Dictionary<string, string> { ["a"] = "2" }, "12345")));
    }

    [Theory]
    [InlineData("https://portal.test:8443/voice/1?mkt=ja", "https://portal.test:8443/voice/1?mkt=ja", true)]
    [InlineData("https://portal.test:8443/voice/1?mkt=ja", "https://portal.test/voice/1?mkt=ja", true)]
    [InlineData("https://portal.test:8443/voice/1?mkt=ja", "https://portal.test:9443/voice/1?mkt=ja", false)]
    [InlineData("https://portal.test/voice/1?mkt=ja", "https://portal.test:8443/voice/1?mkt=ja", false)]
    public void A_port_may_be_named_or_left_out(string url, string over, bool genuine) =>
        Assert.Equal(genuine, IsGenuine(new(url), Form, TwilioServer.Sign(new(over), Form.ToDictionary(), "12345")));

    [Fact]
    public void The_standard_port_may_be_named_too() =>
        Assert.True(IsGenuine(new("https://mycompany.com/myapp.php?foo=1&bar=2"), Form, "kvajT1Ptam85bY51eRf/AJRuM3w="));

    [Fact]
    public void A_form_without_parameters_is_signed_by_its_address_alone()
    {
        Assert.True(IsGenuine(Url, [], TwilioServer.Sign(Url, new Dictionary<string, string>(), "12345")));
        Assert.False(IsGenuine(Url, [], TwilioServer.Sign(Url, new Dictionary<string, string>(), "another")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("=")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8==")]
    [InlineData(" RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8=,RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    public void Anything_else_is_no_signature(string? signature) => Assert.False(IsGenuine(Url, Form, signature));

    [Fact]
    public void Hostile_input_is_refused_and_nothing_thrown()
    {
        Assert.False(IsGenuine(new("/voice/1", UriKind.Relative), Form, Documented));
        Assert.False(IsGenuine(Url, [new("", ""), new("\ud800", "\udfff\0"), new("\ud800\ud800", "\uffff"), new(new('k', 100_000), new('v', 100_000))], Documented));
        Assert.False(IsGenuine(Url, Form, new('=', 1_000_000)));
        Assert.False(IsGenuine(Url, Form, "\0\ud800\uffff署名"));
    }

    private bool IsGenuine(Uri url, IReadOnlyList<KeyValuePair<string, string>> form, string? signature) =>
        _host.Services.GetRequiredService<ICallbackSignature>().IsGenuine(url, form, signature);
}
