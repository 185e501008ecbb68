using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SsprPortal.Core.Administration;
using SsprPortal.Core.Api;
using SsprPortal.Core.Auditing;
using SsprPortal.Core.Directory;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.Web.Hosting;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SsprPortal.Web.Features.Api;

/// <summary>What programs use: each endpoint names the scope that a key must have for it.</summary>
public static class ApiEndpoints
{
    private const string Root = "/api/v1";
    private const int DefaultPermits = 600;
    private const int MaxPeople = 500;
    private const int MaxEntries = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Keys, the limit of requests of one key in a minute (<c>RateLimits:RequestsPerKey</c>, 600), strict JSON, the OpenAPI document.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        var policies = services.AddAuthorizationBuilder();
        foreach (var scope in ApiScopes.All)
            policies.AddPolicy(Policy(scope), policy => policy.AddAuthenticationSchemes(ApiKeyHandler.SchemeName).RequireAuthenticatedUser().RequireClaim(ApiKeyHandler.Scope, scope));

        var permits = configuration.GetValue("RateLimits:RequestsPerKey", DefaultPermits);
        services.AddSingleton(_ => PartitionedRateLimiter.Create<Guid, Guid>(key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new() { PermitLimit = permits, Window = Window })));
        services.AddScoped<ApiWrites>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.AllowDuplicateProperties = false;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
            options.SerializerOptions.TypeInfoResolver = options.SerializerOptions.TypeInfoResolver!.WithAddedModifier(WithoutDirectory);
        });
        return services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith(Root[1..], StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "SSPR Portal", Version = "v1" };
                document.Servers = [];
                document.AddComponent("key", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of the API, made by an administrator." });
                document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Maps everything under <c>/api/v1</c>.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi(Root + "/openapi.json").AllowAnonymous().RequireRateLimiting(RateLimits.PerAddress);
        var api = app.MapGroup(Root).RequireRateLimiting(RateLimits.PerAddress).AddEndpointFilter(LimitAsync).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);

        api.MapGet("/users", UsersAsync).WithSummary("How people stand, a page at a time.").Produces<PeopleReportPage>().ProducesProblem(400).RequireAuthorization(Policy(ApiScopes.UsersRead));
        api.MapGet("/users/{id:guid}", UserAsync).WithSummary("How one person stands.").Produces<PersonReport>().ProducesProblem(404).RequireAuthorization(Policy(ApiScopes.UsersRead));
        api.MapPut("/users/{userName}/contact", ContactAsync).WithSummary("Replaces what the organisation knows of a person.").Accepts<ContactBody>("application/json").Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .RequireAuthorization(Policy(ApiScopes.ContactWrite));
        api.MapGet("/reports/registration", ReportAsync).WithSummary("How many people are registered, enabled and capable.").Produces<PopulationFigures>().RequireAuthorization(Policy(ApiScopes.ReportsRead));
        api.MapGet("/audit", AuditAsync).WithSummary("Sealed entries of the audit, after a place of the chain.").Produces<AuditItems>().ProducesProblem(400).RequireAuthorization(Policy(ApiScopes.AuditRead));
        api.MapGet("/policy", PolicyAsync).WithSummary("The policy; its version is the ETag.").Produces<SsprPolicy>().RequireAuthorization(Policy(ApiScopes.PolicyRead));
        api.MapPut("/policy", ChangePolicyAsync).WithSummary("Replaces the policy of the version that If-Match names.").Accepts<SsprPolicy>("application/json").Produces<SsprPolicy>().ProducesProblem(400).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428)
            .RequireAuthorization(Policy(ApiScopes.PolicyWrite));
    }

    private static string Policy(string scope) => $"key: {scope}";

    private static async ValueTask<object?> LimitAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        using var lease = context.RequestServices.GetRequiredService<PartitionedRateLimiter<Guid>>().AttemptAcquire(ApiKeyHandler.Actor(context.User).Id);
        if (lease.IsAcquired)
            return await next(invocation);
        context.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Refused(context, StatusCodes.Status429TooManyRequests, "This key asked too often; wait a minute.");
    }

    private static async Task<IResult> UsersAsync(HttpContext context, [FromServices] IPeopleReport people, [FromQuery] string? search, [FromQuery] string? after, [FromQuery] int? limit, CancellationToken cancellationToken) =>
        limit is < 1 or > MaxPeople
            ? Refused(context, StatusCodes.Status400BadRequest, $"limit is 1 to {MaxPeople}.")
            : TypedResults.Ok(await people.ListAsync(search, after, limit ?? 100, cancellationToken));

    private static async Task<IResult> UserAsync(HttpContext context, [FromServices] IPeopleReport people, Guid id, CancellationToken cancellationToken) =>
        await people.FindAsync(id, cancellationToken) is { } person ? TypedResults.Ok(person) : Refused(context, StatusCodes.Status404NotFound, "There is no such account.");

    private static Task<IResult> ContactAsync(HttpContext context, [FromServices] ApiWrites writes, [FromServices] IDirectory directory, [FromServices] IAccounts accounts, string userName) =>
        writes.RunAsync<ContactBody>(context, async body =>
        {
            var cancellation = context.RequestAborted;
            if (await directory.FindAsync(userName, cancellation) is not { } person || UserNames.Normalize(person.UserName) != UserNames.Normalize(userName))
                return Problem(context, StatusCodes.Status404NotFound, "There is no such account.");
            // Else a key could make its holder an administrator, by a reset.
            if (person.IsAdministrator)
                return Problem(context, StatusCodes.Status403Forbidden, "Contact data of people who hold a role is not written by programs.");
            var outcome = await accounts.ChangeAsync(
                person.Id, new() { MobilePhone = body.MobilePhone ?? "", AlternateMail = body.AlternateMail ?? "", OfficePhone = body.OfficePhone ?? "" }, ApiKeyHandler.Actor(context.User), context.Caller(), cancellation);
            return outcome.Result switch
            {
                AccountResult.NotFound => Problem(context, StatusCodes.Status404NotFound, "There is no such account."),
                AccountResult.Invalid => new(StatusCodes.Status422UnprocessableEntity, context.Problem(StatusCodes.Status422UnprocessableEntity, "Nothing was written.", Errors(outcome.Faults))),
                AccountResult.Created or AccountResult.Changed or AccountResult.Unchanged or AccountResult.Deleted or AccountResult.Conflict => new(StatusCodes.Status204NoContent),
            };
        });

    private static async Task<IResult> ReportAsync([FromServices] IPopulation population, [FromServices] IPolicyStore policies, [FromServices] VerificationMethods methods, CancellationToken cancellationToken) =>
        TypedResults.Ok((await population.AlikeAsync(cancellationToken)).Figures(await policies.GetAsync(cancellationToken), methods));

    private static async Task<IResult> AuditAsync(HttpContext context, [FromServices] ISealedAudit audit, [FromQuery] long? after, [FromQuery] int? limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxEntries || after < 0)
            return Refused(context, StatusCodes.Status400BadRequest, $"after is 0 or more, limit is 1 to {MaxEntries}.");
        var entries = await audit.ReadAsync(after ?? 0, limit ?? MaxEntries, cancellationToken);
        return TypedResults.Ok(new AuditItems([.. entries.Select(AuditItem.Of)], entries.Count > 0 ? entries[^1].Number : after ?? 0));
    }

    private static async Task<IResult> PolicyAsync(HttpContext context, [FromServices] PolicyService policies, CancellationToken cancellationToken)
    {
        var stored = await policies.ReadAsync(cancellationToken);
        context.Response.Headers.ETag = Tag(stored.Version);
        return TypedResults.Ok(stored.Policy);
    }

    private static Task<IResult> ChangePolicyAsync(HttpContext context, [FromServices] ApiWrites writes, [FromServices] PolicyService policies, [FromServices] IOptions<JsonOptions> json) =>
        writes.RunAsync<JsonObject>(context, async body =>
        {
            var match = context.Request.Headers.IfMatch.ToString();
            if (match.Length == 0)
                return Problem(context, StatusCodes.Status428PreconditionRequired, "If-Match must name the version that was read.");
            if (!int.TryParse(match.Trim('"'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version))
                return Problem(context, StatusCodes.Status412PreconditionFailed, "If-Match does not name a version.");
            if (body.Where(pair => pair.Value is JsonArray list && list.Contains(null)).Select(pair => pair.Key).FirstOrDefault() is { } list)
                return Problem(context, StatusCodes.Status400BadRequest, $"The body is not a policy, at $.{list}: nothing in a list is null.");
            SsprPolicy wanted;
            try
            {
                wanted = body.Deserialize<SsprPolicy>(json.Value.SerializerOptions)!;
            }
            catch (JsonException exception)
            {
                return Problem(context, StatusCodes.Status400BadRequest, $"The body is not a policy, at {exception.Path}.");
            }

            wanted = wanted with { Directory = (await policies.ReadAsync(context.RequestAborted)).Policy.Directory };
            // What is left out would fall back to a default, and what lies beyond the limits would be moved: neither is what was asked for.
            var taken = JsonSerializer.SerializeToNode(wanted.Checked(), json.Value.SerializerOptions)!.AsObject();
            var refused = taken.Where(pair => !body.ContainsKey(pair.Key)).Select(pair => (pair.Key, Why: "Missing"))
                .Concat(taken.Where(pair => body.TryGetPropertyValue(pair.Key, out var given) && !JsonNode.DeepEquals(given, pair.Value)).Select(pair => (pair.Key, Why: "BeyondItsLimits")))
                .ToDictionary(pair => pair.Key, pair => new[] { pair.Why });
            if (refused.Count > 0)
                return new(StatusCodes.Status422UnprocessableEntity, context.Problem(StatusCodes.Status422UnprocessableEntity, "Nothing was written.", refused));
            var saved = await policies.SaveAsync(wanted, version, ApiKeyHandler.Actor(context.User), context.Caller(), context.RequestAborted);
            return saved switch
            {
                PolicySave.Saved => new(StatusCodes.Status200OK, wanted, Tag(version + 1)),
                PolicySave.Unchanged => new(StatusCodes.Status200OK, wanted, Tag(version)),
                PolicySave.Conflict => Problem(context, StatusCodes.Status412PreconditionFailed, "Somebody else saved since that version was read."),
                PolicySave.NoMethod => Unprocessable(context, "methods", saved, "At least one method stays on."),
                PolicySave.UnknownMethod => Unprocessable(context, "methods", saved, "There is no such method."),
                PolicySave.LocksOut => Unprocessable(context, "methods", saved, "No administrator would have a second factor any more, and nobody could change the policy again."),
                PolicySave.GroupsRefused => Unprocessable(context, "selectedGroups", saved, $"Selected and excluded groups are there, and {SsprPolicy.MaxGroups} at most."),
                PolicySave.QuestionRefused => Unprocessable(context, "customQuestions", saved, "Another text is another question: give it an id that no question ever had."),
                PolicySave.UnknownLogo => Unprocessable(context, "logo", saved, "There is no such logo: it is uploaded on its page."),
                PolicySave.DirectoryRefused or PolicySave.DirectoryPasswordMissing => Unprocessable(context, "directory", saved, "The directory is set up on its page."),
            };
        });

    // Where the directory is and as whom it is asked is decided by people, with a fresh proof, and told to no program.
    private static void WithoutDirectory(JsonTypeInfo type)
    {
        if (type.Type == typeof(SsprPolicy) && type.Properties.FirstOrDefault(member => member.PropertyType == typeof(DirectorySettings)) is { } directory)
            type.Properties.Remove(directory);
    }

    private static ApiOutcome Unprocessable(HttpContext context, string member, PolicySave refused, string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, context.Problem(StatusCodes.Status422UnprocessableEntity, detail, new Dictionary<string, string[]> { [member] = [refused.ToString()] }));

    private static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static Dictionary<string, string[]> Errors(IEnumerable<AccountFault> faults) =>
        faults.GroupBy(fault => JsonNamingPolicy.CamelCase.ConvertName(fault.Field.ToString())).ToDictionary(field => field.Key, field => field.Select(fault => fault.Reason.ToString()).ToArray());

    private static ApiOutcome Problem(HttpContext context, int status, string detail) => new(status, context.Problem(status, detail));

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refused(HttpContext context, int status, string detail) => TypedResults.Problem(context.Problem(status, detail));
}
