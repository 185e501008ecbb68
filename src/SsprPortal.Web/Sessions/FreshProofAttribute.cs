using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using SsprPortal.Core.SignIn;
using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Sessions;

/// <summary>
/// The action takes a proof of the last ten minutes (OWASP ASVS 7.5.1). Without one, a page leads to the proof and back; a form is kept
/// on a page of its own, proved beside it, and sent again: nothing that was typed is lost but secrets, and nothing is done before.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class FreshProofAttribute : Attribute, IAsyncResourceFilter
{
    private const string View = "/Features/Admin/ProveFirst.cshtml";

    // Names of the secrets that were typed and are not kept, with the form: whoever reads it says that they are to be typed again.
    private const string LeftOutField = "LeftOut";

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

        // Files are chosen again, and secrets typed; everything else is kept.
        var form = request.HasFormContentType ? await request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var secrets = Secrets(context.ActionDescriptor);
        var leftOut = LeftOut(form).Union(secrets.Where(name => !string.IsNullOrEmpty(form[name]))).ToList();
        var fields = form.Where(pair => pair.Key is not ("antiforgery" or LeftOutField) && !secrets.Contains(NameOf(pair.Key))).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())).ToList();
        if (leftOut.Count > 0)
            fields.Add(new(LeftOutField, string.Join(' ', leftOut)));
        var page = new ProveFirst(prove, request.PathBase + request.Path + request.QueryString, fields, form.Files.Count > 0, leftOut.Count > 0);
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

    /// <summary>The secrets of a form that were typed before a proof and were not kept.</summary>
    internal static IReadOnlyList<string> LeftOut(IFormCollection form) => form[LeftOutField].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static HashSet<string> Secrets(ActionDescriptor action) => action.Parameters
        .SelectMany(parameter => parameter.ParameterType.GetProperties())
        .Where(property => property.IsDefined(typeof(SecretAttribute), inherit: true))
        .Select(property => property.Name)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    // A field may be called by the name of the form, too.
    private static string NameOf(string field) => field[(field.LastIndexOf('.') + 1)..];
}

/// <summary>The page between a form and the proof it takes.</summary>
/// <param name="Prove">Where it is proved.</param>
/// <param name="Action">Where the form goes afterwards.</param>
/// <param name="Fields">What was typed.</param>
/// <param name="HadFile">Whether a file came with it, which is not kept.</param>
/// <param name="HadSecret">Whether a secret was typed, which is not kept.</param>
public sealed record ProveFirst(string Prove, string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, bool HadFile, bool HadSecret);
