using System.Net;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Auditing;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Features.Voice;
using SsprPortal.Web.Tests.Conventions;
using SsprPortal.Web.Tests.Admin;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What one journey proved is worth nothing in another, and nothing that a browser says is believed.</summary>
public sealed class FlowTests : IAsyncLifetime
{
    private const string Victim = "hanako@contoso.com";
    private const string VictimPhone = "+818012345617";
    private static readonly Uri Site = new($"https://{PortalHost.Host}");

    private PortalHost portal = null!;
    private PortalBrowser browser = null!;
    private PortalBrowser victim = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync();
        browser = portal.NewBrowser();
        victim = portal.NewBrowser("ja");
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task AC_23_Gates_passed_on_ones_own_account_open_no_other()
    {
        await Alain.ReachNewPasswordAsync(portal, browser);
        await victim.StartResetAsync(Victim);
        var own = browser.Fields(Alain.NewPasswordForm);
        var foreign = victim.Fields(Alain.NewPasswordForm);
        var before = await PortalState.ReadAsync(portal);

        // The victim's journey in the attacker's browser, with either one's antiforgery: it stands at another step.
        var stolen = portal.NewBrowser();
        foreach (var (journey, antiforgery, fields) in new[] { (victim, browser, own), (victim, victim, foreign) })
        {
            Put(stolen, "journey", Cookie(journey, "journey"));
            Put(stolen, "antiforgery", Cookie(antiforgery, "antiforgery"));
            await stolen.PostAsync("/passwordreset/newpassword", fields);
            Assert.Equal("/passwordreset/method", stolen.Path);
        }

        // The attacker's own journey, with the victim's antiforgery: not a form of this browser.
        Put(stolen, "journey", Cookie(browser, "journey"));
        Put(stolen, "antiforgery", Cookie(browser, "antiforgery"));
        await stolen.PostAsync("/passwordreset/newpassword", foreign);
        Assert.Equal(HttpStatusCode.BadRequest, stolen.Status);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    [Fact]
    public async Task AC_23_A_form_that_names_somebody_else_changes_ones_own_password_only()
    {
        await Alain.ReachNewPasswordAsync(portal, browser);
        var form = browser.Fields(Alain.NewPasswordForm).ToDictionary();
        foreach (var name in new[] { "UserId", "SubjectId", "Subject", "username", "journey.SubjectId", "Id", "JourneyId" })
            form[name] = Victim;

        await browser.PostAsync("/passwordreset/newpassword?UserId=" + Victim, form);

        Assert.Equal("Your password has been reset", browser.Heading);
        await Alain.AssertSignsInAsync(portal, PortalHost.Password, Victim);
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword);
    }

    [Fact]
    public async Task AC_26_A_message_goes_to_the_registered_place_whatever_the_form_adds()
    {
        await browser.StartResetAsync(Alain.UserId);
        await browser.SubmitAsync(new Dictionary<string, string>
        {
            ["Method"] = "email",
            ["PhoneNumber"] = "+14255550123",
            ["email"] = "attacker@evil.example",
            ["phone"] = "+14255550123",
            ["Target"] = "attacker@evil.example",
            ["To"] = "attacker@evil.example",
            ["Choices.Key"] = "attacker@evil.example",
        });

        Assert.Equal("/passwordreset/verify", browser.Path);
        var message = await portal.MessageToAsync(Alain.Mail);
        Assert.Equal([message], await portal.AllMessagesAsync());
    }

    [Fact]
    public async Task AC_26_Another_persons_phone_and_what_nobody_registered_are_not_a_choice()
    {
        await browser.StartResetAsync(Alain.UserId);
        Assert.Equal(["sms", "voice", "office", "email"], browser.Choices);

        foreach (var method in new[] { "app", "key", "questions", "codes", "mobile", "SMS", "sms.0", "", "sms" })
        {
            await browser.PostAsync("/passwordreset/method", browser.Fields(new Dictionary<string, string> { ["Method"] = method, ["PhoneNumber"] = VictimPhone }));
            Assert.Equal("/passwordreset/method", browser.Path);
            Assert.StartsWith(method == "sms" ? "This does not match the number we have." : "Choose a method from the list.", Assert.Single(browser.Errors), StringComparison.Ordinal);
        }

        Assert.Equal(0, (await PortalState.ReadAsync(portal)).Messages);
    }

    [Fact]
    public async Task AC_38_After_five_wrong_codes_the_right_one_is_refused()
    {
        var code = await Alain.ReachVerifyAsync(portal, browser);
        var right = browser.Fields(new Dictionary<string, string> { ["Code"] = code });
        var cookie = Cookie(browser, "journey");
        for (var tries = 0; tries < 5; tries++)
            await browser.SubmitAsync("Code", Codes.Other(code));
        Assert.Equal("Too many tries", browser.Heading);

        Put(browser, "journey", cookie);
        await browser.PostAsync("/passwordreset/verify", right);

        Assert.Equal("Too many tries", browser.Heading);
        Assert.Equal(1, await PortalState.CountAsync(portal, AuditCode.AccountBlocked));
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
        await Alain.AssertSignsInAsync(portal, PortalHost.Password);
    }

    [Fact]
    public async Task AC_45_A_code_of_one_journey_is_worthless_in_the_next()
    {
        var first = await Alain.ReachVerifyAsync(portal, browser);
        var other = portal.NewBrowser();
        var second = await Alain.ReachVerifyAsync(portal, other, 2);

        if (first != second)
        {
            await other.SubmitAsync("Code", first);
            Assert.Equal(["That is not the code. Tries left: 4."], other.Errors);
        }

        if (first != second)
        {
            await browser.SubmitAsync("Code", second);
            Assert.StartsWith("That is not the code.", Assert.Single(browser.Errors), StringComparison.Ordinal);
        }

        await other.SubmitAsync("Code", second);
        Assert.Equal("Choose a new password", other.Heading);
    }

    [Fact]
    public async Task AC_82_A_reset_signs_nobody_in_and_ends_all_that_was_open()
    {
        var session = portal.NewBrowser();
        await session.SignInAsync(Victim);
        await session.OpenAsync("/ssprsetup/email");
        await session.ProveAsync(portal, "sms", VictimPhone);
        await session.SubmitAsync("Target", "attacker@evil.example");
        var registration = session.Fields(new Dictionary<string, string> { ["Code"] = (await portal.MessageToAsync("attacker@evil.example")).Code() });
        await victim.StartResetAsync(Victim);
        await victim.ChooseAsync("sms", VictimPhone);
        await victim.SubmitAsync("Code", (await portal.MessageToAsync(VictimPhone, 2)).Code());

        await victim.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("パスワードがリセットされました", victim.Heading);
        Assert.DoesNotContain("session", string.Join(' ', victim.Cookies.GetCookies(Site).Select(cookie => cookie.Name)), StringComparison.Ordinal);
        var before = await PortalState.ReadAsync(portal);
        await session.PostAsync("/ssprsetup/email/verify", registration);
        await session.OpenAsync("/ssprsetup");

        Assert.Equal("Sign in", session.Heading);
        Assert.Equal(before.Registered, (await PortalState.ReadAsync(portal)).Registered);
        await victim.OpenAsync("/profile");
        Assert.Equal("/", victim.Path);
    }

    [Theory]
    [MemberData(nameof(Posts))]
    public async Task AC_85_A_form_without_this_browsers_antiforgery_is_refused(string path)
    {
        await Alain.ReachVerifyAsync(portal, browser);
        if (path.StartsWith("/admin/", StringComparison.Ordinal))
            await browser.SignInAsAsync(portal, PortalRole.Administrator);
        else
            await browser.SignInAsync("bianca@contoso.com");
        await victim.OpenAsync("/passwordreset");
        var foreign = victim.Antiforgery;
        var before = await PortalState.ReadAsync(portal);
        var form = new Dictionary<string, string> { ["UserId"] = Victim, ["Password"] = PortalHost.Password, ["Code"] = "000000", ["Target"] = "090-5555-5555" };

        foreach (var token in new[] { null, "", "CfDJ8", foreign })
        {
            if (token is not null)
                form["antiforgery"] = token;
            await browser.PostAsync(path, form);
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.NotEmpty(browser.Heading);
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    /// <summary>Every POST there is, with its routes filled in.</summary>
    public static TheoryData<string> Posts()
    {
        using var host = PortalHost.StartAsync().GetAwaiter().GetResult();
        return [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD")) == true)
            // What the provider of calls posts has its signature instead: Voice.CallAnsweredTests.
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action && action.ControllerTypeInfo != typeof(CallAnsweredController))
            .Select(EndpointTests.Filled)];
    }

    [Fact]
    public async Task AC_124_Two_instances_take_turns_through_one_reset()
    {
        await using var second = portal.StartSecond();
        await browser.StartResetAsync(Alain.UserId);
        var there = Beside(second, browser);

        await there.OpenAsync("/passwordreset/method");
        await there.ChooseAsync("sms", Alain.Phone);
        await browser.OpenAsync("/passwordreset/verify");
        await browser.SubmitAsync("Code", await CodeAsync(second));
        Assert.Equal("/passwordreset/newpassword", browser.Path);
        Put(there, "journey", Cookie(browser, "journey"));
        await there.OpenAsync("/passwordreset/newpassword");
        await there.SubmitAsync(Alain.NewPasswordForm);

        Assert.Equal("Your password has been reset", there.Heading);
        await Alain.AssertSignsInAsync(portal, Alain.NewPassword);
    }

    [Fact]
    public async Task AC_124_Tries_are_counted_over_all_instances()
    {
        await using var second = portal.StartSecond();
        await browser.StartResetAsync(Alain.UserId);
        await browser.ChooseAsync("sms", Alain.Phone);
        var code = await CodeAsync(second);
        var there = Beside(second, browser);
        for (var tries = 0; tries < 4; tries++)
        {
            var turn = tries % 2 == 0 ? browser : there;
            await turn.OpenAsync("/passwordreset/verify");
            await turn.SubmitAsync("Code", Codes.Other(code));
            Assert.Equal([$"That is not the code. Tries left: {4 - tries}."], turn.Errors);
        }

        await browser.SubmitAsync("Code", Codes.Other(code));
        Assert.Equal("Too many tries", browser.Heading);
        await there.SubmitAsync("Code", code);

        Assert.Equal("Too many tries", there.Heading);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.GatePassed));
    }

    // Either instance may be the one that sends.
    private async Task<string> CodeAsync(PortalHost second) => (await TestKit.Eventually.GetAsync(
        () => portal.Messages.Concat(second.Messages).FirstOrDefault(message => message.To == Alain.Phone), "a code")).Code();

    private static PortalBrowser Beside(PortalHost host, PortalBrowser browser)
    {
        var other = host.NewBrowser(address: browser.Address);
        foreach (Cookie cookie in browser.Cookies.GetCookies(Site))
            other.Cookies.Add(Site, new Cookie(cookie.Name, cookie.Value, "/") { Secure = true });
        return other;
    }

    private static string Cookie(PortalBrowser browser, string name) => browser.Cookies.GetCookies(Site)[$"__Host-sspr-{name}"]!.Value;

    private static void Put(PortalBrowser browser, string name, string value) => browser.Cookies.Add(Site, new Cookie($"__Host-sspr-{name}", value, "/") { Secure = true });
}
