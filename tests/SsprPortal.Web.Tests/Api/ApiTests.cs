using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Api;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Policies;
using SsprPortal.TestKit;
using SsprPortal.TestKit.Portal;
using SsprPortal.Web.Tests.Admin;
using SsprPortal.Web.Tests.Admin.Settings;

namespace SsprPortal.Web.Tests.Api;

/// <summary>What programs use, with a key that an administrator made.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private PortalHost portal = null!;
    private PortalBrowser browser = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        portal = await PortalHost.StartAsync(new() { ["RateLimits:RequestsPerKey"] = "40" });
        http = portal.CreateDefaultClient(new Uri($"https://{PortalHost.Host}"));
        browser = portal.NewBrowser();
        await browser.SignInAsAsync(portal, PortalRole.Administrator);
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task A_key_is_shown_once_opens_what_it_is_for_and_nothing_after_it_was_ended()
    {
        var key = await KeyAsync("UsersRead");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(key, HttpMethod.Get, "/users")).Status);
        var (status, problem, _) = await SendAsync(key, HttpMethod.Get, "/policy");
        Assert.Equal((HttpStatusCode.Forbidden, 403), (status, (int)problem!["status"]!));
        await browser.OpenAsync("/admin/keys");
        Assert.DoesNotContain(key, browser.Html, StringComparison.Ordinal);
        Assert.Contains(key[..13], browser.Html, StringComparison.Ordinal);
        Assert.False(await portal.WithDatabaseAsync(database => database.ApiKeys.AnyAsync(row => row.Prefix.Contains(key) || row.Name.Contains(key))));

        await browser.OpenAsync(browser.Page.QuerySelector("td a.danger")!.GetAttribute("href")!);
        await browser.PostAsync(browser.Path, [new("antiforgery", browser.Antiforgery)]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(key, HttpMethod.Get, "/users")).Status);
        Assert.Equal(
            [AuditCode.KeyCreated, AuditCode.KeyRevoked],
            await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.KeyCreated || row.Code == AuditCode.KeyRevoked).OrderBy(row => row.Id).Select(row => row.Code).ToListAsync()));
    }

    [Fact]
    public async Task A_key_ends_by_itself()
    {
        var key = await KeyAsync("UsersRead");
        portal.Clock.Advance(TimeSpan.FromDays(91));

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(key, HttpMethod.Get, "/users")).Status);
    }

    [Fact]
    public async Task No_cookie_opens_the_api_and_no_key_a_page()
    {
        await browser.SendAsync(() => new(HttpMethod.Get, "/api/v1/users"), follow: false, parse: false);
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/keys");
        request.Headers.Authorization = new("Bearer", await KeyAsync("UsersRead"));
        Assert.Equal(HttpStatusCode.Redirect, (await http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Every_refusal_is_a_problem()
    {
        var key = await KeyAsync("UsersRead", "ContactWrite");
        var big = new string('x', 70_000);
        (HttpMethod Method, string Path, string? Body, string Media, int Status)[] refused =
        [
            (HttpMethod.Get, "/nothing", null, "", 404),
            (HttpMethod.Get, $"/users/{Guid.NewGuid()}", null, "", 404),
            (HttpMethod.Get, "/users?limit=100000", null, "", 400),
            (HttpMethod.Get, "/users?limit=many", null, "", 400),
            (HttpMethod.Delete, "/users", null, "", 405),
            (HttpMethod.Put, "/users/alain@contoso.com/contact", "{}", "text/plain", 415),
            (HttpMethod.Put, "/users/alain@contoso.com/contact", "{", "application/json", 400),
            (HttpMethod.Put, "/users/alain@contoso.com/contact", "null", "application/json", 400),
            (HttpMethod.Put, "/users/alain@contoso.com/contact", "{\"isAdministrator\":true}", "application/json", 400),
            (HttpMethod.Put, "/users/alain@contoso.com/contact", "{\"mobilePhone\":\"+819012345678\",\"mobilePhone\":\"\"}", "application/json", 400),
            (HttpMethod.Put, "/users/alain@contoso.com/contact", $"{{\"mobilePhone\":\"{big}\"}}", "application/json", 413),
            (HttpMethod.Put, "/users/alain@contoso.com/contact", "{\"mobilePhone\":\"12\"}", "application/json", 422),
            (HttpMethod.Put, "/users/nobody@contoso.com/contact", "{}", "application/json", 404),
            // Else whoever has the key could reset an administrator's password.
            (HttpMethod.Put, "/users/admin@contoso.com/contact", "{\"mobilePhone\":\"+819012345678\"}", "application/json", 403),
        ];
        foreach (var (method, path, body, media, expected) in refused)
        {
            var (status, problem, response) = await SendAsync(key, method, path, body, media);

            Assert.True(expected == (int)status, $"{method} {path}: {status}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(expected, (int)problem!["status"]!);
        }
    }

    [Fact]
    public async Task A_key_that_asks_too_often_waits()
    {
        var (first, second) = (await KeyAsync("UsersRead"), await KeyAsync("UsersRead"));
        HttpStatusCode status;
        do
            (status, _, _) = await SendAsync(first, HttpMethod.Get, "/users?limit=1");
        while (status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(second, HttpMethod.Get, "/users?limit=1")).Status);
    }

    [Fact]
    public async Task People_are_found_page_by_page_with_how_they_stand()
    {
        var key = await KeyAsync("UsersRead");
        var names = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var (_, page, _) = await SendAsync(key, HttpMethod.Get, $"/users?limit=3&after={after}");
            names.AddRange(page!["people"]!.AsArray().Select(person => (string)person!["userName"]!));
            after = (string?)page["next"];
        }

        Assert.Equal(await portal.WithDatabaseAsync(database => database.Users.OrderBy(user => user.NormalizedUserName).Select(user => user.UserName!).ToListAsync()), names);
        var (_, found, _) = await SendAsync(key, HttpMethod.Get, "/users?search=charon");
        var alain = Assert.Single(found!["people"]!.AsArray())!;
        Assert.Equal(("alain@contoso.com", true, true, true), ((string)alain["userName"]!, (bool)alain["isRegistered"]!, (bool)alain["isInScope"]!, (bool)alain["isCapable"]!));
        Assert.Equal(["email", "mobile"], alain["kinds"]!.AsArray().Select(kind => (string)kind!));
        var (_, one, _) = await SendAsync(key, HttpMethod.Get, $"/users/{alain["id"]}");
        Assert.Equal("Alain Charon", (string)one!["displayName"]!);
    }

    [Fact]
    public async Task The_same_request_sent_again_has_one_effect_and_one_answer()
    {
        var key = await KeyAsync("ContactWrite");
        const string Path = "/users/bianca@contoso.com/contact";
        const string Body = "{\"mobilePhone\":\"090-1234-5678\"}";

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(key, HttpMethod.Put, Path, Body, idempotency: "4711")).Status);
        await SendAsync(key, HttpMethod.Put, Path, "{}");
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(key, HttpMethod.Put, Path, Body, idempotency: "4711")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(key, HttpMethod.Put, Path, "{}", idempotency: "4711")).Status);

        var bianca = await portal.UserIdAsync("bianca@contoso.com");
        Assert.Null(await portal.WithDatabaseAsync(database => database.Users.Where(user => user.Id == bianca).Select(user => user.ProtectedMobile).SingleAsync()));
        Assert.Equal(
            ["MobilePhone", "MobilePhone"],
            await portal.WithDatabaseAsync(database => database.Audit.Where(row => row.Code == AuditCode.AccountChanged && row.SubjectId == bianca).Select(row => row.Reason!).ToListAsync()));
    }

    [Fact]
    public async Task The_policy_is_replaced_as_a_whole_by_whoever_read_it_last()
    {
        var key = await KeyAsync("PolicyRead", "PolicyWrite");
        var (_, policy, read) = await SendAsync(key, HttpMethod.Get, "/policy");
        var tag = read.Headers.ETag!.Tag;
        policy!["gatesRequired"] = 2;
        policy["gatesToRegister"] = 2;

        Assert.Equal(428, (int)(await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString())).Status);
        var (saved, after, answer) = await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString(), match: tag);
        Assert.Equal((HttpStatusCode.OK, 2), (saved, (int)after!["gatesRequired"]!));
        Assert.NotEqual(tag, answer.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString(), match: tag)).Status);

        policy["gatesRequired"] = 7;
        policy.AsObject().Remove("scope");
        var (refused, problem, _) = await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString(), match: answer.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
        Assert.Equal(["gatesRequired", "scope"], problem!["errors"]!.AsObject().Select(pair => pair.Key).Order());
        policy["everything"] = true;
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString(), match: answer.Headers.ETag!.Tag)).Status);
    }

    [Fact]
    public async Task The_audit_is_followed_in_the_order_of_its_chain()
    {
        var key = await KeyAsync("AuditRead");
        await Eventually.IsAsync(() => portal.WithDatabaseAsync(database => database.Audit.AnyAsync(row => row.Code == AuditCode.KeyCreated && row.SealNumber != null)), "the entry to be sealed");
        var (_, page, _) = await SendAsync(key, HttpMethod.Get, "/audit");

        Assert.Contains(page!["entries"]!.AsArray(), entry => (string)entry!["event"]! == nameof(AuditCode.KeyCreated));
        var numbers = page!["entries"]!.AsArray().Select(entry => (long)entry!["number"]!).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        var (_, rest, _) = await SendAsync(key, HttpMethod.Get, $"/audit?after={numbers[0]}&limit=1");
        Assert.Equal(2, (long)Assert.Single(rest!["entries"]!.AsArray())!["number"]!);
        Assert.Equal(2, (long)rest["next"]!);
    }

    [Fact]
    public async Task The_document_names_every_endpoint_and_no_page()
    {
        var document = JsonNode.Parse(await http.GetStringAsync("/api/v1/openapi.json"))!;

        Assert.StartsWith("3.1", (string)document["openapi"]!, StringComparison.Ordinal);
        var named = from path in document["paths"]!.AsObject() from method in path.Value!.AsObject() select $"{method.Key.ToUpperInvariant()} {path.Key}";
        var mapped = from endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     where endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith(".json", StringComparison.Ordinal)
                     from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     select $"{method} {endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal)}";
        Assert.Equal(mapped.Order(), named.Order());
        Assert.DoesNotContain("passwordHash", document.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_key_opens_only_as_long_as_whoever_made_it_is_an_administrator()
    {
        var key = await KeyAsync("UsersRead");
        var maker = await portal.WithDatabaseAsync(database => database.ApiKeys.Select(row => row.CreatorId!.Value).SingleAsync());
        await EnableAsync(false);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(key, HttpMethod.Get, "/users")).Status);
        await EnableAsync(true);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(key, HttpMethod.Get, "/users")).Status);

        await portal.WithDatabaseAsync(database => database.UserRoles.Where(held => held.UserId == maker).ExecuteDeleteAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(key, HttpMethod.Get, "/users")).Status);

        Task EnableAsync(bool enabled) => portal.WithDatabaseAsync(database => database.Users.Where(user => user.Id == maker).ExecuteUpdateAsync(set => set.SetProperty(user => user.Enabled, enabled)));
    }

    [Fact]
    public async Task No_key_both_writes_contact_data_and_decides_that_it_is_trusted()
    {
        await browser.OpenAsync("/admin/keys");

        await browser.SubmitAsync(new Dictionary<string, string> { ["Name"] = "Both", ["ContactWrite"] = "true", ["PolicyWrite"] = "true" });

        Assert.Contains("One key cannot both", Assert.Single(browser.Errors), StringComparison.Ordinal);
        Assert.False(await portal.WithDatabaseAsync(database => database.ApiKeys.AnyAsync()));
    }

    [Theory]
    [InlineData("bannedTerms", "[null]", 400, null)]
    [InlineData("customQuestions", "[{\"id\":\"x\"}]", 400, null)]
    [InlineData("customQuestions", "[{\"id\":\"x\",\"text\":null}]", 400, null)]
    [InlineData("customQuestions", "[{\"id\":\"q07\",\"text\":\"Which street?\"}]", 422, "QuestionRefused")]
    [InlineData("methods", "[]", 422, "NoMethod")]
    [InlineData("methods", "[\"sms\",\"teleport\"]", 422, "UnknownMethod")]
    [InlineData("methods", "[\"questions\"]", 422, "LocksOut")]
    [InlineData("excludedGroups", "[\"11111111-1111-1111-1111-111111111111\"]", 422, "GroupsRefused")]
    [InlineData("logo", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", 422, "UnknownLogo")]
    [InlineData("reviewDays", "731", 422, "BeyondItsLimits")]
    [InlineData("passwordMinLength", "7", 422, "BeyondItsLimits")]
    public async Task What_the_policy_cannot_be_is_a_problem_and_nothing_is_written(string member, string value, int expected, string? reason)
    {
        var key = await KeyAsync("PolicyRead", "PolicyWrite");
        var (_, policy, read) = await SendAsync(key, HttpMethod.Get, "/policy");
        policy![member] = JsonNode.Parse(value);

        var (status, problem, response) = await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString(), match: read.Headers.ETag!.Tag);

        Assert.Equal((expected, "application/problem+json"), ((int)status, response.Content.Headers.ContentType?.MediaType));
        if (reason is not null)
            Assert.Equal(reason, (string)problem!["errors"]!.AsObject().Single().Value!.AsArray().Single()!);
        Assert.Equal(0, await PortalState.CountAsync(portal, AuditCode.PolicyChanged));
    }

    [Fact]
    public async Task The_directory_is_neither_told_nor_changed()
    {
        var contoso = new DirectorySettings { Servers = ["dc1.contoso.test"], ServiceAccount = "svc-sspr@contoso.test", PasswordId = Guid.NewGuid() };
        await portal.ChangePolicyAsync(policy => policy with { Directory = contoso });
        var key = await KeyAsync("PolicyRead", "PolicyWrite");
        var (_, policy, read) = await SendAsync(key, HttpMethod.Get, "/policy");
        Assert.DoesNotContain("contoso.test", policy!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(policy["directory"]);

        policy["directory"] = JsonSerializer.SerializeToNode(contoso with { Servers = ["evil.example"] });
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString(), match: read.Headers.ETag!.Tag)).Status);
        policy.AsObject().Remove("directory");
        policy["gatesRequired"] = 2;
        policy["gatesToRegister"] = 2;
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(key, HttpMethod.Put, "/policy", policy.ToJsonString(), match: read.Headers.ETag!.Tag)).Status);
        var kept = await portal.PolicyAsync();
        Assert.Equal((2, contoso.PasswordId, "dc1.contoso.test"), (kept.GatesRequired, kept.Directory!.PasswordId, kept.Directory.Servers.Single()));
    }

    [Fact]
    public async Task Whoever_is_slower_than_the_lease_writes_nothing()
    {
        await KeyAsync("ContactWrite");
        var key = await portal.WithDatabaseAsync(database => database.ApiKeys.Select(row => row.Id).SingleAsync());
        await using var scope = portal.Services.CreateAsyncScope();
        var replies = scope.ServiceProvider.GetRequiredService<IApiReplies>();
        var (slow, second) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Null(await replies.TakeAsync(key, "4711", [1], slow, default));
        Assert.Equal(new ApiReplay(true, null), await replies.TakeAsync(key, "4711", [1], second, default));
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await replies.TakeAsync(key, "4711", [1], second, default));

        Assert.False(await replies.TryHoldAsync(slow, default));
        Assert.True(await replies.TryHoldAsync(second, default));
        await replies.ForgetAsync(slow, default);
        await replies.KeepAsync(slow, new(200), default);
        await replies.KeepAsync(second, new(204), default);

        Assert.Equal(204, (await replies.TakeAsync(key, "4711", [1], Guid.NewGuid(), default))!.Reply!.Status);
        Assert.False(await replies.TryHoldAsync(second, default));
    }

    private async Task<string> KeyAsync(params string[] scopes)
    {
        await browser.OpenAsync("/admin/keys");
        await browser.SubmitAsync(scopes.ToDictionary(scope => scope, _ => "true").Append(new("Name", "Test")).ToDictionary());
        var key = browser.Page.QuerySelector("code.secret")!.TextContent;
        Assert.StartsWith("sspr_", key, StringComparison.Ordinal);
        return key;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseMessage Response)> SendAsync(
        string key, HttpMethod method, string path, string? body = null, string media = "application/json", string? idempotency = null, string? match = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, media);
        if (idempotency is not null)
            request.Headers.Add("Idempotency-Key", idempotency);
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response);
    }
}
