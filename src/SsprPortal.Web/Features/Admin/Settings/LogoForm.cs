using SsprPortal.Core.Policies;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>The organisation's logo.</summary>
public sealed class LogoForm : SettingsForm
{
    /// <summary>The file: PNG or SVG.</summary>
    public IFormFile? File { get; set; }

    /// <summary>Whether there is to be none.</summary>
    public bool Remove { get; set; }

    /// <summary>The hash of the one there is; never bound.</summary>
    internal string Current { get; set; } = "";

    /// <summary>The hash of the one that is to be; null where the file is none. Never bound.</summary>
    internal string? Wanted { get; set; }

    internal override string Page => "Logo";

    internal static LogoForm Of(StoredPolicy stored) => new() { Version = stored.Version, Current = stored.Policy.Logo };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        Current = policy.Logo;
        return policy with { Logo = Wanted ?? policy.Logo };
    }
}
