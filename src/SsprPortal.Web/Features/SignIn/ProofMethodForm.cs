using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>How would you like to prove that it is you?</summary>
public sealed class ProofMethodForm
{
    /// <summary>The chosen method: one of <see cref="Choices"/>.</summary>
    public string? Method { get; set; }

    /// <summary>What this person may choose from; never bound.</summary>
    internal IReadOnlyList<UsableMethod> Choices { get; set; } = [];

    /// <summary>Whether the sign-in is completed by it; never bound.</summary>
    internal bool NeedsProof { get; set; }

    /// <summary>The name of the page to go on to; never bound.</summary>
    internal string? To { get; set; }
}
