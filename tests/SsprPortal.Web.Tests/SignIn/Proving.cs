using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.SignIn;

/// <summary>How people get past the page that asks for more than the password.</summary>
internal static class Proving
{
    /// <summary>An administrator, with this phone registered, who has given the password and nothing else yet.</summary>
    public static async Task SignInHalfAsync(this PortalBrowser browser, PortalHost portal, string phone = "+819055550100")
    {
        await portal.RegisterAsync("admin@contoso.com", "mobile", phone[^2..], phone);
        await browser.SignInAsync("admin@contoso.com");
        Assert.Equal("/signin/method", browser.Path);
    }

    /// <summary>By a code that is sent: chooses the method at /signin/method and types the code; ends at the page that was asked for.</summary>
    public static async Task ProveAsync(this PortalBrowser browser, PortalHost portal, string method, string to)
    {
        Assert.StartsWith("/signin/method", browser.Path, StringComparison.Ordinal);
        await browser.SubmitAsync("Code", await portal.CodeAfterAsync(to, () => browser.ChooseAsync(method)));
        Assert.False(browser.Path.StartsWith("/signin", StringComparison.Ordinal), $"{browser.Path}: {string.Join(' ', browser.Errors)}");
    }

    /// <summary>The code that something sends; notices to the same place may come in between.</summary>
    public static async Task<string> CodeAfterAsync(this PortalHost portal, string to, Func<Task> send)
    {
        var before = CodesTo(portal, to).Count;
        await send();
        return await Eventually.GetAsync(() => CodesTo(portal, to).ElementAtOrDefault(before), $"a code to {to}");
    }

    private static List<string> CodesTo(PortalHost portal, string to) => [.. portal.Messages.Reverse().Where(message => message.To == to).Select(message => Codes.Find(message.Text)).OfType<string>()];
}
