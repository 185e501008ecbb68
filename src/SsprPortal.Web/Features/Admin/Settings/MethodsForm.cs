using System.Globalization;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;

namespace SsprPortal.Web.Features.Admin.Settings;

/// <summary>By which methods people reset, and how many it takes. Each method is a field of its own, <c>Method_…</c>.</summary>
public sealed class MethodsForm : SettingsForm
{
    /// <summary>How many gates a reset takes, as it was chosen.</summary>
    public string? GatesRequired { get; set; }

    /// <summary>The methods there are; never bound.</summary>
    internal IReadOnlyList<IVerificationMethod> All { get; set; } = [];

    /// <summary>Ids of the chosen ones; never bound.</summary>
    internal IReadOnlyList<string> Chosen { get; set; } = [];

    internal override string Page => "Methods";

    internal override bool ShowsEffect => true;

    internal static MethodsForm Of(StoredPolicy stored) => new()
    {
        Version = stored.Version,
        GatesRequired = stored.Policy.GatesRequired.ToString(CultureInfo.InvariantCulture),
        Chosen = stored.Policy.Methods,
    };

    internal override SsprPolicy Apply(SsprPolicy policy, SettingsReading reading)
    {
        if (Chosen.Count == 0)
            reading.Refuse("Methods", "Methods.None");
        return policy with
        {
            GatesRequired = reading.Number(nameof(GatesRequired), GatesRequired, 1, 2),
            Methods = Chosen.ToHashSet().SetEquals(policy.Methods) ? policy.Methods : Chosen,
        };
    }
}
