namespace SsprPortal.Web.Hosting;

/// <summary>
/// Every cookie of the portal: host-only, for the whole site, unreadable to script, never sent from another site (N37). Over https the
/// name begins with <c>__Host-</c>, which makes browsers enforce it; plain http exists in Development only.
/// </summary>
public sealed class PortalCookies(IConfiguration configuration)
{
    private readonly bool overTls = configuration["PublicBaseUrl"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The full name of a cookie.</summary>
    public string Name(string name) => (overTls ? "__Host-" : "") + "sspr-" + name;

    /// <summary>How every cookie is set.</summary>
    public CookieBuilder Builder(string name) => new()
    {
        Name = Name(name),
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Strict,
        SecurePolicy = overTls ? CookieSecurePolicy.Always : CookieSecurePolicy.None,
    };

    /// <summary>How a cookie is set by hand.</summary>
    public CookieOptions Options(HttpContext context) => Builder("").Build(context);
}
