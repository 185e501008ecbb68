using SsprPortal.Core.Verification;

namespace SsprPortal.Core.Policies;

/// <summary>What is decided where the portal is installed, as far as it is a risk.</summary>
/// <param name="OverTls">Whether the public address is https.</param>
/// <param name="UsesDevelopmentInbox">Whether messages go to the development inbox instead of to people.</param>
/// <param name="HasCertificate">Whether a certificate encrypts the key ring.</param>
public sealed record Installation(bool OverTls, bool UsesDevelopmentInbox, bool HasCertificate);

/// <summary>A setting that gives up something.</summary>
/// <param name="Id">Its stable name; names its texts.</param>
/// <param name="Standards">Which requirements: of OWASP ASVS 5.0 and NIST SP 800-63B (revision 4).</param>
public sealed record RiskySetting(string Id, string Standards);

/// <summary>Says of the settings as they are which standard each risky one gives up. Whether that is right here, the organisation decides.</summary>
public static class SettingsLinter
{
    /// <summary>The policy asks for this many characters of a password that stands alone (NIST SP 800-63B, section 3.1.1.2).</summary>
    private const int LongEnough = 15;

    private static readonly (RiskySetting Setting, Func<SsprPolicy, VerificationMethods, Installation, bool> Applies)[] Rules =
    [
        (new("one-gate", "OWASP ASVS 6.4.3, NIST SP 800-63B 4.2.2.2"), (policy, _, _) => policy.GatesRequired == 1),
        (new("questions", "OWASP ASVS 6.4.2, NIST SP 800-63B 3.1.1.2"), (policy, methods, _) => Allowed(policy, methods).Any(method => method.Class == MethodClass.Knowledge)),
        (new("phone-only", "OWASP ASVS 6.6.1, NIST SP 800-63B 3.1.3.3"), (policy, methods, _) => PhoneIsTheOnlyDevice(Allowed(policy, methods))),
        (new("informative", "OWASP ASVS 6.3.8"), (policy, _, _) => policy.Disclosure == DisclosureMode.Informative),
        (new("short-password", "NIST SP 800-63B 3.1.1.2"), (policy, _, _) => policy.PasswordMinLength < LongEnough),
        (new("passwords-expire", "OWASP ASVS 6.2.10, NIST SP 800-63B 3.1.1.2"), (policy, _, _) => policy.PasswordExpiryDays > 0),
        (new("no-second-factor", "OWASP ASVS 6.3.3, NIST SP 800-63B 2.2"), (policy, _, _) => policy.SecondFactor == SecondFactorScope.Nobody),
        (new("unproved-contacts", "NIST SP 800-63B 4.2.1.2"), (policy, _, _) => policy.Trusts("mobile") || policy.Trusts("email")),
        (new("own-mobile", "OWASP ASVS 6.4.3, NIST SP 800-63B 4.2.1.2"), (policy, _, _) => policy.Directory?.Kind == DirectoryKind.ActiveDirectory && policy.Trusts("mobile")),
        (new("people-not-told", "OWASP ASVS 6.3.7, NIST SP 800-63B 4.6"), (policy, _, _) => !policy.NotifiesPeople),
        (new("administrators-not-told", "OWASP ASVS 6.3.7"), (policy, _, _) => !policy.NotifiesAdministrators),
        (new("development-inbox", "OWASP ASVS 13.4.2"), (_, _, installation) => installation.UsesDevelopmentInbox),
        (new("plain-http", "OWASP ASVS 12.2.1, NIST SP 800-63B 3.1.1.2"), (_, _, installation) => !installation.OverTls),
        (new("bare-keys", "OWASP ASVS 13.3.1"), (_, _, installation) => !installation.HasCertificate),
    ];

    /// <summary>Everything that could be found.</summary>
    public static IReadOnlyList<RiskySetting> All { get; } = [.. Rules.Select(rule => rule.Setting)];

    /// <summary>What is found.</summary>
    public static IReadOnlyList<RiskySetting> Of(SsprPolicy policy, VerificationMethods methods, Installation installation) =>
        [.. Rules.Where(rule => rule.Applies(policy, methods, installation)).Select(rule => rule.Setting)];

    private static List<IVerificationMethod> Allowed(SsprPolicy policy, VerificationMethods methods) => [.. methods.All.Where(method => policy.Allows(method.Id))];

    private static bool PhoneIsTheOnlyDevice(List<IVerificationMethod> allowed) =>
        allowed.Exists(method => method.Class == MethodClass.Phone) && !allowed.Exists(method => method.Class is MethodClass.App or MethodClass.Key);
}
