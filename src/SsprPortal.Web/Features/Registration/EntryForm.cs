using SsprPortal.Core.Registration;

namespace SsprPortal.Web.Features.Registration;

/// <summary>One thing that is registered.</summary>
public sealed class EntryForm
{
    /// <summary>Its new name.</summary>
    public string? Name { get; set; }

    /// <summary>The row of the list; never bound.</summary>
    internal ChecklistItem Item { get; set; } = null!;

    /// <summary>The entry; never bound.</summary>
    internal RegisteredMethod Entry { get; set; } = null!;
}
