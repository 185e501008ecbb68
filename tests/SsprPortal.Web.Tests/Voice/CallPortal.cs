using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Twilio;

namespace SsprPortal.Web.Tests.Voice;

/// <summary>A portal that calls by a Twilio-shaped server, with a low limit on requests of one address.</summary>
public sealed class CallPortal : IAsyncLifetime
{
    public TwilioServer Twilio { get; private set; } = null!;

    public PortalHost Portal { get; private set; } = null!;

    /// <summary>What the provider posts with.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Twilio = await TwilioServer.StartAsync();
        Portal = await PortalHost.StartAsync(new()
        {
            ["RateLimits:RequestsPerAddress"] = "20",
            ["Twilio:AccountSid"] = TwilioServer.AccountSid,
            ["Twilio:AuthToken"] = TwilioServer.AuthToken,
            ["Twilio:From"] = "+15005550006",
            ["Twilio:BaseUrl"] = Twilio.BaseUrl,
        });
        Client = Portal.CreateDefaultClient(new Uri($"https://{PortalHost.Host}"));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Portal.DisposeAsync();
        await Twilio.DisposeAsync();
    }
}
