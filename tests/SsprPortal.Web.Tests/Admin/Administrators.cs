using SsprPortal.Core.Administration;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Admin;

/// <summary>How people with a role get to the pages of the administration.</summary>
internal static class Administrators
{
    /// <summary>What the page says.</summary>
    public static string Text(this PortalBrowser browser) => browser.Page.Body!.TextContent;

    /// <summary>Signs a new person of this role in, with the second factor proved just now; returns who it is.</summary>
    public static async Task<PortalPerson> SignInAsAsync(this PortalBrowser browser, PortalHost portal, PortalRole role)
    {
        var person = await portal.AddPersonAsync(phone: true, displayName: $"{role} of the test", role: role.ToString());
        await browser.SignInAsync(person.UserName);
        await browser.ProveAsync(portal, "sms", person.Phone!);
        return person;
    }
}
