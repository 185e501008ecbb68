using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using SsprPortal.Core.Messages;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Browser.Tests;

/// <summary>Every way of proving who one is, registered, changed, removed and used, in both languages; the messages are read in the development inbox.</summary>
public sealed class EveryMethod(Chromium chromium) : IClassFixture<Chromium>
{
    private const string NewPassword = "seven quiet lanterns";
    private const string NewerPassword = "nine slow rivers bend";
    private const string Mobile = "+819087654321";

    [Theory]
    [InlineData("en-US", false)]
    [InlineData("ja-JP", true)]
    public async Task Register_every_method_then_reset_by_each(string locale, bool phone)
    {
        var t = new Texts(locale[..2]);
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-methods", locale, phone);
        var page = visit.Page;
        var telephone = new Phone(portal, await visit.OpenAsync(), page);
        await visit.PlugKeyInAsync();

        // What is there already is changed only after a proof: a call, which the page hears of by itself.
        await page.GotoAsync("/ssprsetup");
        await visit.SignInAsync(t, "alain@contoso.com", PortalHost.Password, t.Registration("Title"));
        await visit.LookAsync("checklist");
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("app.Title")), t.SignIn("Proof.AgainTitle"));
        await visit.LookAsync("proof-choose");
        await visit.ChooseAsync("voice");
        await visit.PressAsync(t.Shared("Next"), t.SignIn("Proof.Title"));
        await visit.LookAsync("proof-call");
        await visit.PressInVainAsync(t.Challenge("Pressed"));
        await visit.LookAsync("proof-call-not-yet");
        await telephone.PressHashAsync("+819012345642");
        await visit.SeeAsync(t.Method("app.Enrol"));

        // An authenticator app.
        await visit.LookAsync("app");
        await visit.PressForAsync(t.Method("app.Begin"), t.Registration("Confirm.Code"));
        await visit.LookAsync("app-picture");
        var app = await AppAsync(visit, t, portal);
        await visit.LookAsync("app-seed");
        await visit.FillAsync(t.Registration("Confirm.Code"), Codes.Other(app.Code()));
        await visit.PressInVainAsync(t.Registration("Confirm.Verify"));
        await visit.LookAsync("app-wrong-code");
        await visit.FillAsync(t.Registration("Name.Optional"), "Work phone");
        await visit.FillAsync(t.Registration("Confirm.Code"), app.Code());
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));

        // A second one, renamed and removed again.
        await visit.PressAsync(t.Registration("AddLabel", t.Method("app.Title")), t.Method("app.Enrol"));
        await visit.PressForAsync(t.Method("app.Begin"), t.Registration("Confirm.Code"));
        await visit.FillAsync(t.Registration("Confirm.Code"), (await AppAsync(visit, t, portal)).Code());
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));
        await visit.LookAsync("checklist-apps");
        await visit.FollowAsync(t.Registration("RenameLabel", "#1"), t.Registration("Rename.Title"));
        await visit.FillAsync(t.Registration("Name.Label"), " ");
        await visit.PressInVainAsync(t.Registration("Rename.Submit"));
        await visit.LookAsync("rename-refused");
        await visit.FillAsync(t.Registration("Name.Label"), "Old phone");
        await visit.PressAsync(t.Registration("Rename.Submit"), t.Registration("Title"));
        await visit.FollowAsync(t.Registration("RemoveLabel", $"{t.Method("app.Title")} Old phone"), t.Registration("Remove.Title"));
        await visit.LookAsync("remove");
        await visit.PressAsync(t.Registration("Remove.Submit"), t.Registration("Title"));
        Assert.Equal(0, await page.GetByText("Old phone").CountAsync());

        // Security questions.
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("questions.Title")), t.Method("questions.Enrol"));
        await visit.LookAsync("questions");
        await AnswerAsync(visit, t, twice: true);
        await visit.PressInVainAsync(t.Method("questions.Begin"));
        await visit.LookAsync("questions-refused");
        await AnswerAsync(visit, t, twice: false);
        await visit.PressAsync(t.Method("questions.Begin"), t.Registration("Title"));

        // A security key; the same one is refused by the browser a second time.
        await RegisterKeyAsync(visit, t, look: true);
        await visit.PressAsync(t.Registration("AddLabel", t.Method("key.Title")), t.Method("key.Enrol"));
        await visit.PressAsync(t.Method("key.Begin"));
        await visit.PressAsync(t.Challenge("Key.Create"));
        await page.GetByText(t.Challenge("Key.Failed")).WaitForAsync();
        await visit.LookAsync("key-failed");
        await visit.PressAsync(t.Shared("Cancel"), t.Registration("Title"));

        // Another phone in the place of the old one, by a spoken code; the old one is told.
        await visit.PressAsync(t.Registration("ChangeLabel", t.Method("mobile.Title")), t.Method("mobile.Enrol"));
        await visit.LookAsync("phone");
        await visit.FillAsync(t.Registration("Phone.Label"), "0990 12 3456");
        await visit.PressInVainAsync(t.Method("mobile.Begin"));
        await visit.LookAsync("phone-refused");
        await visit.FillAsync(t.Registration("Phone.Label"), "090-8765-4321");
        await page.Locator("input[name=Via][value=voice]").CheckAsync();
        await visit.PressForAsync(t.Method("mobile.Begin"), t.Registration("Confirm.Code"));
        await visit.LookAsync("phone-spoken-code");
        await visit.FillAsync(t.Registration("Confirm.Code"), await telephone.ListenAsync(Mobile));
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));
        await Eventually.GetAsync(() => portal.Messages.FirstOrDefault(message => message is { To: "+819012345642", Channel: MessageChannel.Text } && message.Text.Contains("21", StringComparison.Ordinal)), "a notice to the old phone");

        // Another address likewise; one's own mailbox is refused.
        await visit.PressAsync(t.Registration("ChangeLabel", t.Method("email.Title")), t.Method("email.Enrol"));
        await visit.FillAsync(t.Registration("Email.Label"), "alain@contoso.com");
        await visit.PressInVainAsync(t.Method("email.Begin"));
        await visit.LookAsync("address-refused");
        await visit.FillAsync(t.Registration("Email.Label"), "alain@example.net");
        await visit.PressForAsync(t.Method("email.Begin"), t.Registration("Confirm.Code"));
        await visit.FillAsync(t.Registration("Confirm.Code"), (await portal.MessageToAsync("alain@example.net")).Code());
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));

        // Recovery codes, shown once.
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("codes.Title")), t.Method("codes.Enrol"));
        await visit.LookAsync("codes");
        await visit.PressForAsync(t.Method("codes.Begin"), t.Method("codes.Saved"));
        await visit.LookAsync("codes-shown");
        await visit.PressInVainAsync(t.Method("codes.Confirm"));
        await visit.LookAsync("codes-not-saved");
        var codes = await page.Locator(".put-away li").AllInnerTextsAsync();
        Assert.Equal(8, codes.Distinct().Count());
        await page.GetByLabel(t.Method("codes.Saved")).CheckAsync();
        await visit.PressAsync(t.Method("codes.Confirm"), t.Registration("Title"));
        await visit.LookAsync("checklist-full");

        // The reset is tried at once, and changes nothing.
        await visit.PressAsync(t.Registration("Finish"), t.Registration("Done.Title"));
        await visit.LookAsync("done");
        await visit.PressAsync(t.Registration("Rehearsal.Start"), t.Recovery("Choose.Title"));
        await visit.LookAsync("choose");
        await visit.ChooseAsync("app");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.LookAsync("verify-app");
        await visit.FillAsync(t.Challenge("Code"), app.NextCode());
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Outcome.Rehearsed.Title"));
        await visit.LookAsync("rehearsed");
        await visit.PressAsync(t.Recovery("Outcome.ToSetup"), t.Registration("Title"));
        await visit.PressAsync(t.Shared("SignOut"), t.SignIn("Title"));

        // From here on two methods are asked for. A call to the mobile phone, then the questions.
        await RequireTwoAsync(portal);
        await IdentifyAsync(visit, t, "alain");
        await visit.ChooseAsync("voice");
        await visit.FillAsync(t.Challenge("Choose.PhoneNumber"), "090 8765 4321");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.LookAsync("verify-call");
        await telephone.PressHashAsync(Mobile);
        await visit.SeeAsync(t.Recovery("Choose.Title"));
        await visit.LookAsync("choose-second");
        await visit.ChooseAsync("questions");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.LookAsync("verify-questions");
        await RecallAsync(visit, t, wrong: true);
        await visit.PressInVainAsync(t.Shared("Next"));
        await visit.LookAsync("verify-questions-wrong");
        var asked = await RecallAsync(visit, t, wrong: false);
        await visit.PressAsync(t.Shared("Next"), t.Recovery("NewPassword.Title"));
        await SetPasswordAsync(visit, t, NewPassword);

        // Nothing can be changed on the day of a reset.
        await page.GotoAsync("/ssprsetup");
        await visit.SignInAsync(t, "alain@contoso.com", NewPassword, t.Registration("Title"));
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = t.Registration("ChangeLabel", t.Method("mobile.Title")) }).CountAsync());
        await visit.LookAsync("checklist-held");
        await visit.PressAsync(t.Shared("SignOut"), t.SignIn("Title"));

        // A call to the office phone, then a code that was put away, typed as people type.
        await IdentifyAsync(visit, t, "alain");
        await visit.ChooseAsync("office");
        await visit.FillAsync(t.Challenge("Choose.PhoneNumber"), "03-1234-5678");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await telephone.PressHashAsync("+81312345678X1234");
        await visit.SeeAsync(t.Recovery("Choose.Title"));
        await visit.ChooseAsync("codes");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.LookAsync("verify-code-put-away");
        await visit.FillAsync(t.Method("codes.Field"), codes[3].Replace("-", " ", StringComparison.Ordinal));
        await visit.PressAsync(t.Shared("Next"), t.Recovery("NewPassword.Title"));
        await visit.PressAsync(t.Shared("Cancel"), t.Recovery("Outcome.Cancelled.Title"));

        // A text, then the app.
        await IdentifyAsync(visit, t, "alain");
        await visit.ChooseAsync("sms");
        await visit.FillAsync(t.Challenge("Choose.PhoneNumber"), "090 8765 4321");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.FillAsync(t.Challenge("Code"), await CodeAsync(portal, Mobile));
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await visit.ChooseAsync("app");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.FillAsync(t.Challenge("Code"), app.NextCode());
        await visit.PressAsync(t.Shared("Next"), t.Recovery("NewPassword.Title"));
        await visit.PressAsync(t.Shared("Cancel"), t.Recovery("Outcome.Cancelled.Title"));

        // A mail, then the questions again; the same ones, as it is the same day.
        await IdentifyAsync(visit, t, "alain");
        await visit.ChooseAsync("email");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.LookAsync("verify-mail");
        await visit.FillAsync(t.Challenge("Code"), await CodeAsync(portal, "alain@example.net", t.Message("Code.Email.Recovery.Subject")));
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
        await visit.ChooseAsync("questions");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        Assert.Equal(asked, await RecallAsync(visit, t, wrong: false));
        await visit.PressAsync(t.Shared("Next"), t.Recovery("NewPassword.Title"));
        await visit.PressAsync(t.Shared("Cancel"), t.Recovery("Outcome.Cancelled.Title"));

        // A key that asked for a finger is two methods in one.
        await IdentifyAsync(visit, t, "alain");
        await visit.ChooseAsync("key");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.LookAsync("verify-key");
        await visit.PressAsync(t.Challenge("Key.Use"), t.Recovery("NewPassword.Title"));
        await SetPasswordAsync(visit, t, NewerPassword);
    }

    [Theory]
    [InlineData("en-US", true)]
    [InlineData("ja-JP", false)]
    public async Task An_administrator_is_asked_to_register_signs_in_with_a_key_and_looks_again_after_half_a_year(string locale, bool phone)
    {
        var t = new Texts(locale[..2]);
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-administrator", locale, phone);
        var page = visit.Page;
        var hello = t.Profile("Greeting", "Adele Admin");
        await visit.PlugKeyInAsync();

        // Asked at every sign-in; it may be put off.
        await page.GotoAsync("/");
        await visit.SignInAsync(t, "admin@contoso.com", PortalHost.Password, t.Registration("Required.Title"));
        await visit.LookAsync("required");
        await visit.PressAsync(t.Registration("Required.Later"), hello);
        await visit.PressAsync(t.Shared("SignOut"), t.SignIn("Title"));
        await visit.SignInAsync(t, "admin@contoso.com", PortalHost.Password, t.Registration("Required.Title"));
        await visit.PressAsync(t.Shared("Next"), t.Registration("Title"));
        await visit.LookAsync("checklist");
        await RegisterKeyAsync(visit, t, look: false);
        await visit.LookAsync("checklist-key");
        await visit.PressAsync(t.Registration("Finish"), t.Registration("Done.Title"));
        await visit.LookAsync("done");
        await visit.PressAsync(t.Registration("Done.ToProfile"), hello);
        await visit.PressAsync(t.Shared("SignOut"), t.SignIn("Title"));

        // From now on the password is half of the sign-in; giving up leads back to its beginning.
        await visit.SignInAsync(t, "admin@contoso.com", PortalHost.Password, t.SignIn("Proof.SecondTitle"));
        await visit.LookAsync("second-factor");
        await page.GotoAsync("/profile");
        await visit.SeeAsync(t.SignIn("Proof.SecondTitle"));
        await visit.PressAsync(t.Shared("Cancel"), t.SignIn("Title"));
        await SignInWithKeyAsync(visit, t, hello, look: true);

        // Half a year later: is it all still right?
        portal.Clock.Advance(TimeSpan.FromDays(181));
        await page.GotoAsync("/");
        await SignInWithKeyAsync(visit, t, t.Registration("Review.Title"), look: false);
        await visit.LookAsync("review");
        await visit.PressAsync(t.Registration("Review.LooksGood"), hello);
        await visit.PressAsync(t.Shared("SignOut"), t.SignIn("Title"));
        await SignInWithKeyAsync(visit, t, hello, look: false);

        // Changing anything more than ten minutes later takes the key again.
        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        await page.GotoAsync("/ssprsetup");
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("email.Title")), t.SignIn("Proof.AgainTitle"));
        await visit.ChooseAsync("key");
        await visit.PressAsync(t.Shared("Next"), t.SignIn("Proof.Title"));
        await visit.PressAsync(t.Challenge("Key.Use"), t.Method("email.Enrol"));
        await visit.PressAsync(t.Shared("SignOut"), t.SignIn("Title"));

        // The key alone resets an administrator's password, as it counts twice.
        await IdentifyAsync(visit, t, "admin@contoso.com");
        await visit.ChooseAsync("key");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.PressAsync(t.Challenge("Key.Use"), t.Recovery("NewPassword.Title"));
        await SetPasswordAsync(visit, t, NewPassword);
    }

    [Theory]
    [InlineData("en-US", false)]
    [InlineData("ja-JP", true)]
    public async Task Without_script_everything_but_security_keys_works(string locale, bool phone)
    {
        var t = new Texts(locale[..2]);
        var (portal, address) = await PortalHost.StartOnSocketAsync([]);
        await using var host = portal;
        await using var visit = await Visit.StartAsync(chromium.Browser, address, $"{locale[..2]}-no-script", locale, phone, script: false);
        var page = visit.Page;
        var telephone = new Phone(portal, await visit.OpenAsync(), page);

        await page.GotoAsync("/");
        await visit.SignInAsync(t, "bianca@contoso.com", PortalHost.Password, t.Registration("Required.Title"));
        await visit.PressAsync(t.Shared("Next"), t.Registration("Title"));
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("key.Title")), t.Method("key.Enrol"));
        await visit.PressForAsync(t.Method("key.Begin"), t.Registration("Name.Optional"));
        await visit.LookAsync("key");
        await visit.PressAsync(t.Shared("Cancel"), t.Registration("Title"));
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("questions.Title")), t.Method("questions.Enrol"));
        await AnswerAsync(visit, t, twice: false);
        await visit.PressAsync(t.Method("questions.Begin"), t.Registration("Title"));

        // Questions are no second factor: later, only a new sign-in proves enough for a change.
        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("mobile.Title")), t.SignIn("Proof.SignInAgainTitle"));
        await visit.LookAsync("sign-in-again");
        await visit.PressAsync(t.SignIn("Proof.SignInAgain"), t.SignIn("Title"));
        await page.GotoAsync("/ssprsetup");
        await visit.SignInAsync(t, "bianca@contoso.com", PortalHost.Password, t.Registration("Title"));
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("mobile.Title")), t.Method("mobile.Enrol"));
        await visit.FillAsync(t.Registration("Phone.Label"), "090-8765-4321");
        await page.Locator("input[name=Via][value=voice]").CheckAsync();
        await visit.PressForAsync(t.Method("mobile.Begin"), t.Registration("Confirm.Code"));
        await visit.PressInVainAsync(t.Registration("Confirm.CallAgain"));
        await visit.LookAsync("resend-too-soon");
        await visit.FillAsync(t.Registration("Confirm.Code"), await telephone.ListenAsync(Mobile));
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));

        // The proof by a call: the button asks whether # was pressed.
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("app.Title")), t.SignIn("Proof.AgainTitle"));
        await visit.ChooseAsync("voice");
        await visit.PressAsync(t.Shared("Next"), t.SignIn("Proof.Title"));
        await visit.LookAsync("proof-call");
        await telephone.PressHashAsync(Mobile);
        await visit.PressAsync(t.Challenge("Pressed"), t.Method("app.Enrol"));
        await visit.PressForAsync(t.Method("app.Begin"), t.Registration("Confirm.Code"));
        var app = await AppAsync(visit, t, portal);
        await visit.FillAsync(t.Registration("Name.Optional"), "Phone");
        await visit.FillAsync(t.Registration("Confirm.Code"), app.Code());
        await visit.PressAsync(t.Registration("Confirm.Verify"), t.Registration("Title"));
        await visit.PressAsync(t.Registration("Finish"), t.Registration("Done.Title"));

        // The CAPTCHA takes script; the rehearsal begins behind it.
        await visit.PressAsync(t.Registration("Rehearsal.Start"), t.Recovery("Choose.Title"));
        await visit.LookAsync("choose");
        await visit.ChooseAsync("app");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.PressAsync(t.Challenge("Another"), t.Recovery("Choose.Title"));
        await visit.ChooseAsync("voice");
        await visit.FillAsync(t.Challenge("Choose.PhoneNumber"), "090 8765 4321");
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Verify.Title"));
        await visit.PressInVainAsync(t.Challenge("Pressed"));
        await visit.LookAsync("verify-call");
        await telephone.PressHashAsync(Mobile);
        await visit.PressAsync(t.Challenge("Pressed"), t.Recovery("Outcome.Rehearsed.Title"));
    }

    private static async Task RegisterKeyAsync(Visit visit, Texts t, bool look)
    {
        await visit.PressAsync(t.Registration("SetUpLabel", t.Method("key.Title")), t.Method("key.Enrol"));
        if (look)
            await visit.LookAsync("key");
        await visit.PressForAsync(t.Method("key.Begin"), t.Registration("Name.Optional"));
        if (look)
            await visit.LookAsync("key-create");
        await visit.FillAsync(t.Registration("Name.Optional"), "Key ring");
        await visit.PressAsync(t.Challenge("Key.Create"), t.Registration("Title"));
        Assert.Equal(1, await visit.Page.GetByText("Key ring").CountAsync());
    }

    private static async Task SignInWithKeyAsync(Visit visit, Texts t, string heading, bool look)
    {
        await visit.SignInAsync(t, "admin@contoso.com", PortalHost.Password, t.SignIn("Proof.SecondTitle"));
        await visit.PressAsync(t.Shared("Next"), t.SignIn("Proof.Title"));
        if (look)
            await visit.LookAsync("second-factor-key");
        await visit.PressAsync(t.Challenge("Key.Use"), heading);
    }

    // The app into which the seed of the page is typed.
    private static async Task<AuthenticatorApp> AppAsync(Visit visit, Texts t, PortalHost portal)
    {
        await visit.Page.GetByText(t.Registration("App.CannotScan"), new() { Exact = true }).ClickAsync();
        return new(await visit.Page.Locator(".seed").InnerTextAsync(), portal.Clock);
    }

    private static string Id(int number) => $"q{number:00}";

    private static string Answer(int number) => $"Kingfisher {number} lake";

    private static async Task AnswerAsync(Visit visit, Texts t, bool twice)
    {
        for (var i = 1; i <= 5; i++)
        {
            await visit.Page.GetByLabel(t.Registration("Questions.Question", i), new() { Exact = true }).SelectOptionAsync(Id(twice && i == 2 ? 1 : i));
            await visit.FillAsync(t.Registration("Questions.Answer", i), Answer(i));
        }
    }

    // Answers what is asked, in other capitals and spaces, and tells which questions that were.
    private static async Task<IReadOnlyList<int>> RecallAsync(Visit visit, Texts t, bool wrong)
    {
        var asked = new List<int>();
        for (var i = 1; i <= 5; i++)
        {
            if (await visit.Page.GetByLabel(t.Question(Id(i)), new() { Exact = true }).CountAsync() == 0)
                continue;
            asked.Add(i);
            await visit.FillAsync(t.Question(Id(i)), wrong && asked.Count == 2 ? "something else" : Answer(i).ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal));
        }

        Assert.Equal(3, asked.Count);
        return asked;
    }

    private static async Task IdentifyAsync(Visit visit, Texts t, string userId)
    {
        await visit.Page.GotoAsync("/passwordreset");
        await visit.FillAsync(t.Recovery("Identify.UserId"), userId);
        await visit.PressAsync(t.Shared("Next"), t.Recovery("Choose.Title"));
    }

    private static async Task SetPasswordAsync(Visit visit, Texts t, string password)
    {
        await visit.FillAsync(t.Recovery("NewPassword.Password"), password);
        await visit.FillAsync(t.Recovery("NewPassword.Repeated"), password);
        await visit.PressAsync(t.Recovery("NewPassword.Finish"), t.Recovery("Outcome.Completed.Title"));
    }

    // The newest message with a code; notices go to the same places.
    private static async Task<string> CodeAsync(PortalHost portal, string to, string? subject = null) =>
        (await Eventually.GetAsync(
            () => portal.Messages.FirstOrDefault(message => message.To == to && (subject is null ? message.Text.Contains("\n@localhost #", StringComparison.Ordinal) : message.Subject == subject)),
            $"a code to {to}")).Code();

    private static async Task RequireTwoAsync(PortalHost portal) => Assert.Equal(1, await portal.WithDatabaseAsync(database => database.Database.ExecuteSqlRawAsync(
        """UPDATE "Policies" SET "Json" = replace("Json", '"GatesRequired":1', '"GatesRequired":2') WHERE "Json" LIKE '%"GatesRequired":1%'""")));
}
