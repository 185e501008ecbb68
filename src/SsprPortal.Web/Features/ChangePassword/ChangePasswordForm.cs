using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Features.ChangePassword;

/// <summary>The password there is, and a new one, twice.</summary>
public sealed class ChangePasswordForm
{
    /// <summary>The password there is.</summary>
    [Secret]
    public string? Old { get; set; }

    /// <summary>The new one.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>Once more.</summary>
    [Secret]
    public string? Repeated { get; set; }

    /// <summary>Whose password, for password managers; never bound.</summary>
    internal string UserName { get; set; } = "";

    /// <summary>Whether nothing else is open before; never bound.</summary>
    internal bool IsTooOld { get; set; }

    /// <summary>What is asked of the new password; never bound.</summary>
    internal string Rules { get; set; } = "";

    /// <summary>What would be tried first, for the strength; never bound.</summary>
    internal IReadOnlyList<string> Guesses { get; set; } = [];
}
