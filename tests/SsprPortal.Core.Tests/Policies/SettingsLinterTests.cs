using SsprPortal.Core.Messages;
using SsprPortal.Core.Policies;
using SsprPortal.Core.Verification;
using SsprPortal.Core.Verification.OneTimeCodes;

namespace SsprPortal.Core.Tests.Policies;

public sealed class SettingsLinterTests
{
    private static readonly Installation Good = new(OverTls: true, UsesDevelopmentInbox: false, HasCertificate: true);
    private static readonly SsprPolicy Strict = new() { Disclosure = DisclosureMode.Uniform };

    [Fact]
    public void Strict_settings_risk_nothing() => Assert.Empty(Found(Strict, Good));

    [Fact]
    public void A_new_organisation_is_told_of_its_disclosure_alone() => Assert.Equal(["informative"], Found(new(), Good));

    [Fact]
    public void Each_risky_switch_is_found()
    {
        Assert.Equal(["one-gate"], Found(Strict with { GatesRequired = 1 }, Good));
        Assert.Equal(["short-password"], Found(Strict with { PasswordMinLength = 14 }, Good));
        Assert.Equal(["no-second-factor"], Found(Strict with { SecondFactor = SecondFactorScope.Nobody }, Good));
        Assert.Equal(["unproved-contacts"], Found(Strict with { TrustedContacts = ["office", "mobile"] }, Good));
        Assert.Equal(["unproved-contacts"], Found(Strict with { TrustedContacts = ["email"] }, Good));
        Assert.Equal(["unproved-contacts", "own-mobile"], Found(Strict with { TrustedContacts = ["mobile"], Directory = new() }, Good));
        Assert.Equal(["unproved-contacts"], Found(Strict with { TrustedContacts = ["mobile"], Directory = new() { Kind = DirectoryKind.OpenLdap } }, Good));
        Assert.Empty(Found(Strict with { Directory = new() }, Good));
        Assert.Equal(["people-not-told"], Found(Strict with { NotifiesPeople = false }, Good));
        Assert.Equal(["administrators-not-told"], Found(Strict with { NotifiesAdministrators = false }, Good));
        Assert.Equal(["passwords-expire"], Found(Strict with { PasswordExpiryDays = 90 }, Good));
        Assert.Equal(["plain-http"], Found(Strict, Good with { OverTls = false }));
        Assert.Equal(["development-inbox"], Found(Strict, Good with { UsesDevelopmentInbox = true }));
        Assert.Equal(["bare-keys"], Found(Strict, Good with { HasCertificate = false }));
    }

    private static IEnumerable<string> Found(SsprPolicy policy, Installation installation) =>
        SettingsLinter.Of(policy, new VerificationMethods([new OfficePhoneMethod(new PortalAddress(new("https://portal.test")))], []), installation).Select(setting => setting.Id);
}
