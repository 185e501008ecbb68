using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using SsprPortal.Core.SignIn;

namespace SsprPortal.Web.Sessions;

/// <summary>
/// The action takes a proof of the last ten minutes (OWASP ASVS 7.5.1). Without one, a page leads to the proof and back; a form is kept
/// on a page of its own, proved beside it, and sent again: nothing that was typed is lost, and nothing is done before.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class FreshProofAttribute : Attribute, IAsyncResourceFilter
{
    private const string View = "/Features/Admin/ProveFirst.cshtml";

    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var (http, request) = (context.HttpContext, context.HttpContext.Request);
        if (http.RequestServices.GetRequiredService<ProofService>().IsRecent(http.User.Person()))
        {
            await next();
            return;
        }

        var prove = "/signin/method" + SessionExtensions.To(request.Path);
        if (!HttpMethods.IsPost(request.Method))
        {
            context.Result = new RedirectResult(prove);
            return;
        }

        // Files are chosen again; everything else is kept.
        var form = request.HasFormContentType ? await request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var page = new ProveFirst(prove, request.PathBase + request.Path + request.QueryString, [.. form.Where(pair => pair.Key != "antiforgery").Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))], form.Files.Count > 0);
        context.Result = new ViewResult
        {
            ViewName = View,
            ViewData = new ViewDataDictionary<ProveFirst>(http.RequestServices.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary())
            {
                Model = page,
                // Not every address that takes a form has a page.
                ["LanguagePath"] = "/admin",
            },
        };
    }
}

/// <summary>The page between a form and the proof it takes.</summary>
/// <param name="Prove">Where it is proved.</param>
/// <param name="Action">Where the form goes afterwards.</param>
/// <param name="Fields">What was typed.</param>
/// <param name="HadFile">Whether a file came with it, which is not kept.</param>
public sealed record ProveFirst(string Prove, string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, bool HadFile);
