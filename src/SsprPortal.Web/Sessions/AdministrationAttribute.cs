using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using SsprPortal.Core.Administration;

namespace SsprPortal.Web.Sessions;

/// <summary>
/// Open to people who hold one of these roles now and have proved more than the password in this session. On a controller and on one
/// of its actions, both must be met.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AdministrationAttribute(params PortalRole[] allowed) : AuthorizeAttribute, IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>Who may.</summary>
    public IReadOnlyList<PortalRole> Allowed { get; } = allowed;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];

    internal static bool IsOpenTo(ClaimsPrincipal user, IReadOnlyList<PortalRole> allowed) =>
        user.Identity?.IsAuthenticated == true && user.Person() is { NeedsProof: false, NeedsNewPassword: false, ProvedAt: not null } who && allowed.Any(who.Roles.Contains);
}

/// <summary>Decides it from the session as it was read for this request.</summary>
internal sealed class AdministrationHandler : AuthorizationHandler<AdministrationAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AdministrationAttribute requirement)
    {
        if (AdministrationAttribute.IsOpenTo(context.User, requirement.Allowed))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
