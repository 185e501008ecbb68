using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>How would you like to prove that it is you?</summary>
public sealed class ChooseMethodForm
{
    /// <summary>The chosen method: one of <see cref="Choices"/>.</summary>
    public string? Method { get; set; }

    /// <summary>The whole number, for a method that asks for it.</summary>
    public string? PhoneNumber { get; set; }

    /// <summary>What this person may choose from; never bound.</summary>
    internal IReadOnlyList<UsableMethod> Choices { get; set; } = [];

    /// <summary>Whether methods are shown that this person may not have; never bound.</summary>
    internal bool ShowsAll { get; set; }

    /// <summary>How many gates are passed already; never bound.</summary>
    internal int GatesPassed { get; set; }
}
