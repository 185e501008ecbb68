using System.Text;
using System.Text.RegularExpressions;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What nobody may read anywhere but in the message itself.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Bianca = "bianca@contoso.com";
    private const string Phone = "+819055501777";
    private const string Mail = "canary.nest@example.org";
    private const string Password = "purple canary sings at noon";
    private const string Mistyped = "purple canary sings at night";

    private readonly StringBuilder answers = new();
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_125_No_secret_is_in_a_log_a_page_a_header_or_the_database()
    {
        await Keep(browser.SignInAsync(Bianca));
        var codes = new List<string>
        {
            await RegisterAsync("mobile", "090-5550-1777", Phone),
            await RegisterAsync("email", Mail, Mail),
        };
        browser = portal.NewBrowser();
        codes.Add(await ResetAsync());
        await portal.MessageToAsync(Mail, 2);
        await portal.MessageToAsync(Phone, 4);

        var secrets = new[] { PortalHost.Password, Password, Mistyped, Phone, Phone[3..], "090-5550-1777", Mail };
        AssertAbsent("the log", string.Join('\n', portal.Log.Lines), secrets, codes);
        AssertAbsent("an answer", answers.ToString(), secrets, codes);
        AssertAbsent("the database", await DumpAsync(), [.. secrets, .. secrets.Select(Hex), .. secrets.Select(Base64)], codes);
    }

    private async Task<string> RegisterAsync(string kind, string typed, string target)
    {
        await Keep(browser.OpenAsync($"/ssprsetup/{kind}"));
        await Keep(browser.SubmitAsync("Target", typed));
        var code = (await portal.MessageToAsync(target)).Code();
        await Keep(browser.SubmitAsync("Code", Codes.Other(code)));
        Assert.Single(browser.Errors);
        await Keep(browser.SubmitAsync("Code", code));
        Assert.Equal("/ssprsetup", browser.Path);
        return code;
    }

    private async Task<string> ResetAsync()
    {
        await Keep(browser.StartResetAsync(Bianca));
        await Keep(browser.ChooseAsync("sms", "+81 90 5550 1778"));
        Assert.Single(browser.Errors);
        await Keep(browser.ChooseAsync("sms", "090-5550-1777"));
        // The second was told that the address was added.
        var code = (await portal.MessageToAsync(Phone, 3)).Code();
        await Keep(browser.SubmitAsync("Code", code));
        await Keep(browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = Password, ["Repeated"] = Mistyped }));
        Assert.Single(browser.Errors);
        await Keep(browser.SubmitAsync(Alain.Twice(Password)));
        Assert.Equal("Your password has been reset", browser.Heading);
        await Keep(browser.SignInAsync(Bianca, Mistyped));
        await Keep(browser.SignInAsync(Bianca, Password));
        Assert.Equal("/profile", browser.Path);
        return code;
    }

    private async Task Keep(Task request)
    {
        await request;
        answers.AppendLine(browser.Path).AppendLine(browser.Response.Headers.ToString()).AppendLine(browser.Html);
    }

    private async Task<string> DumpAsync()
    {
        var all = await PortalDump.ReadAsync(portal);
        Assert.Contains(Bianca, all, StringComparison.Ordinal);
        return all;
    }

    // A code is six digits, and so are many parts of longer numbers: only a code that stands alone is one.
    private static void AssertAbsent(string where, string text, IEnumerable<string> secrets, IEnumerable<string> codes)
    {
        foreach (var secret in secrets)
            Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"'{secret}' is in {where}: {Around(text, text.IndexOf(secret, StringComparison.OrdinalIgnoreCase))}");
        foreach (var code in codes)
        {
            var match = Regex.Match(text, $"(?<![0-9A-Za-z.+/_-]){code}(?![0-9A-Za-z+/_-])");
            Assert.False(match.Success, $"The code {code} is in {where}: {Around(text, match.Index)}");
        }
    }

    private static string Around(string text, int index) => index < 0 ? "" : text[Math.Max(0, index - 200)..Math.Min(text.Length, index + 200)];

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=')[..^1];
}
