namespace SsprPortal.Web.Passwords;

/// <summary>Lists of leaked passwords beside the common ones that the portal brings (section <c>Passwords</c>).</summary>
public sealed class BreachedPasswordOptions
{
    /// <summary>A filter made by <c>passwords load</c>; none by default.</summary>
    public string? FilterPath { get; set; }

    /// <summary>
    /// A k-anonymous range service (https), asked with the first five hexadecimal digits of a SHA-1: <c>https://api.pwnedpasswords.com/range</c>.
    /// None by default: then nothing of a password leaves the portal.
    /// </summary>
    public Uri? RangeUrl { get; set; }
}
