using SsprPortal.Core.Administration;
using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What every page that changes the policy posts, and what it shows around its own fields.</summary>
public abstract class SettingsForm
{
    /// <summary>The version of the policy that the page was opened with.</summary>
    public int Version { get; set; } = int.MinValue;

    /// <summary>How many people the administrator was told fall out: a change that takes more is shown once more before it is saved.</summary>
    public long Accepted { get; set; }

    /// <summary>Names the page in <see cref="AdminPages"/> and its texts; never bound.</summary>
    internal abstract string Page { get; }

    /// <summary>Where the page is; never bound.</summary>
    internal string Path => $"/admin/{Page.ToLowerInvariant()}";

    /// <summary>Whether the page has a button that shows the effect; never bound.</summary>
    internal virtual bool ShowsEffect => false;

    /// <summary>A logo that is saved with the policy that names it; never bound.</summary>
    internal Logo? Upload { get; set; }

    /// <summary>The password of the portal's account in the directory, when it was typed; never bound.</summary>
    internal virtual string? DirectoryPassword => null;

    /// <summary>Whether the page takes a file; never bound.</summary>
    internal virtual bool TakesFile => false;

    /// <summary>What somebody else saved since the page was opened; never bound.</summary>
    internal StoredPolicy? Newer { get; private set; }

    /// <summary>What saving would do to people; null while nobody asked. Never bound.</summary>
    internal PolicyEffect? Effect { get; set; }

    /// <summary>The first of those who fall out, a page at a time; never bound.</summary>
    internal IReadOnlyList<PersonName> FallingOut { get; set; } = [];

    /// <summary>The last of them, when more follow; never bound.</summary>
    internal string? FallingOutBefore { get; set; }

    /// <summary>The policy with what was typed on this page in it; what cannot be is refused to <paramref name="reading"/>.</summary>
    internal abstract SsprPolicy Apply(SsprPolicy policy, SettingsReading reading);

    /// <summary>Keeps what was typed, on top of what somebody else saved.</summary>
    internal void Overtake(StoredPolicy newer) => (Newer, Version) = (newer, newer.Version);
}
