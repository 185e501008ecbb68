using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Verification.Phones;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Codes that come too late, odd ones, where a code can be read, and where none is sent.</summary>
public sealed class CodeTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private readonly PortalHost portal = shared.Portal;
    private readonly PortalBrowser browser = shared.Portal.NewBrowser();

    [Theory]
    [InlineData("sms", 5)]
    [InlineData("email", 10)]
    public async Task AC_44_A_code_that_comes_too_late_is_refused_in_words_that_do_not_say_whether_it_was_right(string method, int minutes)
    {
        var who = await portal.AddPersonAsync(phone: true, mail: true);
        var code = await ReachVerifyAsync(who, method);
        var refusals = new List<string>();
        portal.Clock.Advance(TimeSpan.FromMinutes(minutes / 2.0));
        // Nothing typed costs no try, and keeps the journey from being idle.
        await browser.SubmitAsync("Code", "");
        portal.Clock.Advance(TimeSpan.FromMinutes(minutes / 2.0));

        foreach (var typed in new[] { code, Codes.Other(code) })
        {
            await browser.PostAsync("/passwordreset/verify", browser.Fields(new Dictionary<string, string> { ["Code"] = typed }));
            Assert.Equal("/passwordreset/verify", browser.Path);
            refusals.Add(Assert.Single(browser.Errors));
        }

        Assert.Single(refusals.Distinct());
        Assert.Equal(0, await CountAsync(who, AuditCode.GatePassed));
    }

    [Fact]
    public async Task AC_47_What_is_not_six_digits_is_no_code_breaks_nothing_and_counts_as_wrong()
    {
        var who = await portal.AddPersonAsync(phone: true);
        var code = await ReachVerifyAsync(who, "sms");
        string[] odd =
        [
            "-1", "1e5", "0x1F40", "12345", "1234567", code + "0", code + code, string.Concat(code.Select(digit => (char)(digit - '0' + '٠'))), "⑴⑵⑶⑷⑸⑹", "' OR 1=1 --", "{{7*7}}", "null", "true", "[]",
            $"[\"{code}\"]", "*", "%", "\uFFFD", "\u202E" + code, new string('1', 60_000),
        ];
        foreach (var typed in odd)
        {
            var tries = await TriesAsync(who);
            await browser.SubmitAsync("Code", typed);
            Assert.True((browser.Status, browser.Path) == (HttpStatusCode.OK, "/passwordreset/verify"), $"{typed[..Math.Min(20, typed.Length)]}: {browser.Status} {browser.Path}");
            Assert.Equal(tries + 1, await TriesAsync(who));
            await ForgetTriesAsync(who);
        }

        foreach (var (body, status) in new[] { ($"Code={code}%00", HttpStatusCode.BadRequest), ($"Code[]={code}", HttpStatusCode.BadRequest), ($"Code={code}&Code={code}", HttpStatusCode.BadRequest), ("Code=" + new string('1', 1_000_000), HttpStatusCode.RequestEntityTooLarge) })
        {
            await browser.OpenAsync("/passwordreset/verify");
            var raw = $"antiforgery={Uri.EscapeDataString(browser.Antiforgery)}&{body}";
            await browser.SendAsync(() => new(HttpMethod.Post, "/passwordreset/verify") { Content = new StringContent(raw, Encoding.ASCII, "application/x-www-form-urlencoded") });
            Assert.Equal(status, browser.Status);
            Assert.Equal(0, await TriesAsync(who));
        }

        await browser.OpenAsync("/passwordreset/verify");
        await browser.SubmitAsync("Code", $"　{string.Concat(code.Select(digit => (char)(digit - '0' + '０')))} ");
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("email")]
    public async Task AC_49_A_code_is_in_its_message_and_nowhere_else(string method)
    {
        var who = await portal.AddPersonAsync(phone: true, mail: true);
        var code = await ReachVerifyAsync(who, method);
        var seen = new StringBuilder().AppendLine(browser.Path).AppendLine(browser.Response.Headers.ToString()).AppendLine(browser.Html);
        await browser.SubmitAsync("Code", Codes.Other(code));
        seen.AppendLine(browser.Html).AppendLine(browser.Cookies.GetCookieHeader(new Uri($"https://{PortalHost.Host}")));
        await browser.SubmitAsync("Code", code);
        seen.AppendLine(browser.Response.Headers.ToString()).AppendLine(browser.Html).AppendJoin('\n', portal.Log.Lines).AppendLine(await PortalDump.ReadAsync(portal));

        // Alone, so that a part of a longer number is none.
        Assert.DoesNotMatch($"(?<![0-9A-Za-z.+/_-]){code}(?![0-9A-Za-z+/_-])", seen.ToString());
        Assert.Contains(who.UserName, seen.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+8613812345678")]
    [InlineData("+19002345678")]
    [InlineData("+81990123456")]
    [InlineData("+819012345678X1234")]
    [InlineData("not a number")]
    [InlineData("+")]
    [InlineData("")]
    public async Task AC_53_Nothing_is_sent_to_a_number_that_the_organisation_does_not_send_to(string number)
    {
        Assert.NotNull(PhoneNumber.Read(number, "JP", ["JP", "US"]).Refusal);
        var who = await portal.AddPersonAsync();
        await portal.RegisterAsync(who.UserName, "mobile", "78", number);
        // As the directory may have it for the office phone.
        await portal.WithDatabaseAsync(database => database.Users.Where(user => user.Id == who.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.PhoneNumber, number.Contains('X', StringComparison.Ordinal) ? null : number)));
        var before = await PortalState.ReadAsync(portal);

        await browser.StartResetAsync(who.UserName);

        Assert.Equal("We couldn't verify your account", browser.Heading);
        Assert.Contains("SSPR_0014", browser.Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(who, AuditCode.RecoveryRefused));
        // Nor with one that can be used beside it.
        await portal.RegisterAsync(who.UserName, "email", "p••••@e••••.org", "somebody@example.org");
        await browser.StartResetAsync(who.UserName);
        Assert.Equal(["email"], browser.Choices);
        foreach (var method in new[] { "sms", "voice", "office" })
        {
            await browser.PostAsync("/passwordreset/method", browser.Fields(new Dictionary<string, string> { ["Method"] = method, ["PhoneNumber"] = number }));
            Assert.Equal(["Choose a method from the list."], browser.Errors);
        }

        Assert.Equal(before.Messages, (await PortalState.ReadAsync(portal)).Messages);
    }

    private async Task<string> ReachVerifyAsync(PortalPerson who, string method)
    {
        await browser.StartResetAsync(who.UserName);
        return await portal.CodeAfterAsync(method == "sms" ? who.Phone! : who.Mail!, () => browser.ChooseAsync(method, method == "sms" ? who.Phone : null));
    }

    private Task<int> CountAsync(PortalPerson who, AuditCode code) => portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.SubjectId == who.Id && row.Code == code));

    private Task<int> TriesAsync(PortalPerson who) => portal.WithDatabaseAsync(database => database.Challenges.Where(row => row.SubjectId == who.Id).SumAsync(row => row.Attempts));

    private async Task ForgetTriesAsync(PortalPerson who)
    {
        await portal.ForgetLimitsAsync();
        await portal.WithDatabaseAsync(database => database.Challenges.Where(row => row.SubjectId == who.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, 0)));
    }
}
