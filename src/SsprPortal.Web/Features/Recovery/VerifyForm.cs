using SsprPortal.Core.Recovery;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>The answer to a challenge.</summary>
public sealed class VerifyForm
{
    /// <summary>The code, as typed.</summary>
    public string? Code { get; set; }

    /// <summary>What waits for an answer; never bound.</summary>
    internal PendingChallenge Pending { get; set; } = null!;

    /// <summary>Seconds until another one may be sent; never bound.</summary>
    internal int ResendIn { get; set; }
}
