using SsprPortal.Core.Registration;

namespace SsprPortal.Web.Features.Registration;

/// <summary>The code that proves it.</summary>
public sealed class ConfirmForm
{
    /// <summary>The code, as typed.</summary>
    public string? Code { get; set; }

    /// <summary>What waits for its code; never bound.</summary>
    internal PendingRegistration Pending { get; set; } = null!;

    /// <summary>Seconds until another one may be sent; never bound.</summary>
    internal int ResendIn { get; set; }
}
