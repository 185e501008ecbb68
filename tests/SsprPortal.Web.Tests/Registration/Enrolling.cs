using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.SecurityKeys;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>How signed-in people register things: each ends at the list, which shows it.</summary>
internal static class Enrolling
{
    /// <summary>The options that the page hands to a security key.</summary>
    public static string KeyOptions(this PortalBrowser browser) => browser.Page.QuerySelector("[data-security-key]")!.GetAttribute("data-options")!;

    /// <summary>A key in this browser.</summary>
    public static SoftwareAuthenticator NewKey(bool verifiesUser = true) => new($"https://{PortalHost.Host}") { UserVerified = verifiesUser };

    public static async Task EnrolPhoneAsync(this PortalBrowser browser, PortalHost portal, string number, string via = "sms")
    {
        await browser.OpenAsync("/ssprsetup/mobile");
        var code = await portal.CodeAfterAsync(number, () => browser.SubmitAsync(new Dictionary<string, string> { ["Target"] = number, ["Via"] = via }));
        Assert.Equal("/ssprsetup/mobile/verify", browser.Path);
        await browser.SubmitAsync("Code", code);
        AssertRegistered(browser, number[^2..]);
    }

    public static async Task EnrolMailAsync(this PortalBrowser browser, PortalHost portal, string address)
    {
        await browser.OpenAsync("/ssprsetup/email");
        var code = await portal.CodeAfterAsync(address, () => browser.SubmitAsync("Target", address));
        await browser.SubmitAsync("Code", code);
        AssertRegistered(browser, address[..1] + "••••@");
    }

    public static async Task<AuthenticatorApp> EnrolAppAsync(this PortalBrowser browser, PortalHost portal, string name)
    {
        await browser.BeginAsync("app");
        var app = AuthenticatorApp.Scan(portal, browser);
        await browser.SubmitAsync(new Dictionary<string, string> { ["Code"] = app.FreshCode(), ["Name"] = name });
        AssertRegistered(browser, name);
        return app;
    }

    public static async Task EnrolKeyAsync(this PortalBrowser browser, SoftwareAuthenticator key, string name)
    {
        await browser.BeginAsync("key");
        await browser.SubmitAsync(new Dictionary<string, string> { ["Credential"] = key.Create(browser.KeyOptions()), ["Name"] = name });
        AssertRegistered(browser, name);
    }

    /// <summary>The first five questions; the answer to the third is "violet lantern 3".</summary>
    public static async Task EnrolQuestionsAsync(this PortalBrowser browser)
    {
        await browser.OpenAsync("/ssprsetup/questions");
        await browser.SubmitAsync(Answers());
        AssertRegistered(browser, "5");
    }

    /// <summary>What is posted to register the first five questions.</summary>
    public static Dictionary<string, string> Answers()
    {
        var form = new Dictionary<string, string>();
        for (var number = 1; number <= 5; number++)
            (form[$"Question{number}"], form[$"Answer{number}"]) = ($"q0{number}", $"violet lantern {number}");
        return form;
    }

    /// <summary>Up to the page that asks for the proof.</summary>
    public static async Task BeginAsync(this PortalBrowser browser, string kind)
    {
        await browser.OpenAsync($"/ssprsetup/{kind}");
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal($"/ssprsetup/{kind}/verify", browser.Path);
    }

    /// <summary>What the list says is registered.</summary>
    public static IReadOnlyList<string> Entries(this PortalBrowser browser) => [.. browser.Page.QuerySelectorAll("main ul.rows .state.ok").Select(entry => entry.TextContent.Trim())];

    /// <summary>Follows the link of an entry in the list.</summary>
    public static Task FollowAsync(this PortalBrowser browser, string text, string entry)
    {
        var link = browser.Page.QuerySelectorAll("main ul.rows .entry").Single(each => each.TextContent.Contains(entry, StringComparison.Ordinal))
            .QuerySelectorAll("a").Single(each => each.TextContent == text);
        return browser.OpenAsync(link.GetAttribute("href")!);
    }

    private static void AssertRegistered(PortalBrowser browser, string shown)
    {
        Assert.True(browser.Path == "/ssprsetup", $"{browser.Path}: {string.Join(' ', browser.Errors)}");
        Assert.Contains(browser.Entries(), entry => entry.Contains(shown, StringComparison.Ordinal));
    }
}
