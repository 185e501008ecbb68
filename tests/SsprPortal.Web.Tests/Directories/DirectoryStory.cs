using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.ActiveDirectory;
using SsprPortal.ActiveDirectory.Ldap;
using SsprPortal.ActiveDirectory.Sync;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit.Directories;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Admin;

namespace SsprPortal.Web.Tests.Directories;

/// <summary>People of a real domain, at a real portal.</summary>
public sealed class DirectoryStory(SambaDomain domain) : IClassFixture<SambaDomain>, IAsyncLifetime
{
    private const string NewPassword = "Green river keeps 7 stones";

    private static int people;

    private PortalHost portal = null!;
    private PortalBrowser browser = null!;

    public async Task InitializeAsync()
    {
        // Whoever else is in the domain is recorded only where a test has them found.
        portal = await PortalHost.StartAsync(rests: work => work == typeof(DirectorySyncWork));
        await portal.UseAsync(domain);
        browser = portal.NewBrowser();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Somebody_who_forgot_the_password_sets_another_one()
    {
        var pat = await AddAsync();
        await ReachNewPasswordAsync(pat);
        Assert.Contains("At least 10 characters", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("three of these", browser.Page.Body.TextContent, StringComparison.Ordinal);

        await SetAsync(NewPassword);

        Assert.Equal("Your password has been reset", browser.Heading);
        Assert.Null(await domain.SignInAsync(pat.Dn, NewPassword));
        Assert.Equal(LdapError.WrongPassword, await domain.SignInAsync(pat.Dn, SambaDomain.Password));
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.PasswordReset));
        Assert.Contains("was reset", (await portal.MessageToAsync(pat.Mail)).Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}@contoso.test")]
    [InlineData("CONTOSO\\{0}")]
    [InlineData("{0}")]
    [InlineData("{0}@people.example.org")]
    [InlineData("　{0}＠ＣＯＮＴＯＳＯ．ｔｅｓｔ")]
    public async Task Every_name_people_type_leads_to_the_account(string form)
    {
        var pat = await AddAsync();

        await browser.StartResetAsync(string.Format(CultureInfo.InvariantCulture, form, pat.Name));

        Assert.Equal(["sms", "voice"], browser.Choices.Intersect(["sms", "voice"]));
    }

    [Fact]
    public async Task A_phone_that_is_written_with_blanks_around_it_does_not_seem_to_change_each_time()
    {
        var pat = await AddAsync(mobile: " +81 90 1999 0001 ");

        await browser.StartResetAsync(pat.UserName);
        await browser.OpenAsync("/passwordreset/method");

        Assert.Contains("sms", browser.Choices);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*@contoso.test")]
    [InlineData(")(objectClass=*")]
    [InlineData("CONTOSO\\*")]
    [InlineData("FABRIKAM\\Administrator")]
    [InlineData("\\")]
    [InlineData("a\\b\\c")]
    [InlineData("CN=Administrator,CN=Users,DC=contoso,DC=test")]
    [InlineData("<GUID=00000000-0000-0000-0000-000000000000>")]
    public async Task AC_115_What_is_nobodys_name_finds_nobody(string typed)
    {
        await AddAsync();

        await browser.StartResetAsync(typed);

        Assert.Equal("We couldn't verify your account", browser.Heading);
    }

    [Fact]
    public async Task Two_people_with_one_address_are_found_by_neither()
    {
        var one = await AddAsync();
        await AddAsync(mail: one.Mail);

        await browser.StartResetAsync(one.Mail);

        Assert.Equal("We couldn't verify your account", browser.Heading);
    }

    [Fact]
    public async Task A_refused_password_is_explained_before_the_directory_is_asked_and_after()
    {
        var pat = await AddAsync();
        await ReachNewPasswordAsync(pat);

        await SetAsync("Stones 7");
        Assert.Equal("Too short: use at least 10 characters.", Assert.Single(browser.Errors));
        await SetAsync("green river keeps stones");
        Assert.Contains("at least three of these", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await domain.AddPolicyAsync("longer-" + pat.Name, pat.Dn, ("msDS-MinimumPasswordLength", "30"));
        await browser.OpenAsync("/passwordreset/newpassword");
        // Who may not read a fine-grained policy does not know it: the least there is.
        Assert.Contains("At least 8 characters", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        await SetAsync(NewPassword);
        Assert.Contains("does not accept this password", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await domain.AllowAsync($"CN=longer-{pat.Name},{SambaDomain.Policies}", $"(A;;GR;;;{await domain.ServiceSidAsync()})");
        await browser.OpenAsync("/passwordreset/newpassword");
        Assert.Contains("At least 30 characters", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        await SetAsync("Green river keeps 7 stones below the bridge");

        Assert.Equal("Your password has been reset", browser.Heading);
    }

    [Fact]
    public async Task AC_80_A_directory_that_refuses_is_not_asked_for_ever()
    {
        var pat = await AddAsync();
        await domain.AddPolicyAsync("strict-" + pat.Name, pat.Dn, ("msDS-MinimumPasswordLength", "60"));
        await ReachNewPasswordAsync(pat);
        var counted = await AttemptsAsync();

        for (var tries = 0; tries < 10; tries++)
        {
            await SetAsync($"{NewPassword} {tries}");
            Assert.Contains("does not accept this password", Assert.Single(browser.Errors), StringComparison.Ordinal);
        }

        await SetAsync(NewPassword);

        Assert.Equal("Reset too often", browser.Heading);
        Assert.Equal(counted, await AttemptsAsync());

        Task<int> AttemptsAsync() => portal.WithDatabaseAsync(database => database.Throttles.Where(row => row.Key.StartsWith("gate-attempts")).SumAsync(row => row.Count));
    }

    [Fact]
    public async Task Somebody_who_is_locked_unlocks_the_account_and_keeps_the_password()
    {
        var pat = await AddAsync();
        await domain.LockAsync(pat.Dn);
        Assert.Equal(LdapError.LockedOut, await domain.SignInAsync(pat.Dn, SambaDomain.Password));

        await browser.StartResetAsync(pat.UserName);
        await browser.SubmitAsync("Goal", nameof(RecoveryGoal.Unlock));
        await ProveAsync(pat);
        await browser.SubmitAsync(new Dictionary<string, string>());

        Assert.Equal("Your account has been unlocked", browser.Heading);
        Assert.Null(await domain.SignInAsync(pat.Dn, SambaDomain.Password));
    }

    [Fact]
    public async Task Somebody_who_is_locked_and_forgot_the_password_is_unlocked_by_the_reset()
    {
        var pat = await AddAsync();
        await domain.LockAsync(pat.Dn);

        await browser.StartResetAsync(pat.UserName);
        await browser.SubmitAsync("Goal", nameof(RecoveryGoal.Reset));
        await ProveAsync(pat);
        await SetAsync(NewPassword);

        Assert.Null(await domain.SignInAsync(pat.Dn, NewPassword));
    }

    [Fact]
    public async Task Unlocking_is_offered_only_to_who_is_locked()
    {
        await browser.StartResetAsync((await AddAsync()).UserName);

        Assert.Equal("/passwordreset/method", browser.Path);
    }

    [Fact]
    public async Task Somebody_signs_in_and_changes_the_password()
    {
        var pat = await AddAsync();
        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        Assert.Equal("/profile", browser.Path);

        await ChangeAsync("not the old one", NewPassword);
        Assert.Equal("The current password is wrong.", Assert.Single(browser.Errors));
        await ChangeAsync(SambaDomain.Password, NewPassword);

        Assert.Equal("/changepassword/done", browser.Path);
        await browser.OpenAsync("/profile");
        Assert.Equal("/profile", browser.Path);
        Assert.Null(await domain.SignInAsync(pat.Dn, NewPassword));
    }

    [Fact]
    public async Task One_of_the_last_passwords_is_refused_in_words()
    {
        var pat = await AddAsync();
        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        await ChangeAsync(SambaDomain.Password, NewPassword);

        await ChangeAsync(NewPassword, "Nine owls cross 4 bridges");
        Assert.Equal("/changepassword/done", browser.Path);
        await ChangeAsync("Nine owls cross 4 bridges", NewPassword);

        Assert.Contains("may be one you used before", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Contains("None of your last 5 passwords", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(await domain.SignInAsync(pat.Dn, "Nine owls cross 4 bridges"));
        // However often: who knows the password has guessed nothing.
        for (var again = 0; again < 3; again++)
            await ChangeAsync("Nine owls cross 4 bridges", NewPassword);
        await ChangeAsync("Nine owls cross 4 bridges", "Ten herons over 5 islands");
        Assert.Equal("/changepassword/done", browser.Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_expired_password_and_one_that_must_be_changed_open_the_page_that_changes_it_and_nothing_else(bool expired)
    {
        var pat = await AddAsync();
        await ExpireAsync(pat, expired);

        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        Assert.Equal("/changepassword", browser.Path);
        await browser.OpenAsync("/profile");
        Assert.Equal("/changepassword", browser.Path);
        await ChangeAsync(SambaDomain.Password, NewPassword);

        Assert.Equal("/changepassword/done", browser.Path);
        await browser.OpenAsync("/profile");
        Assert.Equal("/profile", browser.Path);
        Assert.Null(await domain.SignInAsync(pat.Dn, NewPassword));
    }

    [Theory]
    [InlineData("userAccountControl", "514")]
    [InlineData("accountExpires", "133000000000000000")]
    public async Task An_account_that_may_not_be_used_signs_nobody_in_and_is_not_reset(string attribute, string value)
    {
        var pat = await AddAsync();
        await domain.SetAsync(pat.Dn, (attribute, value));

        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        Assert.StartsWith("The user ID or the password is wrong", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await browser.StartResetAsync(pat.UserName);

        Assert.Equal("Your account is not enabled for password reset", browser.Heading);
    }

    [Fact]
    public async Task Guesses_at_the_portal_lock_nobody_in_the_directory()
    {
        var pat = await AddAsync();

        for (var guess = 0; guess < 6; guess++)
            await portal.NewBrowser().SignInAsync(pat.UserName, $"wrong {guess}");
        var refused = portal.NewBrowser();
        await refused.SignInAsync(pat.UserName, SambaDomain.Password);

        Assert.StartsWith("The user ID or the password is wrong", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Null(await domain.SignInAsync(pat.Dn, SambaDomain.Password));
        // Nor does whoever sits at a screen that was left open.
        var another = await AddAsync();
        await browser.SignInAsync(another.UserName, SambaDomain.Password);
        for (var guess = 0; guess < 6; guess++)
            await ChangeAsync($"wrong {guess}", NewPassword);
        Assert.Contains("too many wrong passwords", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.Null(await domain.SignInAsync(another.Dn, SambaDomain.Password));
        // Nor does an expired password let anybody guess on: the directory does not forget by it what was wrong before.
        var expired = await AddAsync();
        await ExpireAsync(expired, expired: true);
        await portal.NewBrowser().SignInAsync(expired.UserName, "wrong");
        await portal.NewBrowser().SignInAsync(expired.UserName, SambaDomain.Password);
        for (var guess = 0; guess < 3; guess++)
            await portal.NewBrowser().SignInAsync(expired.UserName, $"wrong {guess}");
        Assert.Equal(LdapError.PasswordExpired, await domain.SignInAsync(expired.Dn, SambaDomain.Password));
    }

    [Fact]
    public async Task A_short_name_that_an_account_of_the_portal_has_too_is_nobodys()
    {
        var pat = await AddAsync("bianca");
        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        var other = portal.NewBrowser();

        await other.SignInAsync("bianca", SambaDomain.Password);

        Assert.Equal("/", other.Path);
        await other.SignInAsync("bianca@contoso.com");
        Assert.NotEqual("/", other.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Alice-Pa55word!\0")]
    public async Task AC_116_What_is_no_password_signs_nobody_in(string typed)
    {
        var pat = await AddAsync();

        await browser.SignInAsync(pat.UserName, typed);

        Assert.Equal("/", browser.Path);
        Assert.Equal(0, await portal.WithDatabaseAsync(database => database.Sessions.CountAsync()));
    }

    [Fact]
    public async Task A_reset_lets_in_whoever_guessed_too_often()
    {
        var pat = await AddAsync();
        for (var guess = 0; guess < 3; guess++)
            await portal.NewBrowser().SignInAsync(pat.UserName, "wrong");

        await ReachNewPasswordAsync(pat);
        await SetAsync(NewPassword);
        await browser.SignInAsync(pat.UserName, NewPassword);

        Assert.Equal("/profile", browser.Path);
    }

    [Fact]
    public async Task A_password_that_is_changed_elsewhere_ends_the_sessions_opened_with_the_old_one()
    {
        var pat = await AddAsync();
        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        Assert.Equal("/profile", browser.Path);

        await domain.DoAsync(new LdapModify(pat.Dn, (LdapChange.Replace, "unicodePwd", [Encoding.Unicode.GetBytes($"\"{NewPassword}\"")])));
        // The portal learns of it when the person is next looked up, or with the next reading of the directory.
        await portal.NewBrowser().SignInAsync(pat.UserName, NewPassword);

        await browser.OpenAsync("/profile");
        Assert.Equal("/", browser.Path);
    }

    [Fact]
    public async Task Without_write_back_the_administrator_is_who_helps()
    {
        var pat = await AddAsync();
        await portal.ChangePolicyAsync(policy => policy with { WritesBack = false });

        await browser.StartResetAsync(pat.UserName);
        Assert.Equal("Contact your administrator", browser.Heading);
        Assert.Contains("SSPR_0010", browser.Html, StringComparison.Ordinal);
        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        Assert.Equal("/profile", browser.Path);
        await ChangeAsync(SambaDomain.Password, NewPassword);
        Assert.Contains("isn't managed here", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await ExpireAsync(pat, expired: true);
        var later = portal.NewBrowser();
        await later.SignInAsync(pat.UserName, SambaDomain.Password);

        Assert.StartsWith("Your password is right, but", Assert.Single(later.Errors), StringComparison.Ordinal);
        Assert.Equal(LdapError.PasswordExpired, await domain.SignInAsync(pat.Dn, SambaDomain.Password));
    }

    [Fact]
    public async Task AC_117_Whoever_rules_the_directory_is_left_alone()
    {
        var pat = await AddAsync();
        await domain.DoAsync(new LdapModify($"CN=Domain Admins,CN=Users,{SambaDomain.Base}", (LdapChange.Add, "member", [Encoding.UTF8.GetBytes(pat.Dn)])));

        await browser.StartResetAsync(pat.UserName);

        Assert.Equal("Your account is not enabled for password reset", browser.Heading);
    }

    [Fact]
    public async Task A_server_that_would_forget_the_history_writes_nothing()
    {
        var pat = await AddAsync();
        await portal.UseAsync(domain, keepHistory: true);
        await ReachNewPasswordAsync(pat);

        await SetAsync(NewPassword);

        Assert.Equal("We can't do this right now", browser.Heading);
        Assert.Contains("SSPR_0029", browser.Html, StringComparison.Ordinal);
        Assert.Null(await domain.SignInAsync(pat.Dn, SambaDomain.Password));
    }

    [Fact]
    public async Task Where_the_portal_has_no_right_nothing_is_written_and_the_page_says_whom_to_ask()
    {
        var pat = await AddAsync(ou: "Guarded");
        await ReachNewPasswordAsync(pat);

        await SetAsync(NewPassword);

        Assert.Equal("We can't do this right now", browser.Heading);
        Assert.Null(await domain.SignInAsync(pat.Dn, SambaDomain.Password));
        Assert.Contains(portal.Log.Lines, line => line.Contains("NotDelegated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_who_moves_in_mid_journey_is_reset_where_they_are()
    {
        var pat = await AddAsync();
        await ReachNewPasswordAsync(pat);
        await domain.DoAsync(new MoveEntry(pat.Dn, $"CN=Moved {pat.Name}", $"OU=Staff,{SambaDomain.Base}"));

        await SetAsync(NewPassword);

        Assert.Equal("Your password has been reset", browser.Heading);
        Assert.Null(await domain.SignInAsync($"CN=Moved {pat.Name},OU=Staff,{SambaDomain.Base}", NewPassword));
    }

    [Fact]
    public async Task AC_35_A_person_who_is_deleted_in_mid_journey_is_nobody_and_their_heir_inherits_nothing()
    {
        var pat = await AddAsync();
        await portal.NewBrowser().StartResetAsync(pat.UserName);
        await portal.RegisterAsync(pat.UserName, "email", "p***@example.org", "pat@example.org");
        await ReachNewPasswordAsync(pat);
        await domain.DoAsync(new DeleteEntry(pat.Dn));

        await SetAsync(NewPassword);
        Assert.Equal("We couldn't verify your account", browser.Heading);

        var heir = await AddAsync(name: pat.Name, mobile: null);
        await portal.NewBrowser().StartResetAsync(heir.UserName);
        var later = portal.NewBrowser();
        await later.StartResetAsync(heir.UserName);
        Assert.Equal("We couldn't verify your account", later.Heading);
        Assert.Equal(2, await portal.WithDatabaseAsync(database => database.Users.CountAsync(user => user.IsFromDirectory)));
    }

    [Fact]
    public async Task A_directory_that_dies_changes_nothing_and_loses_nothing()
    {
        var pat = await AddAsync();
        await ReachNewPasswordAsync(pat);
        await domain.KillAsync();
        try
        {
            await SetAsync(NewPassword);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
            Assert.Equal("The directory of your organisation does not answer", browser.Heading);
            Assert.Contains("Nothing was changed", browser.Page.Body!.TextContent, StringComparison.Ordinal);
            var other = portal.NewBrowser();
            await other.StartResetAsync(pat.UserName);
            Assert.Equal("We can't reset your password right now", other.Heading);
            Assert.Contains("SSPR_0030", other.Html, StringComparison.Ordinal);
            await other.SignInAsync(pat.UserName, SambaDomain.Password);
            Assert.StartsWith("We cannot check your password right now", Assert.Single(other.Errors), StringComparison.Ordinal);
            // The portal's own people do not notice.
            await other.SignInAsync("alain@contoso.com");
            Assert.Equal("/profile", other.Path);
        }
        finally
        {
            await domain.StartAsync();
        }

        Assert.Null(await domain.SignInAsync(pat.Dn, SambaDomain.Password));
        await browser.OpenAsync("/passwordreset/newpassword");
        await SetAsync(NewPassword);
        Assert.Equal("Your password has been reset", browser.Heading);
        Assert.Null(await domain.SignInAsync(pat.Dn, NewPassword));
    }

    [Fact]
    public async Task Whether_somebody_is_there_is_not_told_where_it_must_not_be()
    {
        await portal.ChangePolicyAsync(policy => policy with { Disclosure = DisclosureMode.Uniform });
        var pat = await AddAsync();
        var other = portal.NewBrowser();

        await browser.StartResetAsync(pat.UserName);
        await other.StartResetAsync("nobody@contoso.test");

        Assert.Equal(browser.Heading, other.Heading);
        Assert.Equal(browser.Choices, other.Choices);
    }

    [Fact]
    public async Task Self_service_is_given_by_a_group_of_the_directory_and_by_groups_in_it()
    {
        var (pat, outsider) = (await AddAsync(), await AddAsync());
        var inner = await domain.AddGroupAsync("inner-" + pat.Name, pat.Dn);
        await domain.AddGroupAsync("outer-" + pat.Name, inner);
        var administrator = portal.NewBrowser();
        await administrator.SignInAsAsync(portal, PortalRole.Administrator);
        await administrator.OpenAsync("/admin/groups");
        await administrator.PostAsync("/admin/groups/directory", [new("InDirectory", "nobody's group"), new("antiforgery", administrator.Antiforgery)]);
        Assert.Contains("no group of this name", Assert.Single(administrator.Errors), StringComparison.Ordinal);
        await administrator.PostAsync("/admin/groups/directory", [new("InDirectory", "outer-" + pat.Name), new("antiforgery", administrator.Antiforgery)]);
        Assert.Equal("outer-" + pat.Name, administrator.Heading);
        var group = await portal.WithDatabaseAsync(database => database.Groups.Where(each => each.IsFromDirectory).Select(each => each.Id).SingleAsync());
        await portal.ChangePolicyAsync(policy => policy with { Scope = ResetScope.Selected, SelectedGroups = [group], ExcludedGroups = [] });

        await browser.StartResetAsync(pat.UserName);
        Assert.Equal("/passwordreset/method", browser.Path);
        await browser.StartResetAsync(outsider.UserName);
        Assert.Equal("Your account is not enabled for password reset", browser.Heading);
    }

    [Fact]
    public async Task What_the_directory_writes_is_not_written_here()
    {
        var pat = await AddAsync();
        await browser.StartResetAsync(pat.UserName);
        var id = await portal.UserIdAsync(pat.UserName);
        var administrator = portal.NewBrowser();
        await administrator.SignInAsAsync(portal, PortalRole.Administrator);

        await administrator.OpenAsync($"/admin/users/{id:D}");
        Assert.Contains("From the directory", administrator.Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"/admin/users/{id:D}/edit", administrator.Html, StringComparison.Ordinal);
        await administrator.OpenAsync($"/admin/users/{id:D}/edit");
        await administrator.SubmitAsync("DisplayName", "Somebody else");
        Assert.Contains("in the organisation's directory", Assert.Single(administrator.Errors), StringComparison.Ordinal);
        await administrator.OpenAsync($"/admin/users/{id:D}/delete");
        await administrator.SubmitAsync(new Dictionary<string, string>());
        Assert.Contains("in the organisation's directory", Assert.Single(administrator.Errors), StringComparison.Ordinal);
        await administrator.OpenAsync($"/admin/users/{id:D}/state");
        await administrator.SubmitAsync(new Dictionary<string, string>());
        Assert.Contains("in the organisation's directory", Assert.Single(administrator.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ja", "パスワードの有効期限は", "パスワードの有効期限: ")]
    [InlineData("en", "Your password expires on", "Password expires on ")]
    public async Task Who_is_to_change_the_password_soon_is_told_by_mail_and_by_the_portal(string language, string profile, string ofPerson)
    {
        var pat = await AddAsync();
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        Assert.Empty(browser.Page.QuerySelectorAll(".note.warn"));
        await domain.AgeAsync(pat.Dn, 42 - 13); // the domain's passwords last 42 days
        browser = portal.NewBrowser(language);
        await browser.SignInAsync(pat.UserName, SambaDomain.Password);
        Assert.Contains(profile, browser.Page.QuerySelector(".note.warn")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await TellAsync()); // nobody decided so

        await portal.ChangePolicyAsync(policy => policy with { NotifiesDirectoryExpiry = true });
        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));
        Assert.Contains("/changepassword", (await portal.MessageToAsync(pat.Mail)).Text, StringComparison.Ordinal);
        var administrator = portal.NewBrowser(language);
        await administrator.SignInAsAsync(portal, PortalRole.Administrator);
        await administrator.OpenAsync($"/admin/users/{await portal.UserIdAsync(pat.UserName):D}");
        Assert.Contains(administrator.Page.QuerySelectorAll(".pill"), pill => pill.TextContent.StartsWith(ofPerson, StringComparison.Ordinal));

        // Who has changed it meanwhile, or whom the portal cannot help, is not told; and nobody while the directory does not answer.
        await portal.ChangePolicyAsync(policy => policy with { WritesBack = false });
        portal.Clock.Advance(TimeSpan.FromDays(12.5));
        Assert.Equal(0, await TellAsync());
        await portal.ChangePolicyAsync(policy => policy with { WritesBack = true, Directory = policy.Directory! with { Servers = ["127.0.0.1:1"] } });
        Assert.Equal(0, await TellAsync());
        await portal.UseAsync(domain);
        await domain.Accounts().ResetAsync(await portal.UserIdAsync(pat.UserName), NewPassword, mustChange: false, default);
        Assert.Equal(1, await TellAsync()); // the record lags behind: it counts, and no mail goes
        Assert.Single(await portal.AllMessagesAsync(), message => message.To == pat.Mail);
    }

    private async Task<int> TellAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PasswordExpiry>().TellAsync(default);
    }

    private async Task<DirectoryPat> AddAsync(string? name = null, string? mail = null, string? mobile = "", string ou = "Staff")
    {
        var number = Interlocked.Increment(ref people);
        name ??= string.Create(CultureInfo.InvariantCulture, $"story{number}");
        mail ??= $"{name}@people.example.org";
        if (mobile?.Length == 0)
            mobile = string.Create(CultureInfo.InvariantCulture, $"+819012{number:000000}");
        (string, string)[] more = [("displayName", "Kim Lanter"), ("mail", mail), .. mobile is null ? Array.Empty<(string, string)>() : [("mobile", mobile)]];
        return new(name, await domain.AddUserAsync(name, ou, more), mail, mobile);
    }

    private Task ExpireAsync(DirectoryPat pat, bool expired) => expired ? domain.AgeAsync(pat.Dn) : domain.SetAsync(pat.Dn, ("pwdLastSet", "0"));

    private async Task ReachNewPasswordAsync(DirectoryPat pat)
    {
        await browser.StartResetAsync(pat.UserName);
        await ProveAsync(pat);
        Assert.Equal("/passwordreset/newpassword", browser.Path);
    }

    private async Task ProveAsync(DirectoryPat pat)
    {
        await browser.ChooseAsync("sms", pat.Mobile);
        await browser.SubmitAsync("Code", (await portal.MessageToAsync(pat.Mobile!)).Code());
    }

    private Task SetAsync(string password) => browser.SubmitAsync(new Dictionary<string, string> { ["Password"] = password, ["Repeated"] = password });

    private async Task ChangeAsync(string old, string password)
    {
        await browser.OpenAsync("/changepassword");
        await browser.SubmitAsync(new Dictionary<string, string> { ["Old"] = old, ["Password"] = password, ["Repeated"] = password });
    }

    private sealed record DirectoryPat(string Name, string Dn, string Mail, string? Mobile)
    {
        public string UserName => Name + "@contoso.test";
    }
}
