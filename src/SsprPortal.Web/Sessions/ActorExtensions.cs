using System.Security.Claims;
using SsprPortal.Core.Administration;

namespace SsprPortal.Web.Sessions;

/// <summary>Who administers.</summary>
internal static class ActorExtensions
{
    /// <summary>The signed-in person of a page.</summary>
    public static Actor Actor(this ClaimsPrincipal principal)
    {
        var who = principal.Person();
        return new(who.UserId, who.UserName);
    }
}
