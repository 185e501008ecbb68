using SsprPortal.Core.Registration;

namespace SsprPortal.Web.Features.Registration;

/// <summary>The list, as a page shows it.</summary>
/// <param name="List">The list.</param>
/// <param name="HeldUntil">Until when nothing may be changed, in the organisation's zone and the page's language; null when nothing forbids it.</param>
public sealed record ChecklistPage(RegistrationChecklist List, string? HeldUntil);
