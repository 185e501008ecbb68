using SsprPortal.Core.Verification.Authenticator;
using SsprPortal.TestKit.Portal;

namespace SsprPortal.Browser.Tests;

/// <summary>An authenticator app into which the seed on the page was typed.</summary>
public sealed class AuthenticatorApp(string seed, ShiftedClock clock)
{
    private readonly byte[] secret = Base32.Read(seed) ?? throw new FormatException("The page shows no seed.");

    /// <summary>The code it shows now.</summary>
    public string Code() => Totp.Code(secret, Totp.StepAt(clock.GetUtcNow()));

    /// <summary>The next code, which nobody has used.</summary>
    public string NextCode()
    {
        clock.Advance(TimeSpan.FromSeconds(30));
        return Code();
    }
}
