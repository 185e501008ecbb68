namespace SsprPortal.Web.Features.Admin;

/// <summary>Where the other pages of a list are.</summary>
/// <param name="Next">The address of the page that follows; null when there is none.</param>
/// <param name="First">The address of the first page; null when this is it.</param>
public sealed record Pager(string? Next, string? First);
