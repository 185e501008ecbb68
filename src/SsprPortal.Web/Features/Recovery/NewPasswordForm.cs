using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Features.Recovery;

/// <summary>A new password, twice.</summary>
public sealed class NewPasswordForm
{
    /// <summary>The password.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>Once more.</summary>
    [Secret]
    public string? Repeated { get; set; }

    /// <summary>Whose password, for password managers; never bound.</summary>
    internal string UserName { get; set; } = "";

    /// <summary>What is asked of the new password; never bound.</summary>
    internal string Rules { get; set; } = "";

    /// <summary>What would be tried first, for the strength; never bound.</summary>
    internal IReadOnlyList<string> Guesses { get; set; } = [];
}
