using SsprPortal.Web.Hosting;

namespace SsprPortal.Web.Features.SignIn;

/// <summary>User name and password.</summary>
public sealed class SignInForm
{
    /// <summary>The user ID.</summary>
    public string? UserId { get; set; }

    /// <summary>The password.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>The name of the page to go on to; see <see cref="SignInController"/>.</summary>
    public string? To { get; set; }
}
