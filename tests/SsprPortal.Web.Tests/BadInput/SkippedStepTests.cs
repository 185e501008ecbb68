using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.BadInput;

/// <summary>Every address of a journey at every step of it: whoever is not there yet, or not there any more, is led to where the journey stands.</summary>
public sealed class SkippedStepTests : IAsyncLifetime
{
    private static readonly string[] Gets = ["/passwordreset/method", "/passwordreset/verify", "/passwordreset/verify/resend", "/passwordreset/verify/state", "/passwordreset/newpassword", "/passwordreset/outcome"];
    private static readonly string[] Posts = ["/passwordreset/method", "/passwordreset/verify", "/passwordreset/verify/resend", "/passwordreset/verify/another", "/passwordreset/newpassword"];

    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser("ja");
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("/passwordreset/method")]
    [InlineData("/passwordreset/verify")]
    [InlineData("/passwordreset/newpassword")]
    public async Task Cannot_leave_the_step_by_its_address(string own)
    {
        var code = await ReachAsync(own);
        var form = new Dictionary<string, string>(Alain.NewPasswordForm) { ["antiforgery"] = browser.Antiforgery, ["Code"] = code, ["Method"] = "sms", ["PhoneNumber"] = Alain.Phone };
        var before = await PortalState.ReadAsync(portal);

        foreach (var page in Gets.Where(page => !page.StartsWith(own, StringComparison.Ordinal)))
        {
            await browser.OpenAsync(page);
            AssertLedBack(own);
        }

        foreach (var page in Posts.Where(page => !page.StartsWith(own, StringComparison.Ordinal)))
        {
            await browser.PostAsync(page, form);
            AssertLedBack(own);
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task Cannot_be_anywhere_without_a_journey()
    {
        await browser.OpenAsync("/passwordreset");
        var form = new Dictionary<string, string>(Alain.NewPasswordForm) { ["antiforgery"] = browser.Antiforgery, ["Code"] = "000000" };
        var before = await PortalState.ReadAsync(portal);

        foreach (var page in Gets)
        {
            await browser.OpenAsync(page);
            AssertLedBack("/passwordreset/ended");
        }

        foreach (var page in Posts.Append("/passwordreset/cancel"))
        {
            await browser.PostAsync(page, form);
            AssertLedBack("/passwordreset/ended");
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    private async Task<string> ReachAsync(string own)
    {
        switch (own)
        {
            case "/passwordreset/method":
                await browser.StartResetAsync(Alain.UserId);
                return "000000";
            case "/passwordreset/verify":
                return await Alain.ReachVerifyAsync(portal, browser);
            default:
                await Alain.ReachNewPasswordAsync(portal, browser);
                return "000000";
        }
    }

    private void AssertLedBack(string own)
    {
        Assert.Equal(200, (int)browser.Status);
        Assert.Equal(own, browser.Path);
        Assert.Equal("ja", browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(browser.Heading);
    }
}
