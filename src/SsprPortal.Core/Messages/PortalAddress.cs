namespace SsprPortal.Core.Messages;

/// <summary>The portal's public address: the only source of absolute links (I11 of the security notes: never the Host header).</summary>
/// <param name="BaseUrl">Scheme, host and port, without a path.</param>
public sealed record PortalAddress(Uri BaseUrl)
{
    /// <summary>An absolute link to a path of the portal.</summary>
    public Uri To(string path) => new(BaseUrl, path);
}
