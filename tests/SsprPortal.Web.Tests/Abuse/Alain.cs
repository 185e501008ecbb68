using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>One person of the demonstration organisation, and how he gets to a page.</summary>
internal static class Alain
{
    public const string UserId = "alain@contoso.com";
    public const string Phone = "+819012345642";
    public const string Mail = "alain@example.org";
    public const string NewPassword = "seven quiet lanterns";

    public static readonly IReadOnlyDictionary<string, string> NewPasswordForm = Twice(NewPassword);

    public static Dictionary<string, string> Twice(string password) => new() { ["Password"] = password, ["Repeated"] = password };

    /// <summary>Up to the page that asks for the code, which is returned.</summary>
    public static async Task<string> ReachVerifyAsync(PortalHost portal, PortalBrowser browser, int message = 1)
    {
        await browser.StartResetAsync(UserId);
        await browser.ChooseAsync("sms", Phone);
        Assert.Equal("/passwordreset/verify", browser.Path);
        return (await portal.MessageToAsync(Phone, message)).Code();
    }

    public static async Task ReachNewPasswordAsync(PortalHost portal, PortalBrowser browser, int message = 1)
    {
        await browser.SubmitAsync("Code", await ReachVerifyAsync(portal, browser, message));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    public static async Task AssertSignsInAsync(PortalHost portal, string password, string userId = UserId)
    {
        var browser = portal.NewBrowser();
        await browser.SignInAsync(userId, password);
        Assert.Equal("/profile", browser.Path);
    }

    public static async Task AssertWrongAsync(PortalHost portal, string password, string userId = UserId)
    {
        var browser = portal.NewBrowser();
        await browser.SignInAsync(userId, password);
        Assert.Equal("/", browser.Path);
        Assert.Single(browser.Errors);
    }
}
