using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Recovery;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Features.Admin;
using SsprPortal.Web.Features.Recovery;
using SsprPortal.Web.Features.Shared;
using SsprPortal.Web.Features.Voice;
using SsprPortal.Web.Journeys;
using SsprPortal.Web.Sessions;
using SsprPortal.Web.Tests.Admin;
using SsprPortal.Web.Tests.SignIn;

namespace SsprPortal.Web.Tests.Conventions;

/// <summary>The whole list of what can be asked of the portal. Whoever adds an endpoint adds its row, and says who may.</summary>
public sealed partial class EndpointTests : IAsyncLifetime
{
    private const string Anybody = "anybody";
    private const string SignedIn = "signed in";
    private const string OrHalf = "signed in, or on the way";
    private const string OrOldPassword = "signed in, perhaps by a password that is too old";

    // Assets that were added after the build: in Development only.
    private const string NewAssets = "{**path:file}";

    private static readonly Dictionary<string, string> Reviewed = new()
    {
        ["GET /"] = Anybody,
        ["POST /"] = Anybody,
        ["POST /signout"] = Anybody,
        ["GET /signin/method"] = OrHalf,
        ["POST /signin/method"] = OrHalf,
        ["GET /signin/verify"] = OrHalf,
        ["POST /signin/verify"] = OrHalf,
        ["GET /signin/verify/state"] = OrHalf,
        ["GET /signin/verify/resend"] = OrHalf,
        ["POST /signin/verify/resend"] = OrHalf,
        ["POST /signin/verify/another"] = OrHalf,
        ["POST /signin/verify/cancel"] = OrHalf,
        ["GET /profile"] = SignedIn,
        ["GET /changepassword"] = OrOldPassword,
        ["POST /changepassword"] = OrOldPassword,
        ["GET /changepassword/done"] = SignedIn,
        ["GET /passwordreset"] = Anybody,
        ["POST /passwordreset"] = Anybody,
        ["GET /passwordreset/goal"] = Anybody,
        ["POST /passwordreset/goal"] = Anybody,
        ["GET /passwordreset/method"] = Anybody,
        ["POST /passwordreset/method"] = Anybody,
        ["GET /passwordreset/verify"] = Anybody,
        ["POST /passwordreset/verify"] = Anybody,
        ["GET /passwordreset/verify/state"] = Anybody,
        ["GET /passwordreset/verify/resend"] = Anybody,
        ["POST /passwordreset/verify/resend"] = Anybody,
        ["POST /passwordreset/verify/another"] = Anybody,
        ["GET /passwordreset/newpassword"] = Anybody,
        ["POST /passwordreset/newpassword"] = Anybody,
        ["GET /passwordreset/unlock"] = Anybody,
        ["POST /passwordreset/unlock"] = Anybody,
        ["POST /passwordreset/cancel"] = Anybody,
        ["GET /passwordreset/outcome"] = Anybody,
        ["GET /passwordreset/ended"] = Anybody,
        ["GET /passwordreset/contact"] = Anybody,
        ["POST /passwordreset/contact"] = Anybody,
        ["GET /ssprsetup"] = SignedIn,
        ["POST /ssprsetup"] = SignedIn,
        ["GET /ssprsetup/required"] = SignedIn,
        ["POST /ssprsetup/required"] = SignedIn,
        ["GET /ssprsetup/review"] = SignedIn,
        ["POST /ssprsetup/review"] = SignedIn,
        ["GET /ssprsetup/done"] = SignedIn,
        ["POST /ssprsetup/rehearsal"] = SignedIn,
        ["GET /ssprsetup/mobile"] = SignedIn,
        ["POST /ssprsetup/mobile"] = SignedIn,
        ["GET /ssprsetup/mobile/verify"] = SignedIn,
        ["POST /ssprsetup/mobile/verify"] = SignedIn,
        ["GET /ssprsetup/mobile/verify/resend"] = SignedIn,
        ["POST /ssprsetup/mobile/verify/resend"] = SignedIn,
        ["GET /ssprsetup/mobile/00000000-0000-0000-0000-000000000000/name"] = SignedIn,
        ["POST /ssprsetup/mobile/00000000-0000-0000-0000-000000000000/name"] = SignedIn,
        ["GET /ssprsetup/mobile/00000000-0000-0000-0000-000000000000/remove"] = SignedIn,
        ["POST /ssprsetup/mobile/00000000-0000-0000-0000-000000000000/remove"] = SignedIn,
        ["GET /admin/audit"] = "Administrator, Auditor",
        ["POST /admin/audit/export"] = "Administrator, Auditor",
        ["GET /admin/audit/verify"] = "Administrator, Auditor",
        ["POST /admin/audit/verify"] = "Administrator, Auditor",
        ["GET /admin/audit/verify/begun"] = "Administrator, Auditor",
        ["GET /admin/reports"] = "Administrator, Auditor",
        ["POST /admin/reports"] = "Administrator, Auditor",
        ["GET /admin/health"] = "Administrator, Auditor",
        ["GET /admin/health.json"] = "Administrator, Auditor",
        ["GET /admin/health/test"] = "Administrator",
        ["POST /admin/health/test"] = "Administrator",
        ["GET /admin/health/test/00000000-0000-0000-0000-000000000000"] = "Administrator",
        ["GET /admin/import"] = "Administrator",
        ["POST /admin/import"] = "Administrator",
        ["GET /admin/import/00000000-0000-0000-0000-000000000000"] = "Administrator",
        ["GET /admin/import/00000000-0000-0000-0000-000000000000/state"] = "Administrator",
        ["GET /admin/import/00000000-0000-0000-0000-000000000000/errors"] = "Administrator",
        ["POST /admin/import/00000000-0000-0000-0000-000000000000/start"] = "Administrator",
        ["POST /admin/import/00000000-0000-0000-0000-000000000000/cancel"] = "Administrator",
        ["GET /admin/export"] = "Administrator, Auditor",
        ["POST /admin/export"] = "Administrator, Auditor",
        ["GET /admin/keys"] = "Administrator",
        ["POST /admin/keys"] = "Administrator",
        ["GET /admin/keys/00000000-0000-0000-0000-000000000000/revoke"] = "Administrator",
        ["POST /admin/keys/00000000-0000-0000-0000-000000000000/revoke"] = "Administrator",
        // What the API can do; nothing of what it knows.
        ["GET /api/v1/openapi.json"] = Anybody,
        ["GET /api/v1/users"] = "key: users.read",
        ["GET /api/v1/users/00000000-0000-0000-0000-000000000000"] = "key: users.read",
        ["PUT /api/v1/users/alain@contoso.com/contact"] = "key: contact.write",
        ["GET /api/v1/reports/registration"] = "key: reports.read",
        ["GET /api/v1/audit"] = "key: audit.read",
        ["GET /api/v1/policy"] = "key: policy.read",
        ["PUT /api/v1/policy"] = "key: policy.write",
        ["GET /captcha/challenge"] = Anybody,
        ["GET /brand.css"] = Anybody,
        ["GET /brand/logo"] = Anybody,
        ["GET /admin/properties"] = "Administrator, Auditor",
        ["POST /admin/properties"] = "Administrator",
        ["POST /admin/properties/effect"] = "Administrator",
        ["POST /admin/properties/search"] = "Administrator",
        ["GET /admin/methods"] = "Administrator, Auditor",
        ["POST /admin/methods"] = "Administrator",
        ["POST /admin/methods/effect"] = "Administrator",
        ["GET /admin/registration"] = "Administrator, Auditor",
        ["POST /admin/registration"] = "Administrator",
        ["POST /admin/registration/effect"] = "Administrator",
        ["GET /admin/contacts"] = "Administrator, Auditor",
        ["POST /admin/contacts"] = "Administrator",
        ["POST /admin/contacts/effect"] = "Administrator",
        ["POST /admin/passwordprotection/effect"] = "Administrator",
        ["GET /admin/notifications"] = "Administrator, Auditor",
        ["POST /admin/notifications"] = "Administrator",
        ["GET /admin/customization"] = "Administrator, Auditor",
        ["POST /admin/customization"] = "Administrator",
        ["GET /admin/logo"] = "Administrator, Auditor",
        ["POST /admin/logo"] = "Administrator",
        ["GET /admin/onpremises"] = "Administrator, Auditor",
        ["POST /admin/onpremises"] = "Administrator",
        ["POST /admin/onpremises/reading"] = "Administrator",
        ["GET /admin/onpremises/rights"] = "Administrator",
        ["POST /admin/onpremises/rights"] = "Administrator",
        ["GET /admin/passwordprotection"] = "Administrator, Auditor",
        ["POST /admin/passwordprotection"] = "Administrator",
        ["GET /admin/questions"] = "Administrator, Auditor",
        ["POST /admin/questions"] = "Administrator",
        ["GET /admin/administratorreset"] = "Administrator, Auditor",
        ["POST /admin/administratorreset"] = "Administrator",
        ["POST /admin/administratorreset/effect"] = "Administrator",
        ["GET /development/inbox"] = Anybody,
        ["POST /development/inbox/press"] = Anybody,
        // The provider of calls, known by its signature.
        ["POST /voice/00000000-0000-0000-0000-000000000000"] = Anybody,
        ["GET /setup"] = Anybody,
        ["POST /setup"] = Anybody,
        ["GET /admin"] = "Administrator, HelpDesk, Auditor",
        ["GET /admin/users"] = "Administrator, HelpDesk, Auditor",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000"] = "Administrator, HelpDesk, Auditor",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/block"] = "Administrator, HelpDesk",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/sessions"] = "Administrator, HelpDesk",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000/registration"] = "Administrator, HelpDesk",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/registration"] = "Administrator, HelpDesk",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000/reset"] = "Administrator, HelpDesk",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/reset"] = "Administrator, HelpDesk",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000/state"] = "Administrator",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/state"] = "Administrator",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000/roles"] = "Administrator",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/roles"] = "Administrator",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000/eligibility"] = "Administrator, HelpDesk, Auditor",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000/edit"] = "Administrator",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/edit"] = "Administrator",
        ["GET /admin/users/00000000-0000-0000-0000-000000000000/delete"] = "Administrator",
        ["POST /admin/users/00000000-0000-0000-0000-000000000000/delete"] = "Administrator",
        ["GET /admin/users/new"] = "Administrator",
        ["POST /admin/users/new"] = "Administrator",
        ["GET /admin/groups"] = "Administrator, Auditor",
        ["POST /admin/groups"] = "Administrator",
        ["POST /admin/groups/directory"] = "Administrator",
        ["GET /admin/groups/00000000-0000-0000-0000-000000000000"] = "Administrator, Auditor",
        ["POST /admin/groups/00000000-0000-0000-0000-000000000000/name"] = "Administrator",
        ["POST /admin/groups/00000000-0000-0000-0000-000000000000/members"] = "Administrator",
        ["POST /admin/groups/00000000-0000-0000-0000-000000000000/members/remove"] = "Administrator",
        ["POST /admin/groups/00000000-0000-0000-0000-000000000000/parents"] = "Administrator",
        ["POST /admin/groups/00000000-0000-0000-0000-000000000000/parents/remove"] = "Administrator",
        ["GET /admin/groups/00000000-0000-0000-0000-000000000000/delete"] = "Administrator",
        ["POST /admin/groups/00000000-0000-0000-0000-000000000000/delete"] = "Administrator",
        ["GET /health/live"] = Anybody,
        ["GET /health/ready"] = Anybody,
        ["GET /error/404"] = Anybody,
    };

    private static readonly Type[] Controllers = [.. typeof(JourneyLinks).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ControllerBase)) && !type.IsAbstract)];

    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public void The_list_of_endpoints_is_the_reviewed_one() => Assert.Equal(Reviewed.Keys.Order(), Endpoints().Select(each => each.Name).Order());

    [Fact]
    public async Task Every_endpoint_of_the_api_refuses_who_has_no_key_and_names_the_scope_it_asks_for()
    {
        foreach (var (name, endpoint) in Endpoints().Where(each => IsOfPrograms(each.Name)))
        {
            var browser = portal.NewBrowser();
            await browser.SendAsync(() => new(new(name.Split(' ')[0]), name.Split(' ')[1]), follow: false, parse: false);

            Assert.Equal((name, HttpStatusCode.Unauthorized), (name, browser.Status));
            Assert.Equal(Reviewed[name], endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy);
            Assert.Null(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
        }
    }

    [Fact]
    public async Task Every_endpoint_answers_or_refuses_a_stranger_as_reviewed()
    {
        foreach (var (name, endpoint) in Endpoints().Where(each => !IsOfPrograms(each.Name)))
        {
            var browser = portal.NewBrowser();
            await browser.SendAsync(() => new(new(name.Split(' ')[0]), name.Split(' ')[1]), follow: false);
            var sentAway = browser.Status == HttpStatusCode.Redirect && browser.Response.Headers.Location!.OriginalString.TrimStart('/').Split('?')[0].Length == 0;

            Assert.True(sentAway == (Reviewed[name] != Anybody), $"{name}: {browser.Status} {browser.Response.Headers.Location}");
            Assert.Equal(Reviewed[name] == Anybody, endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);
        }
    }

    [Fact]
    public async Task Every_endpoint_answers_or_refuses_somebody_whose_second_factor_is_missing_as_reviewed()
    {
        var browser = portal.NewBrowser();
        await browser.SignInHalfAsync(portal);
        foreach (var (name, endpoint) in Endpoints().Where(each => Reviewed[each.Name] != Anybody && !IsOfPrograms(each.Name)))
        {
            await browser.SendAsync(() => new(new(name.Split(' ')[0]), name.Split(' ')[1]), follow: false);
            var sentToProof = browser.Status == HttpStatusCode.Redirect && browser.Response.Headers.Location!.OriginalString.Split('?')[0] == "/signin/method";

            // A form without its antiforgery is refused where somebody half signed in would have been let in.
            Assert.True(Reviewed[name] != OrHalf ? sentToProof : browser.Status == HttpStatusCode.BadRequest || !IsWriting(endpoint), $"{name}: {browser.Status} {browser.Response.Headers.Location}");
            Assert.Equal(Reviewed[name] == OrHalf, endpoint.Metadata.GetMetadata<OpenToHalfSignInAttribute>() is not null);
        }
    }

    [Fact]
    public async Task Every_endpoint_answers_or_refuses_somebody_whose_password_is_too_old_as_reviewed()
    {
        var browser = portal.NewBrowser();
        await portal.ChangePolicyAsync(policy => policy with { PasswordExpiryDays = 30 });
        await portal.WithDatabaseAsync(database => database.Users.Where(user => user.UserName == "alain@contoso.com").ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordSetAt, DateTimeOffset.UnixEpoch)));
        await browser.SignInAsync("alain@contoso.com");
        foreach (var (name, endpoint) in Endpoints().Where(each => Reviewed[each.Name] is not (Anybody or OrHalf) && !IsOfPrograms(each.Name)))
        {
            await browser.SendAsync(() => new(new(name.Split(' ')[0]), name.Split(' ')[1]), follow: false);
            var sentToChange = browser.Status == HttpStatusCode.Redirect && browser.Response.Headers.Location!.OriginalString == "/changepassword";

            Assert.True(Reviewed[name] != OrOldPassword ? sentToChange : browser.Status == (IsWriting(endpoint) ? HttpStatusCode.BadRequest : HttpStatusCode.OK), $"{name}: {browser.Status} {browser.Response.Headers.Location}");
            Assert.Equal(Reviewed[name] == OrOldPassword, endpoint.Metadata.GetMetadata<OpenToOldPasswordAttribute>() is not null);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PortalRole.Administrator)]
    [InlineData(PortalRole.HelpDesk)]
    [InlineData(PortalRole.Auditor)]
    public async Task Every_page_of_the_administration_answers_the_reviewed_roles_and_refuses_the_others(PortalRole? role)
    {
        var browser = portal.NewBrowser();
        if (role is { } held)
            await browser.SignInAsAsync(portal, held);
        else
            await browser.SignInAsync("alain@contoso.com");
        var administration = Endpoints().Where(each => each.Endpoint.Metadata.GetMetadata<AdministrationAttribute>() is not null).ToList();
        Assert.NotEmpty(administration);
        foreach (var (name, endpoint) in administration)
        {
            await browser.SendAsync(() => new(new(name.Split(' ')[0]), name.Split(' ')[1]), follow: false, parse: false);
            var allowed = role is not null && Reviewed[name].Split(", ").Contains(role.ToString());

            // A form without its antiforgery is refused where somebody with the role would have been let in; nobody has the id of zeros.
            Assert.True(
                allowed ? IsWriting(endpoint) ? browser.Status == HttpStatusCode.BadRequest : browser.Status is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Redirect && !$"{browser.Response.Headers.Location}".Contains("signin", StringComparison.Ordinal)
                    : browser.Status == HttpStatusCode.Forbidden,
                $"{role}: {name}: {browser.Status} {browser.Response.Headers.Location}");
        }
    }

    [Fact]
    public async Task Whoever_holds_a_role_proves_more_than_the_password_before_any_page_of_the_administration()
    {
        var person = await portal.AddPersonAsync(role: nameof(PortalRole.Administrator));
        var browser = portal.NewBrowser();
        await browser.SignInAsync(person.UserName);
        foreach (var (name, _) in Endpoints().Where(each => each.Endpoint.Metadata.GetMetadata<AdministrationAttribute>() is not null))
        {
            await browser.SendAsync(() => new(new(name.Split(' ')[0]), name.Split(' ')[1]), follow: false, parse: false);
            Assert.StartsWith("/signin/method?to=admin", browser.Response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Everything_under_the_administration_demands_a_role_and_nothing_else_does() => Assert.All(Endpoints(), each => Assert.Equal(
        each.Name.Split(' ')[1] is "/admin" || each.Name.Split(' ')[1].StartsWith("/admin/", StringComparison.Ordinal), each.Endpoint.Metadata.GetMetadata<AdministrationAttribute>() is not null));

    [Fact]
    public void The_list_at_the_side_leads_to_pages_of_those_who_see_it() => Assert.All(
        AdminPages.All, page => Assert.Equal(Reviewed[$"GET {page.Path}"], string.Join(", ", page.Allowed.Order())));

    [Fact]
    public void Every_asset_is_for_everybody() => Assert.All(
        All().Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null), asset => Assert.NotNull(asset.Metadata.GetMetadata<IAllowAnonymous>()));

    [Fact]
    public void Every_form_is_checked_to_be_ours_but_the_error_page_and_what_the_provider_of_calls_signs()
    {
        Assert.Contains(portal.Services.GetRequiredService<IOptions<MvcOptions>>().Value.Filters, filter => filter is AutoValidateAntiforgeryTokenAttribute);

        var exempt = All().Where(endpoint => endpoint.Metadata.Any(each => each is IgnoreAntiforgeryTokenAttribute || each is IAntiforgeryMetadata { RequiresValidation: false }))
            .Select(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.ControllerTypeInfo.AsType()).Distinct();
        // CallAnsweredController demands the provider's signature over the address and every parameter instead, and no browser has a say in it.
        Assert.Equal([typeof(CallAnsweredController), typeof(ErrorController)], exempt.OrderBy(type => type?.Name));
        // The API believes no cookie: there is nothing of a browser's to ride on.
        Assert.DoesNotContain(All(), endpoint => IsWriting(endpoint) && endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is null && !endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_controller_says_who_may() => Assert.All(
        Controllers, controller => Assert.True(controller.IsDefined(typeof(AllowAnonymousAttribute)) ^ controller.IsDefined(typeof(AuthorizeAttribute)), controller.Name));

    [Fact]
    public void Every_step_has_one_page()
    {
        // Whoever left a journey finds the page of those that have ended, and that needs none.
        foreach (var step in Enum.GetValues<RecoveryStep>().Except([RecoveryStep.Abandoned]))
        {
            var page = Assert.Single(Controllers, controller => "/" + Route(controller).TrimStart('/') == JourneyLinks.For(step));
            Assert.Contains(step, page.GetCustomAttribute<JourneyStepAttribute>()!.Steps);
        }
    }

    [Fact]
    public void Every_page_of_a_journey_is_guarded() => Assert.Equal(
        [typeof(EndedController), typeof(IdentifyController)],
        Controllers.Where(controller => controller.Namespace == typeof(IdentifyController).Namespace && !controller.IsDefined(typeof(JourneyStepAttribute))).OrderBy(type => type.Name));

    [Fact]
    public void No_action_takes_a_value_without_saying_from_where()
    {
        var loose = from controller in Controllers
                    from action in controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    where action.GetCustomAttributes<HttpPostAttribute>().Any()
                    from parameter in action.GetParameters()
                    where parameter.ParameterType != typeof(CancellationToken) && !parameter.GetCustomAttributes().Any(each => each is FromFormAttribute or FromRouteAttribute or FromQueryAttribute)
                    select $"{controller.Name}.{action.Name}({parameter.Name})";

        Assert.Empty(loose);
    }

    private static bool IsOfPrograms(string name) => Reviewed.GetValueOrDefault(name)?.StartsWith("key: ", StringComparison.Ordinal) == true;

    private static string Route(Type controller) => controller.GetCustomAttribute<RouteAttribute>()?.Template ?? "";

    private IEnumerable<RouteEndpoint> All() => portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private IEnumerable<(string Name, RouteEndpoint Endpoint)> Endpoints() =>
        from endpoint in All()
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.RoutePattern.RawText != NewAssets
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select ($"{method} {Filled(endpoint)}", endpoint);

    /// <summary>The path of an endpoint, with its routes filled in.</summary>
    internal static string Filled(RouteEndpoint endpoint) => "/" + Kind().Replace(
        endpoint.RoutePattern.RawText!.Replace("{status:int}", "404", StringComparison.Ordinal).Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{userName}", "alain@contoso.com", StringComparison.Ordinal), "mobile").TrimStart('/');

    private static bool IsWriting(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD")) == true;

    [GeneratedRegex(@"\{kind.*\}")]
    private static partial Regex Kind();
}
