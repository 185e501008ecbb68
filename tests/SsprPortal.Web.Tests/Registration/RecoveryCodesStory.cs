using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>Recovery codes: eight to put away, shown once, each good once.</summary>
public sealed class RecoveryCodesStory : IAsyncLifetime
{
    private const string Bianca = "bianca@contoso.com";
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData("en", "8 of 8 left", "7 of 8 left")]
    [InlineData("ja", "8 個のうち残り 8 個", "8 個のうち残り 7 個")]
    public async Task They_are_shown_once_and_one_of_them_resets(string language, string all, string less)
    {
        browser = portal.NewBrowser(language);
        var codes = await EnrolAsync(all);
        await browser.OpenAsync("/ssprsetup/codes/verify");
        Assert.Equal("/ssprsetup", browser.Path);

        var reset = portal.NewBrowser(language);
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("codes");
        await reset.SubmitAsync("Code", codes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        Assert.Equal("/passwordreset/newpassword", reset.Path);
        await browser.OpenAsync("/ssprsetup");
        Assert.Equal([less], browser.Entries());

        foreach (var text in new[] { browser.Html, reset.Html, string.Join('\n', portal.Log.Lines), string.Join('\n', await portal.WithDatabaseAsync(database => database.Database.SqlQueryRaw<string>("""SELECT t::text AS "Value" FROM "RegisteredMethods" t UNION ALL SELECT t::text FROM "Challenges" t UNION ALL SELECT t::text FROM "Audit" t""").ToListAsync())) })
            Assert.All(codes, code => Assert.DoesNotContain(code, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task They_count_when_the_person_says_that_they_are_put_away()
    {
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("codes");
        var codes = Codes();
        await browser.SubmitAsync(new Dictionary<string, string>());
        Assert.Equal(["Tick the box when you have saved your codes. They are not shown again."], browser.Errors);
        Assert.Equal(codes, Codes());
        await browser.SubmitAsync("Code", codes[0]);
        Assert.Single(browser.Errors);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.MethodRegistered));

        await browser.SubmitAsync("Code", "saved");

        Assert.Equal(["8 of 8 left"], browser.Entries());
    }

    [Fact]
    public async Task A_code_works_once_and_the_others_still_do()
    {
        var codes = await EnrolAsync("8 of 8 left");
        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("codes");

        var answers = await AtOnce.PostAsync(portal, reset, "/passwordreset/verify", Enumerable.Repeat(reset.Fields(new Dictionary<string, string> { ["Code"] = codes[0] }), 16));
        Assert.All(answers, answer => Assert.InRange((int)answer.StatusCode, 200, 499));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.GatePassed));

        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("codes");
        foreach (var typed in new[] { codes[0], "saved", "AAAA-AAAA-AAAA-AAAA" })
        {
            await reset.SubmitAsync("Code", typed);
            Assert.StartsWith("That is not the code.", Assert.Single(reset.Errors), StringComparison.Ordinal);
            Assert.DoesNotContain($"\"{typed}\"", reset.Html, StringComparison.Ordinal);
        }

        await reset.SubmitAsync("Code", codes[7]);
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task New_codes_make_the_old_ones_worthless()
    {
        var old = await EnrolAsync("8 of 8 left");
        await browser.BeginAsync("codes");
        var fresh = Codes();
        await browser.SubmitAsync("Code", "saved");
        Assert.Equal(["8 of 8 left"], browser.Entries());

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);
        await reset.ChooseAsync("codes");
        await reset.SubmitAsync("Code", old[0]);
        Assert.Single(reset.Errors);
        await reset.SubmitAsync("Code", fresh[0]);
        Assert.Equal("/passwordreset/newpassword", reset.Path);
    }

    [Fact]
    public async Task When_all_are_spent_they_are_not_offered_any_more()
    {
        await EnrolAsync("8 of 8 left");
        await portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.Kind == "codes").ExecuteUpdateAsync(set => set.SetProperty(row => row.Counter, 0xFF)));

        var reset = portal.NewBrowser();
        await reset.StartResetAsync(Bianca);

        Assert.Equal("We couldn't verify your account", reset.Heading);
        await browser.OpenAsync("/ssprsetup");
        Assert.Equal(["0 of 8 left"], browser.Entries());
        Assert.Contains("Methods still to set up: 1.", browser.Page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector("main ul.rows a[href='/ssprsetup/codes']"));
    }

    private async Task<List<string>> EnrolAsync(string shown)
    {
        await browser.SignInAsync(Bianca);
        await browser.BeginAsync("codes");
        var codes = Codes();
        Assert.Equal(8, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$", code));
        await browser.SubmitAsync("Code", "saved");
        Assert.Equal([shown], browser.Entries());
        return codes;
    }

    private List<string> Codes() => [.. browser.Page.QuerySelectorAll(".put-away li").Select(code => code.TextContent)];
}
