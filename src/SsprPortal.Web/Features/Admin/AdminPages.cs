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
        new("Import", "/admin/import", PortalRole.Administrator),
        new("Export", "/admin/export", PortalRole.Administrator, PortalRole.Auditor),
        new("Keys", "/admin/keys", PortalRole.Administrator),
    ];
}
