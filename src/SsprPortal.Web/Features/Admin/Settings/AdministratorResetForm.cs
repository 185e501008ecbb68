using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>Whether people with a role may reset by themselves.</summary>
public sealed class AdministratorResetForm : SettingsForm
{
    /// <summary>Whether they may.</summary>
    public bool MayReset { get; set; }

    internal override string Page => "AdministratorReset";

    internal override bool ShowsEffect => true;

    internal static AdministratorResetForm Of(StoredPolicy stored) => new() { Version = stored.Version, MayReset = stored.Policy.AdministratorsMayReset };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading) => policy with { AdministratorsMayReset = MayReset };
}
