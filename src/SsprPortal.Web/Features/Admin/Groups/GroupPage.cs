using SsprPortal.Core.Administration;

namespace SsprPortal.Web.Features.Admin.Groups;

/// <summary>What is done to one group; each form of the page posts a part of it.</summary>
public sealed class GroupPage
{
    /// <summary>The new name.</summary>
    public string? Name { get; set; }

    /// <summary>The name of the group it is to stand in.</summary>
    public string? Parent { get; set; }

    /// <summary>The person who becomes or stops being a member.</summary>
    public Guid UserId { get; set; }

    /// <summary>The group it is taken out of.</summary>
    public Guid ParentId { get; set; }

    /// <summary>The group with those around it; never bound.</summary>
    internal GroupFile File { get; set; } = null!;

    /// <summary>Its members, a page of them; never bound.</summary>
    internal FoundPeople Members { get; set; } = new([], null);

    /// <summary>Whether no page comes before; never bound.</summary>
    internal bool IsFirst { get; set; }

    /// <summary>What was searched to be added; never bound.</summary>
    internal string? Find { get; set; }

    /// <summary>Who was found; never bound.</summary>
    internal IReadOnlyList<FoundPerson> Found { get; set; } = [];

    /// <summary>Who of them is a member already; never bound.</summary>
    internal IReadOnlySet<Guid> AreMembers { get; set; } = new HashSet<Guid>();

    /// <summary>Whether policy selects or excludes it; never bound.</summary>
    internal bool IsSelected { get; set; }

    /// <inheritdoc cref="IsSelected"/>
    internal bool IsExcluded { get; set; }

    /// <summary>Whether whoever looks may change anything; never bound.</summary>
    internal bool MayWrite { get; set; }

    /// <summary>What was just done; names its text; never bound.</summary>
    internal string? Done { get; set; }
}
