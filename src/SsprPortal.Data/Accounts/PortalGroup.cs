namespace SsprPortal.Data.Accounts;

/// <summary>A group of accounts, for the scope of self-service.</summary>
internal sealed class PortalGroup
{
    /// <summary>The group.</summary>
    public required Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Whether it is a group of the organisation's directory: its members are read from there.</summary>
    public bool IsFromDirectory { get; set; }

    /// <summary>Its name as it is searched and compared: see <see cref="UserTerms.Normalize"/>. Written with it.</summary>
    public string NormalizedName { get; set; } = "";
}

/// <summary>That an account belongs to a group.</summary>
internal sealed class GroupMember
{
    /// <summary>The group.</summary>
    public required Guid GroupId { get; set; }

    /// <summary>The account.</summary>
    public required Guid UserId { get; set; }
}
