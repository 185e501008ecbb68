using System.Net;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Passwords;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>New passwords that should not be, and those that should.</summary>
public sealed class PasswordTests : IAsyncLifetime
{
    private const string TooShort = "Too short: use at least 15 characters.", TooLong = "Too long: use at most 128 characters.";

    // Two of three words, so that nobody would call them strange; together they are in no list that the portal brings.
    private static readonly string[] Leaked = [.. from first in new[] { "amber", "brisk", "cobalt", "dusty", "eager" }
                                                  from second in Enumerable.Range(0, 10)
                                                  select $"{first} kestrel and {second} ferns"];

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("sspr-leaked").FullName;
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;
    private string password = PortalHost.Password;

    public async Task InitializeAsync()
    {
        var (list, filter) = (Path.Combine(folder, "list.txt"), Path.Combine(folder, "leaked.filter"));
        await File.WriteAllLinesAsync(list, Leaked);
        PasswordFilterBuilder.Build(list, filter, (_, _) => { }, default);
        portal = await PortalHost.StartAsync(new() { ["Passwords:FilterPath"] = filter });
        browser = portal.NewBrowser();
        await browser.SignInAsync(Alain.UserId);
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AC_76_Length_is_counted_in_characters_whatever_they_are()
    {
        (string Pattern, int Characters, string? Refusal)[] cases =
        [
            ("kvqzj wxghp", 14, TooShort),
            ("kvqzj wxghp", 15, null),
            ("kvqzj wxghp", 64, null),
            ("kvqzj wxghp", 128, null),
            ("kvqzj wxghp", 129, TooLong),
            ("kvqzj wxghp", 257, TooLong),
            ("kvqzj wxghp", 20_000, TooLong),
            ("😀🐎🔋🧷🌊🍙🗻🎏", 14, TooShort),
            ("😀🐎🔋🧷🌊🍙🗻🎏", 15, null),
            ("😀🐎🔋🧷🌊🍙🗻🎏", 128, null),
            ("😀🐎🔋🧷🌊🍙🗻🎏", 129, TooLong),
            ("شمس قمر نجم بحر", 15, null),
            ("正しい馬の電池のホチキスです", 15, null),
            ("kvqzj\u0007wxghp", 15, "The password holds a character that cannot be typed. Type it instead of pasting it."),
            (" ", 15, "Enter a new password."),
        ];

        foreach (var (pattern, characters, refusal) in cases)
        {
            var runes = pattern.EnumerateRunes().ToList();
            await ChangeAsync(string.Concat(Enumerable.Range(0, characters).Select(i => runes[i % runes.Count].ToString())));
            Assert.True((int)browser.Status < 500, $"{pattern} {characters}: {browser.Status}");
            Assert.True((refusal is null ? "" : refusal) == string.Join(' ', browser.Errors) && browser.Path == (refusal is null ? "/changepassword/done" : "/changepassword"), $"{characters} of {pattern}: {browser.Status} {browser.Path} {browser.Heading} {string.Join(' ', browser.Errors)}");
        }
    }

    [Fact]
    public async Task AC_76_A_NUL_is_no_character_of_a_form()
    {
        await ChangeAsync("kvqzj\0 wxghp kvqzj");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);

        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    [Fact]
    public async Task AC_76_Spaces_are_characters_and_stay_where_they_are()
    {
        const string spaced = "  kvqzj  wxghp  ";
        await ChangeAsync(spaced);
        Assert.Equal("/changepassword/done", browser.Path);

        await Alain.AssertSignsInAsync(portal, spaced);
        var other = portal.NewBrowser();
        await other.SignInAsync(Alain.UserId, spaced.Trim());
        Assert.Equal("/", other.Path);
    }

    [Fact]
    public async Task AC_76_A_password_can_be_pasted_and_is_kept_by_a_password_manager()
    {
        var resetting = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, resetting);
        await browser.OpenAsync("/changepassword");
        foreach (var page in new[] { resetting.Page, browser.Page })
        {
            foreach (var id in new[] { "Password", "Repeated" })
            {
                var input = page.GetElementById(id)!;
                Assert.Equal("new-password", input.GetAttribute("autocomplete"));
                Assert.True(int.Parse(input.GetAttribute("maxlength")!, System.Globalization.CultureInfo.InvariantCulture) >= 256);
                Assert.DoesNotContain(input.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name is "readonly" or "disabled" or "value");
            }

            Assert.NotNull(page.QuerySelector("input[autocomplete=username][value='alain@contoso.com']:not([name])"));
            Assert.NotNull(page.QuerySelector(".strength meter[hidden]"));
        }

        var scripts = System.IO.Directory.GetFiles(Path.Combine(Checkout.Root, "src", "SsprPortal.Web", "wwwroot"), "*.js").Select(File.ReadAllText).ToList();
        Assert.True(scripts.Count > 2);
        Assert.DoesNotContain(scripts, script => script.Contains("'paste'", StringComparison.Ordinal) || script.Contains("onpaste", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AC_77_What_everybody_tries_is_refused_with_the_reason()
    {
        var before = (await PortalState.ReadAsync(portal)).Passwords;
        string[] common =
        [
            "123456789987654321", "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6u7i8", "QWERTY123456789", "Passw0rdPassword", "zxcvbnm123456789", "111222333444555", "1234567890QwErTy", "qwertyuiop12345", "1qazxsw23edcvfr4",
        ];
        foreach (var candidate in common.Concat(Leaked).Concat(Leaked.Select(each => each.ToUpperInvariant())))
            await AssertRefusedAsync(candidate, "This password is in lists of common or leaked passwords.");
        foreach (var candidate in new[] { "ContosoContoso!!", "C0nt0s0C0nt0s0C0nt0s0", "contosopasswordcontoso", "letmeincontoso!!" })
            await AssertRefusedAsync(candidate, "The password is mostly made of words that are tried first");
        foreach (var candidate in new[] { "alain likes tall ships", "no one but ALAIN himself", "my name is @lain, yes" })
            await AssertRefusedAsync(candidate, "The password contains your name or user ID.");
        Assert.Equal(before, (await PortalState.ReadAsync(portal)).Passwords);

        var resetting = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, resetting);
        foreach (var candidate in Leaked[..5].Concat(common[..5]))
        {
            await resetting.SubmitAsync(Alain.Twice(candidate));
            Assert.StartsWith("This password is in lists of common or leaked passwords.", Assert.Single(resetting.Errors), StringComparison.Ordinal);
        }

        await resetting.SubmitAsync(Alain.NewPasswordForm);
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword);
    }

    [Fact]
    public async Task AC_78_The_last_character_of_a_long_password_counts()
    {
        var long120 = string.Concat(Enumerable.Range(0, 119).Select(i => (char)('a' + (i * 7 % 26)))) + "x";
        await ChangeAsync(long120);
        Assert.Equal("/changepassword/done", browser.Path);

        var other = portal.NewBrowser();
        await other.SignInAsync(Alain.UserId, long120[..119] + "y");
        Assert.Equal("/", other.Path);
        await other.SignInAsync(Alain.UserId, long120[..119]);
        Assert.Equal("/", other.Path);
        await Alain.AssertSignsInAsync(portal, long120);
    }

    [Fact]
    public async Task AC_81_A_refused_password_is_nowhere()
    {
        const string refused = "alain keeps a canary 7731", repeated = "alain keeps a canary 4402", wrong = "wrong canary of old 9120", wanted = "wanted canary by noon 5518";
        var answers = new List<string>();
        var resetting = portal.NewBrowser();
        await Alain.ReachNewPasswordAsync(portal, resetting);
        await resetting.SubmitAsync(new Dictionary<string, string> { ["Password"] = refused, ["Repeated"] = repeated });
        Assert.Equal(2, resetting.Errors.Count);
        Keep(resetting);
        await browser.OpenAsync("/changepassword");
        await browser.SubmitAsync(new Dictionary<string, string> { ["Old"] = wrong, ["Password"] = refused, ["Repeated"] = repeated });
        Assert.Equal(2, browser.Errors.Count);
        Keep(browser);
        await browser.SubmitAsync(new Dictionary<string, string>(Alain.Twice(wanted)) { ["Old"] = wrong });
        Assert.Equal(["The current password is wrong."], browser.Errors);
        Keep(browser);
        await browser.OpenAsync("/changepassword");
        Keep(browser);

        var everything = string.Join('\n', [.. answers, .. portal.Log.Lines, (await PortalState.ReadAsync(portal)).ToString()]);
        foreach (var secret in new[] { refused, repeated, wrong, wanted }.SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), secret.Replace(' ', '+') }))
            Assert.DoesNotContain(secret, everything, StringComparison.OrdinalIgnoreCase);

        void Keep(PortalBrowser from) => answers.AddRange([from.Path, from.Html, from.Response.Headers.ToString(), .. from.Cookies.GetAllCookies().Select(cookie => cookie.ToString())]);
    }

    private async Task AssertRefusedAsync(string candidate, string because)
    {
        await ChangeAsync(candidate);
        Assert.True(browser.Path == "/changepassword", $"{candidate} was taken.");
        Assert.StartsWith(because, Assert.Single(browser.Errors), StringComparison.Ordinal);
    }

    // Under the password of the moment; remembers the one that was taken.
    private async Task ChangeAsync(string candidate)
    {
        if (browser.Path != "/changepassword")
            await browser.OpenAsync("/changepassword");
        await browser.SubmitAsync(new Dictionary<string, string>(Alain.Twice(candidate)) { ["Old"] = password });
        if (browser.Path == "/changepassword/done")
            password = candidate;
    }
}
