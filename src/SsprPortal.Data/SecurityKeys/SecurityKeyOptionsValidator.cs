using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;

namespace SsprPortal.Data.SecurityKeys;

/// <summary>Refuses to start with a domain that no browser would accept from the portal's address.</summary>
internal sealed class SecurityKeyOptionsValidator(PortalAddress address) : IValidateOptions<SecurityKeyOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SecurityKeyOptions options)
    {
        var host = address.BaseUrl.IdnHost;
        return string.IsNullOrEmpty(options.RpId) || options.RpId == host || IsAbove(options.RpId, host)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"SecurityKeys:RpId is '{options.RpId}': it must be the host of PublicBaseUrl ({host}) or a domain above it, in lower case; or leave it out.");
    }

    // A domain that is nobody's own and has a dot all the same ("co.jp") is refused by browsers, which know them all.
    private static bool IsAbove(string domain, string host) =>
        Uri.CheckHostName(host) == UriHostNameType.Dns && domain.Contains('.') && host.EndsWith("." + domain, StringComparison.Ordinal);
}
