using SsprPortal.Core.Administration;

namespace SsprPortal.Web.Features.Admin;

/// <summary>A page of the administration that the list at its side leads to.</summary>
/// <param name="Name">Names its text, <c>Page.…</c> of AdminTexts.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Allowed">Who may open it: as its controller says (a test compares them).</param>
public sealed record AdminPage(string Name, string Path, params IReadOnlyList<PortalRole> Allowed);

/// <summary>The list at the side of the administration, in its order.</summary>
public static class AdminPages
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<AdminPage> All { get; } =
    [
        new("Overview", "/admin", PortalRole.Administrator, PortalRole.HelpDesk, PortalRole.Auditor),
        new("Properties", "/admin/properties", PortalRole.Administrator, PortalRole.Auditor),
        new("Methods", "/admin/methods", PortalRole.Administrator, PortalRole.Auditor),
        new("Questions", "/admin/questions", PortalRole.Administrator, PortalRole.Auditor),
        new("Contacts", "/admin/contacts", PortalRole.Administrator, PortalRole.Auditor),
        new("Registration", "/admin/registration", PortalRole.Administrator, PortalRole.Auditor),
        new("Notifications", "/admin/notifications", PortalRole.Administrator, PortalRole.Auditor),
        new("Customization", "/admin/customization", PortalRole.Administrator, PortalRole.Auditor),
        new("Logo", "/admin/logo", PortalRole.Administrator, PortalRole.Auditor),
        new("OnPremises", "/admin/onpremises", PortalRole.Administrator, PortalRole.Auditor),
        new("PasswordProtection", "/admin/passwordprotection", PortalRole.Administrator, PortalRole.Auditor),
        new("AdministratorReset", "/admin/administratorreset", PortalRole.Administrator, PortalRole.Auditor),
        new("Users", "/admin/users", PortalRole.Administrator, PortalRole.HelpDesk, PortalRole.Auditor),
        new("Groups", "/admin/groups", PortalRole.Administrator, PortalRole.Auditor),
        new("Import", "/admin/import", PortalRole.Administrator),
        new("Export", "/admin/export", PortalRole.Administrator, PortalRole.Auditor),
        new("Audit", "/admin/audit", PortalRole.Administrator, PortalRole.Auditor),
        new("Reports", "/admin/reports", PortalRole.Administrator, PortalRole.Auditor),
        new("Health", "/admin/health", PortalRole.Administrator, PortalRole.Auditor),
        new("Keys", "/admin/keys", PortalRole.Administrator),
    ];
}
