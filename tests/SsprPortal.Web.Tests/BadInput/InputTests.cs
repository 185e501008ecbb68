using System.Globalization;
using System.Net;
using System.Text;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Abuse;

namespace SsprPortal.Web.Tests.BadInput;

/// <summary>Whatever is typed, posted or forged: a real page in the person's language, nothing changed, nobody told.</summary>
public sealed class InputTests(SharedPortal shared) : IClassFixture<SharedPortal>, IAsyncLifetime
{
    private static readonly Uri Site = new($"https://{PortalHost.Host}");
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;
    private PortalState before = null!;

    public async Task InitializeAsync()
    {
        portal = shared.Portal;
        // Another day: what other tests used up is free again.
        portal.Clock.Advance(TimeSpan.FromHours(25));
        browser = portal.NewBrowser();
        before = await PortalState.ReadAsync(portal);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // As the form carries them: percent-encoded.
    public static TheoryData<string, string> UserIds()
    {
        string[] ids =
        [
            "", "%20%20", "%E3%80%80", "nobody%40contoso.com", "%ED%A0%80", "%FF%FE", "*)(objectClass%3D*", "%5C2a", "CN%3Dalain%2CDC%3Dcontoso",
            "%E2%80%AEalain%40contoso.com", "%E2%80%8Falain", "alain%40contoso.com%0D%0ABcc%3A+x%40evil.example", "'%3B+DROP+TABLE+%22AspNetUsers%22%3B--", "<script>alert(1)</script>", "{{7*7}}",
            new('a', 257), new('%', 3), string.Concat(Enumerable.Repeat("%EF%B7%BA", 200)), string.Concat(Enumerable.Repeat("%F0%9F%91%A9", 128)), "@", "a@@b", "..%2F..%2Fetc%2Fpasswd",
        ];
        var data = new TheoryData<string, string>();
        for (var i = 0; i < ids.Length; i++)
            data.Add(i % 2 == 0 ? "en" : "ja", ids[i]);
        return data;
    }

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task A_user_id_that_nobody_has_gets_a_page_and_nothing_else(string language, string encoded)
    {
        browser = portal.NewBrowser(language);
        await browser.OpenAsync("/passwordreset");
        var rest = browser.Fields().Where(field => field.Key != "UserId").Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}");

        await PostRawAsync("/passwordreset", $"UserId={encoded}&{string.Join('&', rest)}");

        AssertPage(language, 200);
        Assert.True(browser.Path is "/passwordreset" or "/passwordreset/outcome", browser.Path);
        Assert.DoesNotContain("<script>alert", browser.Html, StringComparison.Ordinal);
        await AssertNothingIsGrantedAsync();
    }

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task A_sign_in_with_a_user_id_that_nobody_has_is_refused_in_one_sentence(string language, string encoded)
    {
        browser = portal.NewBrowser(language);
        await browser.OpenAsync("/");

        await PostRawAsync("/", $"UserId={encoded}&Password=x&antiforgery={Uri.EscapeDataString(browser.Antiforgery)}");

        AssertPage(language, 200);
        Assert.Equal("/", browser.Path);
        Assert.Single(browser.Errors);
        await AssertNothingIsGrantedAsync();
    }

    [Theory]
    [InlineData(" {0} ", true)]
    [InlineData("{0}\t", true)]
    [InlineData("full-width", true)]
    [InlineData("Arabic", false)]
    [InlineData("-1", false)]
    [InlineData("1e5", false)]
    [InlineData("0x1F40", false)]
    [InlineData("12345", false)]
    [InlineData("{0}0", false)]
    [InlineData("{0}{0}", false)]
    [InlineData("%", false)]
    [InlineData("' OR 1=1 --", false)]
    [InlineData("⑴⑵⑶⑷⑸⑹", false)]
    [InlineData("", false)]
    public async Task A_code_is_six_digits_however_they_are_typed_and_nothing_else(string form, bool passes)
    {
        var code = await ReachVerifyAsync();
        var typed = form switch
        {
            "full-width" => string.Concat(code.Select(digit => (char)(digit - '0' + '０'))),
            "Arabic" => string.Concat(code.Select(digit => (char)(digit - '0' + '٠'))),
            _ => string.Format(CultureInfo.InvariantCulture, form, code),
        };

        await browser.SubmitAsync("Code", typed);

        AssertPage("en", 200);
        Assert.Equal(passes ? "/passwordreset/newpassword" : "/passwordreset/verify", browser.Path);
        if (!passes)
        {
            Assert.Single(browser.Errors);
            await browser.SubmitAsync("Code", code);
            Assert.Equal("/passwordreset/newpassword", browser.Path);
        }
    }

    [Theory]
    [InlineData("UserId=alain%40contoso.com&UserId=hanako%40contoso.com")]
    [InlineData("UserId=alain%40contoso.com&userid=hanako%40contoso.com")]
    [InlineData("UserId[]=alain%40contoso.com")]
    [InlineData("UserId[0]=alain%40contoso.com&UserId[1]=hanako%40contoso.com")]
    [InlineData("UserId%5B%5D=alain%40contoso.com")]
    [InlineData("form%5BUserId%5D=alain%40contoso.com")]
    public async Task AC_25_A_value_that_is_a_list_is_refused(string body)
    {
        await browser.OpenAsync("/passwordreset");
        var rest = browser.Fields().Where(field => field.Key != "UserId").Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}");

        await PostRawAsync("/passwordreset", $"{body}&{string.Join('&', rest)}");

        AssertPage("en", 400);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Theory]
    [InlineData("/", "UserId=alain%40contoso.com%00&Password=x")]
    [InlineData("/", "UserId=alain%40contoso.com&Password=x%00")]
    [InlineData("/passwordreset", "UserId=%00")]
    [InlineData("/passwordreset", "UserId=a&%00=b")]
    public async Task A_null_character_is_refused_before_anything_reads_it(string path, string body)
    {
        await browser.OpenAsync(path);

        await PostRawAsync(path, $"{body}&antiforgery={Uri.EscapeDataString(browser.Antiforgery)}");

        AssertPage("en", 400);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Theory]
    [InlineData("Code=000000&Code=")]
    [InlineData("Code[]=")]
    [InlineData("Code[0]=")]
    public async Task AC_25_A_code_that_is_a_list_is_refused(string encoded)
    {
        var code = await ReachVerifyAsync();
        var state = await PortalState.ReadAsync(portal);

        await PostRawAsync("/passwordreset/verify", $"{encoded}{code}&antiforgery={Uri.EscapeDataString(browser.Antiforgery)}");

        AssertPage("en", 400);
        Assert.Equal(state, await PortalState.ReadAsync(portal));
    }

    [Theory]
    [InlineData("twice")]
    [InlineData("file")]
    [InlineData("json")]
    public async Task AC_25_A_form_of_another_kind_is_refused(string kind)
    {
        await browser.OpenAsync("/passwordreset");
        var fields = browser.Fields(new Dictionary<string, string> { ["UserId"] = Alain.UserId });

        await browser.SendAsync(() =>
        {
            if (kind == "json")
                return new(HttpMethod.Post, "/passwordreset") { Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(fields), Encoding.UTF8, "application/json") };
            var content = new MultipartFormDataContent();
            foreach (var (name, value) in fields)
                content.Add(new StringContent(value), name);
            if (kind == "twice")
                content.Add(new StringContent("hanako@contoso.com"), "UserId");
            else
                content.Add(new ByteArrayContent([1, 2, 3]), "upload", "evil.exe");
            return new(HttpMethod.Post, "/passwordreset") { Content = content };
        });

        AssertPage("en", 400);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task AC_25_What_an_address_says_beside_the_form_is_not_read()
    {
        await browser.OpenAsync("/passwordreset");

        await browser.PostAsync("/passwordreset?UserId=hanako@contoso.com&Password=x", browser.Fields(new Dictionary<string, string> { ["UserId"] = "nobody@contoso.com" }));

        Assert.Equal("We couldn't verify your account", browser.Heading);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("made-up")]
    [InlineData("used")]
    [InlineData("long")]
    public async Task AC_12_Without_a_solved_captcha_nobody_is_looked_up(string? token)
    {
        await browser.OpenAsync("/passwordreset");
        var fields = browser.Fields(new Dictionary<string, string> { ["UserId"] = "nobody@contoso.com" }).ToDictionary();
        if (token == "used")
        {
            await browser.PostAsync("/passwordreset", fields);
            Assert.Equal("/passwordreset/outcome", browser.Path);
            var solved = fields["cf-turnstile-response"];
            await browser.OpenAsync("/passwordreset");
            fields = browser.Fields().ToDictionary();
            fields["cf-turnstile-response"] = solved;
        }
        else
        {
            fields["cf-turnstile-response"] = token == "long" ? new string('x', 10_000) : token ?? "";
        }

        if (token is null)
            fields.Remove("cf-turnstile-response");
        fields["UserId"] = Alain.UserId;
        var state = await PortalState.ReadAsync(portal);

        await browser.PostAsync("/passwordreset", fields);

        AssertPage("en", 200);
        Assert.Equal("/passwordreset", browser.Path);
        Assert.Single(browser.Errors);
        Assert.Equal(state, await PortalState.ReadAsync(portal));
    }

    [Theory]
    [InlineData("/passwordreset?mkt=ja", "ja")]
    [InlineData("/passwordreset?mkt=JA-jp", "ja")]
    [InlineData("/passwordreset?mkt=xx-YY", "en")]
    [InlineData("/passwordreset?mkt=//evil.example", "en")]
    [InlineData("/passwordreset?mkt=ja%0D%0ASet-Cookie:%20a=b", "en")]
    [InlineData("/passwordreset?mkt=%00", "en")]
    [InlineData("/passwordreset?mkt=..%2F..%2Fja", "en")]
    [InlineData("/passwordreset?mkt=", "en")]
    [InlineData("/passwordreset?culture=ja&ui-culture=ja", "en")]
    [InlineData("/passwordreset?username=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", "en")]
    [InlineData("/passwordreset?username=%ED%A0%80%00", "en")]
    [InlineData("/?to=//evil.example", "en")]
    [InlineData("/?to=javascript:alert(1)", "en")]
    [InlineData("/?to=ssprsetup%0D%0ALocation:%20//evil.example", "en")]
    public async Task AC_91_An_address_chooses_no_more_than_a_language(string path, string language)
    {
        await browser.OpenAsync(path);

        AssertPage(language, 200);
        Assert.DoesNotContain("<script>alert", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("[href],[action],[formaction]"), element =>
            new[] { "href", "action", "formaction" }.Any(name => (element.GetAttribute(name) ?? "").TrimStart().StartsWith("//", StringComparison.Ordinal) || (element.GetAttribute(name) ?? "").StartsWith("javascript", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => !cookie.Name.StartsWith("__Host-sspr-", StringComparison.Ordinal));
        await browser.SignInAsync("hanako@contoso.com");
        Assert.Equal("/profile", browser.Path);
    }

    [Fact]
    public async Task A_very_long_name_in_an_address_is_left_out()
    {
        await browser.OpenAsync("/passwordreset?username=" + new string('a', 10_000));

        AssertPage("en", 200);
        Assert.True(string.IsNullOrEmpty(browser.Page.QuerySelector("#UserId")!.GetAttribute("value")));
    }

    [Theory]
    [InlineData("User-Agent", 20_000)]
    [InlineData("Accept-Language", 20_000)]
    [InlineData("Referer", 20_000)]
    [InlineData("X-Forwarded-For", 20_000)]
    [InlineData("X-Forwarded-Proto", 10)]
    [InlineData("X-HTTP-Method-Override", 10)]
    public async Task A_header_full_of_rubbish_changes_nothing(string name, int length)
    {
        await browser.OpenAsync("/passwordreset");
        var fields = browser.Fields(new Dictionary<string, string> { ["UserId"] = "nobody@contoso.com" });

        await browser.SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/passwordreset") { Content = new FormUrlEncodedContent(fields) };
            request.Headers.TryAddWithoutValidation(name, new string('z', length));
            return request;
        });

        Assert.Equal(200, (int)browser.Status);
        Assert.NotEmpty(browser.Heading);
        await AssertNothingIsGrantedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../../etc/passwd")]
    [InlineData("tampered")]
    public async Task A_cookie_that_is_no_journey_of_ours_leads_to_a_new_beginning(string value)
    {
        await Alain.ReachNewPasswordAsync(portal, browser, NewMessage());
        var form = browser.Fields(Alain.NewPasswordForm);
        var own = browser.Cookies.GetCookies(Site)["__Host-sspr-journey"]!;
        own.Value = value == "tampered" ? (own.Value[0] == 'A' ? "B" : "A") + own.Value[1..] : value;
        var state = await PortalState.ReadAsync(portal);

        await browser.OpenAsync("/passwordreset/newpassword");
        Assert.Equal("This reset has ended", browser.Heading);
        await browser.PostAsync("/passwordreset/newpassword", form);

        Assert.Equal("This reset has ended", browser.Heading);
        Assert.Equal(state, await PortalState.ReadAsync(portal));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task A_verb_that_no_page_has_does_nothing(string verb)
    {
        await Alain.ReachNewPasswordAsync(portal, browser, NewMessage());
        var form = browser.Fields(Alain.NewPasswordForm);
        var state = await PortalState.ReadAsync(portal);

        foreach (var path in new[] { "/", "/passwordreset", "/passwordreset/newpassword", "/passwordreset/cancel", "/signout", "/ssprsetup", "/error/500", "/no/such/page" })
        {
            await browser.SendAsync(() => new(new(verb), path) { Content = verb is "HEAD" or "TRACE" ? null : new FormUrlEncodedContent(form) }, follow: false);
            Assert.InRange((int)browser.Status, 300, 499);
        }

        Assert.Equal(state, await PortalState.ReadAsync(portal));
    }

    private Task<string> ReachVerifyAsync() => Alain.ReachVerifyAsync(portal, browser, NewMessage());

    // All tests of the class share an inbox.
    private int NewMessage() => portal.Messages.Count(message => message.To == Alain.Phone) + 1;

    private Task PostRawAsync(string path, string body) =>
        browser.SendAsync(() => new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded") });

    private void AssertPage(string language, int status)
    {
        Assert.Equal((HttpStatusCode)status, browser.Status);
        Assert.Equal(language, browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(browser.Heading);
    }

    private async Task AssertNothingIsGrantedAsync()
    {
        var after = await PortalState.ReadAsync(portal);
        Assert.Equal((before.Passwords, before.Registered, before.Gates, before.Challenges, before.Messages, before.Sessions), (after.Passwords, after.Registered, after.Gates, after.Challenges, after.Messages, after.Sessions));
    }
}
