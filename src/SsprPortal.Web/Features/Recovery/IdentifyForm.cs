namespace SsprPortal.Web.Features.Recovery;

/// <summary>Who are you?</summary>
public sealed class IdentifyForm
{
    /// <summary>The user ID.</summary>
    public string? UserId { get; set; }
}
