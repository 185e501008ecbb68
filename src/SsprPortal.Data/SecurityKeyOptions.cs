namespace SsprPortal.Data;

/// <summary>Security keys (section "SecurityKeys").</summary>
public sealed class SecurityKeyOptions
{
    /// <summary>
    /// The domain that keys are registered for: the host of <c>PublicBaseUrl</c> when empty, or a domain above it ("example.com" for
    /// "reset.example.com") that an organisation may register. Whoever changes it makes every registered key worthless.
    /// </summary>
    public string? RpId { get; set; }
}
