using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace SsprPortal.Web.Features.Api;

/// <summary>How the API tells what went wrong (RFC 9457).</summary>
internal static class ApiProblems
{
    public const string ContentType = "application/problem+json";

    /// <summary>Whether a request, or the failed one that is answered anew, is the API's.</summary>
    public static bool IsApi(this HttpContext context)
    {
        PathString asked = context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? context.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? context.Request.Path.Value;
        return asked.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A problem, with the reference under which the logs have the rest.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="detail">What to do about it.</param>
    /// <param name="errors">By the name of a member, the names of what is wrong with it.</param>
    public static ProblemDetails Problem(this HttpContext context, int status, string? detail = null, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var problem = new ProblemDetails { Type = "about:blank", Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        problem.Extensions["reference"] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        return problem;
    }
}
