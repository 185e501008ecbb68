using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Features.Setup;

/// <summary>The first administrator.</summary>
public sealed class SetupForm
{
    /// <summary>What the portal wrote to its output.</summary>
    [Secret]
    public string? Secret { get; set; }

    /// <summary>The user principal name.</summary>
    public string? UserName { get; set; }

    /// <summary>The name.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The mailbox.</summary>
    public string? Mail { get; set; }

    /// <summary>The password.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>The password once more.</summary>
    [Secret]
    public string? Repeated { get; set; }

    /// <summary>Fewest characters of the password; never bound.</summary>
    internal int MinLength { get; set; }
}
