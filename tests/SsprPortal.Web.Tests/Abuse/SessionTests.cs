using System.Net;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Directory;
using SsprPortal.Core.OpaqueHandles;
using SsprPortal.Core.Passwords;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Features.Voice;
using SsprPortal.Web.Tests.BadInput;
using SsprPortal.Web.Tests.Conventions;
using SsprPortal.Web.Tests.Registration;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Abuse;

/// <summary>What whoever has just reset somebody's password can do next, and forms that another site sends.</summary>
public sealed class SessionTests(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private static readonly Uri Site = new($"https://{PortalHost.Host}");
    private readonly PortalHost portal = shared.Portal;
    private readonly PortalBrowser browser = shared.Portal.NewBrowser();

    [Fact]
    public async Task AC_84_Whoever_has_just_reset_changes_nothing_that_is_registered_for_a_day()
    {
        var who = await portal.AddPersonAsync(phone: true, mail: true);
        await ReachNewPasswordAsync(browser, who);
        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);
        var ids = await portal.WithDatabaseAsync(database => database.RegisteredMethods.Where(row => row.UserId == who.Id).Select(row => $"{row.Kind}/{row.Id}").ToListAsync());
        string[] pages = ["mobile", "email", "app", "key", "questions", "codes", "email/verify", "email/verify/resend", .. ids.SelectMany(id => new[] { $"{id}/remove", $"{id}/name" })];
        var before = (await PortalState.ReadAsync(portal)).Registered;

        // The reset has signed nobody in.
        await browser.OpenAsync("/");
        foreach (var page in pages)
        {
            await browser.PostAsync($"/ssprsetup/{page}", Form());
            Assert.True(browser.Path.StartsWith("/?to=", StringComparison.Ordinal), browser.Path);
        }

        // Nor does signing in with the new password help, nor a proof by what was stolen.
        await browser.SignInAsync(who.UserName, Alain.NewPassword);
        await browser.OpenAsync("/signin/method");
        await browser.ProveAsync(portal, "sms", who.Phone!);
        foreach (var page in pages)
        {
            await browser.OpenAsync("/ssprsetup");
            await browser.PostAsync($"/ssprsetup/{page}", Form());
            Assert.Equal("/ssprsetup", browser.Path);
        }

        Assert.Equal(before, (await PortalState.ReadAsync(portal)).Registered);

        Dictionary<string, string> Form() => new(Enrolling.Answers()) { ["antiforgery"] = browser.Antiforgery, ["Target"] = "attacker@evil.example", ["Code"] = "000000", ["Name"] = "mine" };
    }

    [Fact]
    public async Task AC_84_A_reset_that_is_refused_at_the_same_time_does_not_lift_the_hold()
    {
        var who = await portal.AddPersonAsync(phone: true, mail: true);
        var other = portal.NewBrowser();
        await ReachNewPasswordAsync(browser, who);
        await ReachNewPasswordAsync(other, who, "email");
        await using var scope = portal.Services.CreateAsyncScope();
        // Meanwhile another journey of the account comes to its end.
        var directory = new RefusingDirectory(scope.ServiceProvider.GetRequiredService<IDirectory>()) { Meanwhile = () => other.SubmitAsync(Alain.NewPasswordForm) };
        var recovery = scope.ServiceProvider.GetRequiredService<RecoveryService>();
        var journey = await recovery.FindAsync(OpaqueHandle.Read(browser.Cookies.GetCookies(Site)["__Host-sspr-journey"]!.Value)!, default);

        await ActivatorUtilities.CreateInstance<RecoveryCommit>(scope.ServiceProvider, directory).SetPasswordAsync(journey!, "eight quiet lanterns", "eight quiet lanterns", new("192.0.2.1", "en"), default);

        Assert.Equal("Your password has been reset", other.Heading);
        var held = await portal.WithDatabaseAsync(database => database.RegistrationStates.Where(row => row.UserId == who.Id).Select(row => row.HeldUntil).SingleAsync());
        Assert.InRange(held!.Value - portal.Clock.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task AC_84_A_refused_password_holds_nothing()
    {
        var who = await portal.AddPersonAsync(phone: true);
        await ReachNewPasswordAsync(browser, who);
        await using var scope = portal.Services.CreateAsyncScope();
        var directory = new RefusingDirectory(scope.ServiceProvider.GetRequiredService<IDirectory>());
        var recovery = scope.ServiceProvider.GetRequiredService<RecoveryService>();
        var journey = await recovery.FindAsync(OpaqueHandle.Read(browser.Cookies.GetCookies(Site)["__Host-sspr-journey"]!.Value)!, default);

        var result = await ActivatorUtilities.CreateInstance<RecoveryCommit>(scope.ServiceProvider, directory).SetPasswordAsync(journey!, "eight quiet lanterns", "eight quiet lanterns", new("192.0.2.1", "en"), default);

        Assert.Equal([PasswordRefusal.DirectoryRefused], result.Refusals);
        Assert.Null(await portal.WithDatabaseAsync(database => database.RegistrationStates.Where(row => row.UserId == who.Id).Select(row => row.HeldUntil).SingleAsync()));
        await browser.SubmitAsync(Alain.NewPasswordForm);
        Assert.Equal("Your password has been reset", browser.Heading);
    }

    [Fact]
    public async Task AC_85_A_form_that_another_site_sends_is_refused_though_its_token_is_right()
    {
        var who = await portal.AddPersonAsync(phone: true);
        await browser.SignInAsync(who.UserName);
        await browser.OpenAsync("/changepassword");
        var before = await PortalState.ReadAsync(portal);
        var form = browser.Fields(new Dictionary<string, string> { ["Old"] = PortalHost.Password, ["Password"] = Alain.NewPassword, ["Repeated"] = Alain.NewPassword });
        var posts = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action && action.ControllerTypeInfo != typeof(CallAnsweredController))
            .Select(EndpointTests.Filled).ToList();
        Assert.Contains("/changepassword", posts);
        foreach (var (name, value) in new[]
                 {
                     ("Origin", "https://evil.example"), ("Origin", $"https://{PortalHost.Host}.evil.example"), ("Origin", $"https://sub.{PortalHost.Host}"), ("Origin", $"http://{PortalHost.Host}"), ("Origin", "nonsense"),
                     ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
                 })
        {
            foreach (var path in posts)
            {
                await PostAsync(path, name, value);
                Assert.True(browser.Status == HttpStatusCode.BadRequest, $"{path} {name}: {value}: {browser.Status}");
            }
        }

        Assert.Equal(before, await PortalState.ReadAsync(portal));
        // Browsers say "null" of a page that tells no referrer, as ours does.
        await browser.OpenAsync("/changepassword");
        await PostAsync("/changepassword", "Origin", "null");
        Assert.Equal("/changepassword/done", browser.Path);

        Task PostAsync(string path, string name, string value) => browser.SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Add(name, value);
            return request;
        });
    }

    [Fact]
    public async Task AC_85_A_token_of_before_the_sign_in_is_worthless_after_it()
    {
        var who = await portal.AddPersonAsync();
        await browser.OpenAsync("/");
        var token = browser.Antiforgery;
        await browser.SignInAsync(who.UserName);
        var before = await PortalState.ReadAsync(portal);

        await browser.PostAsync("/changepassword", new Dictionary<string, string> { ["antiforgery"] = token, ["Old"] = PortalHost.Password, ["Password"] = Alain.NewPassword, ["Repeated"] = Alain.NewPassword });

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal(before, await PortalState.ReadAsync(portal));
    }

    private async Task ReachNewPasswordAsync(PortalBrowser there, PortalPerson who, string method = "sms")
    {
        await there.StartResetAsync(who.UserName);
        await there.SubmitAsync("Code", await portal.CodeAfterAsync(method == "sms" ? who.Phone! : who.Mail!, () => there.ChooseAsync(method, method == "sms" ? who.Phone : null)));
        Assert.Equal("/passwordreset/newpassword", there.Path);
    }

    // A directory whose own rules refuse every new password.
    private sealed class RefusingDirectory(IDirectory real) : IDirectory
    {
        public Func<Task> Meanwhile { get; init; } = () => Task.CompletedTask;

        public Task<DirectoryUser?> FindAsync(string userName, CancellationToken cancellationToken) => real.FindAsync(userName, cancellationToken);

        public Task<DirectoryPasswordRules?> PasswordRulesAsync(Guid id, CancellationToken cancellationToken) => real.PasswordRulesAsync(id, cancellationToken);

        public Task<DirectoryUser?> GetAsync(Guid id, CancellationToken cancellationToken) => real.GetAsync(id, cancellationToken);

        public Task<IReadOnlyList<DirectoryUser>> AdministratorsAsync(int atMost, CancellationToken cancellationToken) => real.AdministratorsAsync(atMost, cancellationToken);

        public Task<(PasswordCheck Check, DirectoryUser? User, string Stamp)> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken) =>
            real.CheckPasswordAsync(userName, password, cancellationToken);

        public async Task<DirectoryResult> SetPasswordAsync(Guid id, NewPassword password, CancellationToken cancellationToken)
        {
            await Meanwhile();
            return DirectoryResult.PasswordRefused;
        }

        public Task<UnlockResult> UnlockAsync(Guid id, CancellationToken cancellationToken) => real.UnlockAsync(id, cancellationToken);

        public Task<(PasswordChange Change, string Stamp)> ChangePasswordAsync(Guid id, string old, NewPassword password, CancellationToken cancellationToken) =>
            real.ChangePasswordAsync(id, old, password, cancellationToken);
    }
}
