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

    /// <summary>The hash of the one that is to be; never bound.</summary>
    internal string Wanted { get; set; } = "";

    /// <summary>The key of the sentence that says why the file is not taken; null when it is. Never bound.</summary>
    internal string? Refusal { get; set; }

    internal override string Page => "Logo";

    internal override bool TakesFile => true;

    internal static LogoForm Of(StoredPolicy stored) => new() { Version = stored.Version, Current = stored.Policy.Logo };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        Current = policy.Logo;
        if (Refusal is not null)
            reading.Refuse(nameof(File), Refusal);
        return policy with { Logo = Wanted };
    }
}
