using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>What the portal does in a directory of the organisation.</summary>
public sealed class OnPremisesForm : SettingsForm
{
    /// <summary>Whether new passwords are written to the directory.</summary>
    public bool WritesBack { get; set; }

    /// <summary>Whether people may unlock a locked account without a new password.</summary>
    public bool UnlocksWithoutReset { get; set; }

    internal override string Page => "OnPremises";

    internal static OnPremisesForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        WritesBack = stored.Policy.WritesBack,
        UnlocksWithoutReset = stored.Policy.UnlocksWithoutReset,
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading) => policy with { WritesBack = WritesBack, UnlocksWithoutReset = UnlocksWithoutReset };
}
