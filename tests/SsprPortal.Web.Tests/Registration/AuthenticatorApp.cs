using SsprPortal.Core.Verification.Authenticator;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Web.Tests.Registration;

/// <summary>An authenticator app that has read its seed from a page.</summary>
internal sealed class AuthenticatorApp(PortalHost portal, string seed)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>The seed, without blanks.</summary>
    public string Seed => seed;

    /// <summary>The app that has scanned the page.</summary>
    public static AuthenticatorApp Scan(PortalHost portal, PortalBrowser browser) =>
        new(portal, browser.Page.QuerySelector("code.seed")!.TextContent.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>The code of now, or of as many steps later or earlier.</summary>
    public string Code(int steps = 0) => Totp.Code(Base32.Read(seed), Totp.StepAt(portal.Clock.GetUtcNow()) + steps);

    /// <summary>Moves the clock to the beginning of a step, the third after this one: no code of it or of a neighbour was typed yet.</summary>
    public void WaitForFreshCodes()
    {
        var now = portal.Clock.GetUtcNow();
        portal.Clock.Advance(3 * Step - new TimeSpan(now.Ticks % Step.Ticks));
    }

    /// <summary>A code that was never typed.</summary>
    public string FreshCode()
    {
        WaitForFreshCodes();
        return Code();
    }
}
