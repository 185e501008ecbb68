using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Whether a group is in the scope.</summary>
public enum GroupState
{
    /// <summary>It is not chosen.</summary>
    Unchosen,

    /// <summary>Its members may.</summary>
    Included,

    /// <summary>Its members may not.</summary>
    Excluded,
}

/// <summary>A group that can be chosen.</summary>
/// <param name="Group">The group.</param>
/// <param name="People">How many belong to it, by nesting too.</param>
/// <param name="State">Whether it is chosen.</param>
public sealed record GroupChoice(Group Group, long People, GroupState State);

/// <summary>Who may reset. Each group is a field of its own, <c>Group_…</c>.</summary>
public sealed class PropertiesForm : SettingsForm
{
    /// <summary>Who may: the name of a <see cref="ResetScope"/>.</summary>
    public string? Scope { get; set; }

    /// <summary>What somebody is told who is not verified: the name of a <see cref="DisclosureMode"/>.</summary>
    public string? Disclosure { get; set; }

    /// <summary>The beginning of the name of a group that is looked for.</summary>
    public string? Search { get; set; }

    /// <summary>What is chosen of the groups, by their ids; never bound.</summary>
    internal IReadOnlyDictionary<Guid, GroupState> Chosen { get; set; } = new Dictionary<Guid, GroupState>();

    /// <summary>The groups that can be chosen; never bound.</summary>
    internal IReadOnlyList<GroupChoice> Groups { get; set; } = [];

    /// <summary>What was looked for; never bound.</summary>
    internal string? Searched { get; set; }

    internal override string Page => "Properties";

    internal override bool ShowsEffect => true;

    internal static PropertiesForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        Scope = stored.Policy.Scope.ToString(),
        Disclosure = stored.Policy.Disclosure.ToString(),
        Chosen = stored.Policy.SelectedGroups.Select(id => (id, GroupState.Included)).Concat(stored.Policy.ExcludedGroups.Select(id => (id, GroupState.Excluded))).ToDictionary(),
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        var (included, excluded) = (Those(GroupState.Included, policy.SelectedGroups), Those(GroupState.Excluded, policy.ExcludedGroups));
        var scope = reading.Choice<ResetScope>(nameof(Scope), Scope);
        if (scope == ResetScope.Selected && included.Count == 0)
            reading.Refuse(nameof(Scope), "Properties.NoGroup");
        if (included.Count + excluded.Count > SsprPolicy.MaxGroups)
            reading.Refuse("Groups", "Properties.TooManyGroups", SsprPolicy.MaxGroups);
        return policy with { Scope = scope, Disclosure = reading.Choice<DisclosureMode>(nameof(Disclosure), Disclosure), SelectedGroups = included, ExcludedGroups = excluded };
    }

    // Only groups that there are.
    private IReadOnlyList<Guid> Those(GroupState state, IReadOnlyList<Guid> before)
    {
        List<Guid> now = [.. Groups.Where(choice => choice.State == state).Select(choice => choice.Group.Id)];
        return now.ToHashSet().SetEquals(before) ? before : now;
    }
}
