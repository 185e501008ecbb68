namespace SsprPortal.Data.Accounts;

/// <summary>That a group stands in another one, directly.</summary>
internal sealed class GroupNesting
{
    /// <summary>The group that stands in the other.</summary>
    public required Guid GroupId { get; set; }

    /// <summary>The group it stands in.</summary>
    public required Guid ParentId { get; set; }
}

/// <summary>
/// Every group that the members of a group belong to: itself, and whatever it stands in, near or far. Written when the nesting
/// changes, so that a person's groups are one statement.
/// </summary>
internal sealed class GroupAncestor
{
    /// <summary>The group.</summary>
    public required Guid GroupId { get; set; }

    /// <summary>Itself, or a group it stands in.</summary>
    public required Guid AncestorId { get; set; }
}
