using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.TestKit.SecurityKeys;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.Registration;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>Answers of security keys that were given before, to somebody else, elsewhere, or made up.</summary>
public sealed class SecurityKeyTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private const string NotAccepted = "This security key or passkey was not accepted. Use one that you registered here.";
    private static readonly Uri Site = new($"https://{PortalHost.Host}");
    private readonly PortalHost portal = shared.Portal;

    [Fact]
    public async Task AC_61_An_answer_works_once_and_its_question_is_over_even_after_a_wrong_one()
    {
        var (who, key) = await AddAsync();
        var browser = await AskAsync(who);
        var cookie = browser.Cookies.GetCookies(Site)["__Host-sspr-journey"]!.Value;
        var first = key.Get(browser.KeyOptions());
        await AssertRefusedAsync(browser, "{}");
        await AssertRefusedAsync(browser, first);
        var (second, form) = (key.Get(browser.KeyOptions()), browser.Fields());
        await browser.SubmitAsync("Credential", second);
        Assert.Equal("/passwordreset/newpassword", browser.Path);

        // With the cookie of before, in the same journey, and in another one.
        browser.Cookies.Add(Site, new Cookie("__Host-sspr-journey", cookie, "/") { Secure = true });
        await browser.PostAsync("/passwordreset/verify", new Dictionary<string, string>(form) { ["Credential"] = second });
        Assert.Equal("/passwordreset/ended", browser.Path);
        var another = await AskAsync(who);
        await AssertRefusedAsync(another, second);
        await AssertRefusedAsync(another, first);
        Assert.Equal(1, await CountAsync(who, AuditCode.GatePassed));
    }

    [Fact]
    public async Task AC_62_Only_the_question_of_this_journey_is_answered()
    {
        var (who, key) = await AddAsync();
        var (other, theirs) = await AddAsync();
        var (browser, elsewhere, foreign) = (await AskAsync(who), await AskAsync(who), await AskAsync(other));
        var clone = key.Clone();
        (clone.AnswersUnasked, clone.Challenge, theirs.AnswersUnasked) = (true, null, true);

        await AssertRefusedAsync(browser, clone.Get(elsewhere.KeyOptions()));
        await AssertRefusedAsync(browser, clone.Get(foreign.KeyOptions()));
        await AssertRefusedAsync(browser, theirs.Get(browser.KeyOptions()));
        await portal.ForgetLimitsAsync();
        foreach (var chosen in new[] { new byte[32], [], new byte[1] })
        {
            clone.Challenge = chosen;
            await AssertRefusedAsync(browser, clone.Get(browser.KeyOptions()));
        }

        Assert.Equal(0, await CountAsync(who, AuditCode.GatePassed));
    }

    [Fact]
    public async Task AC_63_An_answer_for_another_place_or_without_a_person_is_refused()
    {
        var (who, key) = await AddAsync();
        var browser = await AskAsync(who);
        var ways = SecurityKeyStory.Misbehaviours().Select(row => ((string)row[0], (Action<SoftwareAuthenticator>)row[1]))
            .Append(("a registration", bad => bad.ClientDataType = "webauthn.create")).Append(("a user who was not verified", bad => bad.UserVerified = false));
        foreach (var (what, misbehave) in ways)
        {
            var bad = key.Clone();
            misbehave(bad);
            await browser.SubmitAsync("Credential", bad.Get(browser.KeyOptions()));
            Assert.True(browser.Errors is [NotAccepted], $"{what}: {browser.Path} {string.Join(' ', browser.Errors)}");
            await portal.ForgetLimitsAsync();
        }

        await browser.SubmitAsync("Credential", key.Get(browser.KeyOptions()));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    [Fact]
    public async Task AC_65_Broken_signatures_and_rubbish_are_refused_and_break_nothing()
    {
        var (who, key) = await AddAsync();
        var browser = await AskAsync(who);
        Action<SoftwareAuthenticator>[] ways =
        [
            bad => bad.Signature = signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)],
            bad => bad.Signature = _ => [],
            bad => bad.Signature = signature => signature[..10],
            bad => bad.Signature = _ => new byte[20_000],
            bad => bad.AuthenticatorData = data => data[..10],
            bad => bad.AuthenticatorData = _ => [],
            bad => bad.AuthenticatorData = data => [.. data[..32], (byte)(data[32] | 0xC0), .. data[33..]],
            bad => bad.ClientData = _ => "{",
            bad => bad.ClientData = _ => new string('[', 5_000),
            bad => bad.ClientData = right => right.Insert(1, "\"type\":\"webauthn.get\","),
        ];
        foreach (var misbehave in ways)
        {
            var bad = key.Clone();
            misbehave(bad);
            await AssertRefusedAsync(browser, bad.Get(browser.KeyOptions()));
            await portal.ForgetLimitsAsync();
        }

        Assert.Equal(0, await CountAsync(who, AuditCode.GatePassed));
    }

    [Fact]
    public async Task AC_65_Rubbish_for_a_new_key_registers_nothing_and_breaks_nothing()
    {
        var who = await portal.AddPersonAsync();
        var browser = portal.NewBrowser();
        await browser.SignInAsync(who.UserName);
        Action<SoftwareAuthenticator>[] ways =
        [
            bad => (bad.Algorithm, bad.AnswersUnasked) = (-8, true),
            bad => (bad.Algorithm, bad.AnswersUnasked) = (-35, true),
            bad => (bad.Algorithm, bad.AnswersUnasked) = (999, true),
            bad => bad.Attestation = right => right[..^10],
            bad => bad.Attestation = _ => [],
            bad => bad.Attestation = _ => [.. Enumerable.Repeat((byte)0x81, 10_000), 0],
            bad => bad.Attestation = _ => [0xA2, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x63, .. "fmt"u8, 0x64, .. "none"u8],
            bad => bad.Attestation = _ => [0xBF, 0x63, .. "fmt"u8, 0x64, .. "none"u8],
            bad => bad.Attestation = _ => [0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            bad => bad.AuthenticatorData = data => data[..40],
            bad => bad.AuthenticatorData = data => [.. data, .. new byte[15_000]],
            bad => bad.CredentialId = [],
            bad => bad.CredentialId = new byte[2_000],
        ];
        var taken = new List<int>();
        foreach (var misbehave in ways)
        {
            var bad = Enrolling.NewKey();
            misbehave(bad);
            await browser.BeginAsync("key");
            await browser.SubmitAsync("Credential", bad.Create(browser.KeyOptions()));
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            if (browser.Path != "/ssprsetup/key?refused=true")
                taken.Add(Array.IndexOf(ways, misbehave));
            await portal.ForgetLimitsAsync();
        }

        Assert.Empty(taken);
        Assert.Equal(0, await CountAsync(who, AuditCode.MethodRegistered));
    }

    [Fact]
    public async Task AC_66_A_copy_of_a_key_that_has_counted_less_is_refused_and_noted()
    {
        var (who, key) = await AddAsync();
        var copy = key.Clone();
        var browser = await AskAsync(who);
        key.Counter += 5;
        await browser.SubmitAsync("Credential", key.Get(browser.KeyOptions()));
        Assert.Equal("/passwordreset/newpassword", browser.Path);

        await AssertRefusedAsync(await AskAsync(who), copy.Get((await AskAsync(who)).KeyOptions()));
        var other = await AskAsync(who);
        await AssertRefusedAsync(other, copy.Get(other.KeyOptions()));
        Assert.Equal(2, await CountAsync(who, AuditCode.ChallengeFailed));
        Assert.Equal(1, await CountAsync(who, AuditCode.GatePassed));
    }

    [Fact]
    public async Task AC_68_The_domain_of_a_question_is_the_portals_own_whatever_a_request_says()
    {
        var (who, _) = await AddAsync();
        var browser = await AskAsync(who);
        foreach (var (name, value) in new[] { ("X-Forwarded-Host", "evil.example"), ("X-Original-Host", "evil.example"), ("Forwarded", "host=evil.example"), ("Origin", "https://evil.example") })
        {
            await browser.SendAsync(() =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, "/passwordreset/verify");
                request.Headers.Add(name, value);
                return request;
            });
            Assert.Equal(PortalHost.Host, (string)JsonNode.Parse(browser.KeyOptions())!["rpId"]!);
        }

        await browser.SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/passwordreset/verify");
            request.Headers.Host = "evil.example";
            return request;
        });
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task AC_69_A_key_of_somebody_else_an_eleventh_and_an_endless_name_are_not_registered()
    {
        var (_, theirs) = await AddAsync();
        var who = await portal.AddPersonAsync();
        var browser = portal.NewBrowser();
        await browser.SignInAsync(who.UserName);
        var stolen = Enrolling.NewKey();
        stolen.CredentialId = theirs.CredentialId;
        await browser.BeginAsync("key");
        await browser.SubmitAsync("Credential", stolen.Create(browser.KeyOptions()));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(0, await CountAsync(who, AuditCode.MethodRegistered));

        await browser.BeginAsync("key");
        await browser.SubmitAsync(new Dictionary<string, string> { ["Credential"] = Enrolling.NewKey().Create(browser.KeyOptions()), ["Name"] = new string('n', 10_000) });
        Assert.Equal(["#1"], browser.Entries());
        for (var number = 2; number <= 10; number++)
            await browser.EnrolKeyAsync(Enrolling.NewKey(), $"key {number}");
        var form = new Dictionary<string, string> { ["antiforgery"] = browser.Antiforgery };
        var before = await PortalState.ReadAsync(portal);
        await browser.OpenAsync("/ssprsetup/key");
        Assert.Equal("/ssprsetup", browser.Path);
        await browser.PostAsync("/ssprsetup/key", form);
        Assert.Equal("/ssprsetup", browser.Path);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    // Somebody who has nothing but a key.
    private async Task<(PortalPerson Who, SoftwareAuthenticator Key)> AddAsync()
    {
        var (who, key, browser) = (await portal.AddPersonAsync(), Enrolling.NewKey(), portal.NewBrowser());
        await browser.SignInAsync(who.UserName);
        await browser.EnrolKeyAsync(key, "key");
        return (who, key);
    }

    private async Task<PortalBrowser> AskAsync(PortalPerson who)
    {
        var browser = portal.NewBrowser();
        await browser.StartResetAsync(who.UserName);
        await browser.ChooseAsync("key");
        return browser;
    }

    private static async Task AssertRefusedAsync(PortalBrowser browser, string credential)
    {
        await browser.SubmitAsync("Credential", credential);
        Assert.Equal((HttpStatusCode.OK, "/passwordreset/verify"), (browser.Status, browser.Path));
        Assert.Equal([NotAccepted], browser.Errors);
    }

    private Task<int> CountAsync(PortalPerson who, AuditCode code) => portal.WithDatabaseAsync(database => database.Audit.CountAsync(row => row.SubjectId == who.Id && row.Code == code));
}
