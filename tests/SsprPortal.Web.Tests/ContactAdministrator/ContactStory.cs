using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.ContactAdministrator;

/// <summary>Somebody cannot get back in and asks for help.</summary>
public sealed class ContactStory : IAsyncLifetime
{
    private const string Contact = "/passwordreset/contact";
    private const string Administrator = "admin@contoso.com";

    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Whoever_gets_no_code_has_the_administrators_told_once_a_day()
    {
        await Alain.ReachVerifyAsync(portal, browser);
        Assert.Equal(Contact, browser.Page.QuerySelector("main a[data-shown-after='10']")!.GetAttribute("href"));
        Assert.Equal(Contact, FooterLink());

        await browser.OpenAsync(Contact);
        Assert.Equal("Ask an administrator for help", browser.Heading);
        var reference = browser.Page.QuerySelector(".reference")!.TextContent;
        await browser.PressAsync("");

        Assert.Equal((Contact, "Your administrators have been told"), (browser.Path, browser.Heading));
        Assert.Equal(reference, browser.Page.QuerySelector(".reference")!.TextContent);
        var mail = await portal.MessageToAsync(Administrator);
        Assert.Equal("Contoso: alain@contoso.com needs help to sign in", mail.Subject);
        Assert.All([Alain.UserId, "Alain Charon", "answering a verification", reference], part => Assert.Contains(part, mail.Text, StringComparison.Ordinal));
        Assert.Equal("/passwordreset/verify", browser.Page.QuerySelector("main a[role=button]")!.GetAttribute("href"));

        var other = portal.NewBrowser();
        await other.StartResetAsync(Alain.UserId);
        await other.OpenAsync(Contact);
        Assert.Equal("Your administrators have been told", other.Heading);
        Assert.Null(other.Page.QuerySelector("main form"));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.AdministratorContacted));
        Assert.Single(await portal.AllMessagesAsync(), message => message.To == Administrator);
    }

    [Fact]
    public async Task A_reset_goes_on_after_the_administrators_were_told()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        await browser.OpenAsync(Contact);
        await browser.PressAsync("");
        await browser.OpenAsync("/passwordreset/verify");
        await browser.SubmitAsync("Code", code);

        await browser.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("Your password has been reset", browser.Heading);
        Assert.Null(FooterLink());
    }

    [Theory]
    [InlineData("bianca@contoso.com", "SSPR_0014")]
    [InlineData("carlos@contoso.com", "SSPR_0013")]
    [InlineData("ebba@contoso.com", "too many wrong answers")]
    public async Task Whoever_is_refused_can_ask_for_help_and_the_administrators_learn_why(string userId, string reason)
    {
        await browser.StartResetAsync(userId);
        Assert.Equal(Contact, FooterLink());
        var reference = browser.Page.QuerySelector(".reference")!.TextContent.Split(' ')[^1];

        await browser.OpenAsync(Contact);
        await browser.PressAsync("");

        var mail = await portal.MessageToAsync(Administrator);
        Assert.All([userId, "it was refused", reason, reference], part => Assert.Contains(part, mail.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task For_a_name_that_is_nobodys_everything_looks_the_same_and_nothing_is_sent()
    {
        var pages = new List<string>();
        foreach (var userId in new[] { "nobody@contoso.com", "bianca@contoso.com" })
        {
            var visitor = portal.NewBrowser();
            await visitor.StartResetAsync(userId);
            await visitor.OpenAsync(Contact);
            pages.Add(Words(visitor));
            await visitor.PressAsync("");
            pages.Add(Words(visitor));
        }

        Assert.Equal(pages[2..], pages[..2]);
        Assert.Contains("bianca", (await portal.MessageToAsync(Administrator)).Text, StringComparison.Ordinal);
        Assert.Single(await portal.AllMessagesAsync());
        Assert.Equal(2, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task Who_has_not_said_who_they_are_has_nobody_told()
    {
        await browser.OpenAsync("/");
        Assert.Null(FooterLink());
        await browser.OpenAsync("/passwordreset");
        Assert.Null(FooterLink());

        await browser.OpenAsync(Contact);

        Assert.Equal("/passwordreset/ended", browser.Path);
    }

    [Fact]
    public async Task Without_an_administrator_the_page_says_so()
    {
        await portal.WithDatabaseAsync(database => database.UserRoles.ExecuteDeleteAsync());
        await browser.StartResetAsync("bianca@contoso.com");
        await browser.OpenAsync(Contact);

        await browser.PressAsync("");

        Assert.StartsWith("The message could not be sent", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Equal(0, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Theory]
    [InlineData("help@contoso.com", "mailto:help@contoso.com")]
    [InlineData("https://help.contoso.com/desk", "https://help.contoso.com/desk")]
    public async Task The_organisations_own_help_is_linked_instead(string address, string link)
    {
        await portal.ChangePolicyAsync(policy => policy with { ContactAddress = address });

        await browser.OpenAsync("/");
        Assert.Equal(link, FooterLink());
        await Alain.ReachVerifyAsync(portal, browser);
        Assert.Equal(link, FooterLink());
        Assert.Equal(link, browser.Page.QuerySelector("main a[data-shown-after]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Hanako_reads_it_in_Japanese_and_the_administrator_in_English()
    {
        browser = portal.NewBrowser("ja");
        await browser.StartResetAsync("hanako@contoso.com");
        Assert.Equal("管理者に連絡", browser.Page.QuerySelector("footer a")!.TextContent);
        await browser.OpenAsync(Contact);
        Assert.Equal("管理者に支援を依頼する", browser.Heading);

        await browser.PressAsync("");

        Assert.Equal("管理者に通知しました", browser.Heading);
        Assert.Contains("佐藤 花子 (hanako@contoso.com) could not get back", (await portal.MessageToAsync(Administrator)).Text, StringComparison.Ordinal);
    }

    private string? FooterLink() => browser.Page.QuerySelector("footer a")?.GetAttribute("href");

    // The page without what differs with every journey and every form.
    private static string Words(PortalBrowser visitor)
    {
        var main = (IElement)visitor.Page.QuerySelector("main")!.Clone();
        main.QuerySelector(".reference")!.TextContent = "";
        main.QuerySelector("input[name=antiforgery]")?.SetAttribute("value", "");
        return main.InnerHtml;
    }
}
