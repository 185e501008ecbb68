using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Journeys;

/// <summary>The steps at which an action may be reached.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class JourneyStepAttribute(params RecoveryStep[] steps) : Attribute, IFilterFactory
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<RecoveryStep> Steps => steps;

    /// <summary>Whether the journey may be in the middle of writing to the directory.</summary>
    public bool WhileBeingFinished { get; init; }

    /// <inheritdoc/>
    public bool IsReusable => false;

    /// <inheritdoc/>
    public IFilterMetadata CreateInstance(IServiceProvider serviceProvider) =>
        ActivatorUtilities.CreateInstance<JourneyStepFilter>(serviceProvider, this);
}

/// <summary>
/// The only guard of a journey: handle from the cookie, row by its hash, alive, at a step of this page? Anything else is sent to the
/// journey's own page, before anything is bound or done.
/// </summary>
public sealed class JourneyStepFilter(JourneyStepAttribute allowed, JourneyCookie cookie, RecoveryService recovery, CurrentJourney current) : IAsyncResourceFilter
{
    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.HttpContext;
        var journey = cookie.Read(http) is { } handle ? await recovery.FindAsync(handle, http.RequestAborted) : null;
        if (journey is null)
        {
            context.Result = new RedirectResult(JourneyLinks.Ended);
            return;
        }

        var here = journey.IsBeingFinished ? allowed.WhileBeingFinished : allowed.Steps.Contains(journey.Step);
        if (!here)
        {
            context.Result = new RedirectResult(JourneyLinks.For(journey));
            return;
        }

        if (HttpMethods.IsPost(http.Request.Method))
            journey = await recovery.TouchAsync(journey, http.RequestAborted);
        current.Set(journey);
        await next();
    }
}

/// <summary>The journey of this request, as the guard read it.</summary>
public sealed class CurrentJourney
{
    private RecoveryJourney? journey;

    /// <summary>The journey; an action that asks for it is behind <see cref="JourneyStepAttribute"/>.</summary>
    public RecoveryJourney Journey => journey ?? throw new InvalidOperationException("This page has no JourneyStepAttribute.");

    /// <summary>The journey, on a page that may be shown without one; null then.</summary>
    public RecoveryJourney? Find() => journey;

    internal void Set(RecoveryJourney read) => journey = read;
}
