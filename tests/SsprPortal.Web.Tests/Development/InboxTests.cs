using System.Net;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.Twilio;
using SsprPortal.Web.Tests.Voice;

namespace SsprPortal.Web.Tests.Development;

/// <summary>On a developer's machine nobody is called: the inbox plays the called person.</summary>
public sealed class InboxTests : IAsyncLifetime
{
    private const string Press = "/development/inbox/press";

    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "Call", "Answer and press #")]
    [InlineData("ja", "電話", "電話に出て # を押す")]
    public async Task A_call_can_be_read_answered_and_confirmed(string language, string channel, string button)
    {
        var challenge = await HandMadeCall.MakeAsync(portal, language);
        var browser = portal.NewBrowser(language);

        await browser.OpenAsync("/development/inbox");
        Assert.Equal(channel, browser.Page.QuerySelector(".inbox .pill")!.TextContent);
        Assert.Equal(HandMadeCall.To, browser.Page.QuerySelector(".inbox b")!.TextContent);
        Assert.Equal(["This is Contoso.", "To confirm, press the pound key."], browser.Page.QuerySelectorAll(".inbox p").Select(each => each.TextContent));
        Assert.Equal(button, browser.Page.QuerySelector(".inbox button")!.TextContent);
        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal((HttpStatusCode.OK, "/development/inbox"), (browser.Status, browser.Path));
        Assert.NotNull(await HandMadeCall.ConfirmedAtAsync(portal, challenge));
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Single(browser.Errors);
    }

    [Fact]
    public async Task Only_a_call_of_the_inbox_can_be_confirmed_and_only_by_its_own_form()
    {
        var challenge = await HandMadeCall.MakeAsync(portal);
        var browser = portal.NewBrowser();
        await browser.OpenAsync("/development/inbox");
        var antiforgery = browser.Antiforgery;

        foreach (var id in new[] { Guid.NewGuid().ToString(), Guid.Empty.ToString(), "", "x" })
        {
            await browser.PostAsync(Press, new Dictionary<string, string> { ["id"] = id, ["antiforgery"] = antiforgery });
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }

        await browser.PostAsync(Press, new Dictionary<string, string> { ["id"] = challenge.Id.ToString() });
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Null(await HandMadeCall.ConfirmedAtAsync(portal, challenge));
    }

    [Fact]
    public async Task Without_an_inbox_there_is_nothing_to_press()
    {
        await using var twilio = await TwilioServer.StartAsync();
        await using var configured = await PortalHost.StartAsync(new()
        {
            ["Smtp:Host"] = "mail.contoso.example",
            ["Smtp:From"] = "sspr@contoso.example",
            ["Twilio:AccountSid"] = TwilioServer.AccountSid,
            ["Twilio:AuthToken"] = TwilioServer.AuthToken,
            ["Twilio:From"] = "+15005550006",
            ["Twilio:BaseUrl"] = twilio.BaseUrl,
        });
        var challenge = await HandMadeCall.MakeAsync(configured);
        var browser = configured.NewBrowser();
        await browser.OpenAsync("/");

        await browser.PostAsync(Press, new Dictionary<string, string> { ["id"] = challenge.Id.ToString(), ["antiforgery"] = browser.Antiforgery });

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Null(await HandMadeCall.ConfirmedAtAsync(configured, challenge));
    }
}
