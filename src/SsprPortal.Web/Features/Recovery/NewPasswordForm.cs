namespace SsprPortal.Web.Features.Recovery;

/// <summary>A new password, twice.</summary>
public sealed class NewPasswordForm
{
    /// <summary>The password.</summary>
    public string? Password { get; set; }

    /// <summary>Once more.</summary>
    public string? Repeated { get; set; }

    /// <summary>Whose password, for password managers; never bound.</summary>
    internal string UserName { get; set; } = "";
}
