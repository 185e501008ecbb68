using Microsoft.AspNetCore.Mvc;
using SsprPortal.Core.Registration;
using SsprPortal.Web.Features.SignIn;

namespace SsprPortal.Web.Features.Registration;

/// <summary>Where somebody is sent who may not change security info yet.</summary>
internal static class Permissions
{
    /// <summary>To the proof, and from there to the kind that was to be changed; or to the list, which says why not.</summary>
    public static RedirectResult Redirect(MayChange may, string? kind = null) => may switch
    {
        MayChange.ProofNeeded or MayChange.SignInNeeded or MayChange.AskAdministrator => new("/signin/method" + Next.Query(kind is null ? "ssprsetup" : "ssprsetup-" + kind)),
        MayChange.Held or MayChange.Allowed => new("/ssprsetup"),
    };
}
