using Microsoft.Extensions.Options;
using SsprPortal.Core.Messages;
using SsprPortal.Core.Verification.SecurityKeys;
using SsprPortal.Data;
using SsprPortal.Data.SecurityKeys;

namespace SsprPortal.TestKit.SecurityKeys;

/// <summary>The portal's own ceremonies, for tests that know no adapter.</summary>
public static class RealCeremonies
{
    public static ISecurityKeyCeremonies At(PortalAddress portal) => new SecurityKeyCeremonies(portal, Options.Create(new SecurityKeyOptions()));
}
