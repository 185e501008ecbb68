using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;

namespace SsprPortal.Web.Hosting;

/// <summary>Views stand beside their controllers: Features/Recovery/Identify.cshtml for Features.Recovery.IdentifyController. The parts by which challenges are answered are everybody's.</summary>
public sealed class FeatureFolders : IViewLocationExpander
{
    private const string Feature = "feature";

    /// <inheritdoc/>
    public void PopulateValues(ViewLocationExpanderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.ActionContext.ActionDescriptor is ControllerActionDescriptor { ControllerTypeInfo.Namespace: { } space })
            context.Values[Feature] = space[(space.IndexOf("Features.", StringComparison.Ordinal) + "Features.".Length)..].Replace('.', '/');
    }

    /// <inheritdoc/>
    public IEnumerable<string> ExpandViewLocations(ViewLocationExpanderContext context, IEnumerable<string> viewLocations)
    {
        ArgumentNullException.ThrowIfNull(context);
        return [.. Folders(context.Values[Feature]!).Select(folder => $"/Features/{folder}/{{0}}.cshtml"), "/Features/Challenges/{0}.cshtml", "/Features/Shared/{0}.cshtml", "/Captcha/{0}.cshtml"];
    }

    // The folder itself, and the one it is in: Admin/Users, Admin.
    private static IEnumerable<string> Folders(string feature)
    {
        for (var folder = feature; folder.Length > 0; folder = folder[..Math.Max(0, folder.LastIndexOf('/'))])
            yield return folder;
    }
}
