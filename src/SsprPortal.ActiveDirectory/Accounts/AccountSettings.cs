using SsprPortal.ActiveDirectory.Ldap;

namespace SsprPortal.ActiveDirectory.Accounts;

/// <summary>Which accounts the portal looks after, and how.</summary>
internal sealed record AccountSettings
{
    /// <summary>Where the people are; null for the whole directory.</summary>
    public string? SearchBase { get; init; }

    /// <summary>What must hold for them beside being people; null for nothing.</summary>
    public LdapFilter? Filter { get; init; }

    /// <summary>The names (DN) of groups whose members the portal leaves alone, members of their groups included.</summary>
    public IReadOnlyList<string> ExceptedGroups { get; init; } = [];

    /// <summary>Whether a reset must obey the history of passwords. A server that cannot is then not asked to reset.</summary>
    public bool KeepHistory { get; init; } = true;

    /// <summary>OpenLDAP: the attribute that people know as their name.</summary>
    public string NameAttribute { get; init; } = "uid";

    /// <summary>OpenLDAP: the policy (DN) of people without one of their own, which their entries do not tell; null for none.</summary>
    public string? DefaultPolicy { get; init; }
}
